// Everything the pages say, as one type: each language fills it in one file (words-ja.ts, words-en.ts).
// Trap: the names of the steps come from core/words.ts wherever a policy is known; here are only the general ones.

import type { EndedBy, EventType, Status, Step } from '../../core/model.ts';
import type { LateReason } from '../../core/steps/lateness.ts';
import type { MailLine } from '../../service/notifications/read-mails.ts';

type Said = (value: string) => string;

export interface Words {
  readonly product: string;
  readonly otherLanguage: string;
  readonly nav: { readonly label: string; readonly board: string; readonly mails: string; readonly system: string };
  readonly skip: string;
  /** Between facts of one line. */
  readonly separator: string;
  readonly watch: {
    readonly label: string;
    readonly fine: Said;
    readonly blind: (shops: number) => string;
    readonly troubles: (count: number) => string;
    readonly toSystem: string;
  };
  readonly board: {
    readonly title: string;
    readonly nested: string;
    readonly next: string;
    readonly nothingNext: string;
    readonly shops: (count: number) => string;
  };
  readonly counts: {
    readonly unanswered: string;
    readonly flagged: string;
    readonly ownerAlertDue: string;
    readonly breached: string;
  };
  readonly fresh: {
    readonly read: Said;
    readonly unknownSince: Said;
    readonly neverRead: string;
    readonly pushed: string;
  };
  readonly shop: {
    readonly open: (count: number) => string;
    readonly worstFirst: string;
    readonly none: string;
    /** No open inquiry is known, but the source was not read: that is no good news. */
    readonly noneKnown: string;
    readonly received: string;
    readonly due: string;
    readonly left: string;
    readonly noDeadline: string;
    readonly answer: string;
    /** The same for an inquiry that is answered elsewhere than in R-Messe. */
    readonly answerElsewhere: string;
    readonly nextPage: string;
    readonly zone: Said;
  };
  readonly left: {
    readonly today: string;
    readonly todayUntil: Said;
    readonly days: (days: number) => string;
    readonly open: Said;
    readonly over: (days: number) => string;
    readonly overOpen: Said;
  };
  readonly level: { readonly none: string; readonly whileCompleted: string };
  readonly steps: Readonly<Record<Step, string>>;
  readonly status: Readonly<Record<Status, string>>;
  readonly channel: (id: string) => string;
  readonly inquiry: {
    readonly timeline: string;
    readonly receipt: string;
    readonly receiptElsewhere: string;
    readonly noBusinessDay: string;
    readonly steps: string;
    readonly noSteps: string;
    readonly episode: (from: string, to: string | null) => string;
    readonly endedBy: Readonly<Record<EndedBy | 'superseded', string>>;
    readonly provisional: string;
    readonly facts: { readonly item: string; readonly order: string; readonly channel: string; readonly kind: string };
    readonly learned: Said;
    readonly times: {
      readonly due: string;
      readonly detected: string;
      readonly notified: string;
      readonly answered: string;
    };
    readonly cause: Readonly<Record<'due' | 'calendar' | 'event', string>>;
    /** Why a step was noticed after it was due. */
    readonly late: Readonly<Record<LateReason, string>>;
    readonly mark: {
      readonly raised: Said;
      readonly notified: Said;
      readonly lowered: Said;
      readonly withdrawn: (step: string, why: string) => string;
    };
    readonly why: Said;
    readonly now: string;
  };
  readonly event: Readonly<Record<EventType, string>>;
  readonly mails: {
    readonly title: string;
    readonly none: string;
    readonly kind: Readonly<Record<MailLine['kind'], string>>;
    readonly state: Readonly<Record<MailLine['state'], string>>;
    readonly noSubject: string;
    readonly slot: Said;
    readonly sent: Said;
    readonly filed: Said;
    readonly retry: Said;
    readonly attempts: (count: number) => string;
    readonly possiblyTwice: string;
    readonly all: string;
    readonly html: string;
    readonly text: string;
    readonly deliveries: string;
    readonly delivery: Readonly<Record<'accepted' | 'filed' | 'refused' | 'deferred', string>>;
    readonly notRendered: string;
  };
  readonly refusals: {
    readonly title: string;
    readonly lead: string;
    readonly none: string;
    readonly times: (count: number) => string;
    readonly last: Said;
    readonly first: Said;
  };
  readonly errors: {
    readonly notFound: string;
    readonly notFoundHint: string;
    readonly failed: string;
    readonly failedHint: string;
    readonly awayHint: string;
    readonly back: string;
  };
}
