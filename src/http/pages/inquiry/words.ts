// What the page of one inquiry says beyond the shared words: hands, marks, mutes, the picture, the history. Each language
// fills it in one file (words-ja.ts, words-en.ts).

import type { CountingRule, EventType } from '../../../core/model.ts';

type Said = (value: string) => string;

/** What has just been done, as the page's address says it. */
export const DONE = ['took', 'gave', 'marked', 'unmarked', 'muted', 'lifted'] as const;
export type Done = (typeof DONE)[number];

/** The shapes of the picture; the mark of 返信不要 has one of its own. */
export type Shape = EventType | 'no_reply';

export interface InquiryWords {
  readonly done: Readonly<Record<Done, string>>;
  readonly hand: {
    readonly title: string;
    readonly who: Said;
    readonly period: (since: string, until: string) => string;
    readonly take: string;
    readonly give: string;
    readonly takeOver: string;
    readonly takeOverHint: Said;
    readonly hint: string;
    readonly by: string;
    readonly until: string;
    readonly note: string;
    readonly notePlaceholder: string;
    readonly ends: { readonly hours: (hours: number) => string; readonly at: (what: string, at: string) => string };
    readonly today: string;
    readonly nextNoon: string;
    readonly nextDay: string;
  };
  readonly mark: {
    readonly title: string;
    readonly hint: string;
    readonly why: string;
    readonly whyPlaceholder: string;
    readonly act: string;
    readonly holds: (by: string, at: string) => string;
    readonly undo: string;
    readonly undoHint: string;
    readonly count: (count: number) => string;
  };
  readonly mute: {
    readonly title: string;
    readonly hint: string;
    readonly until: string;
    readonly why: string;
    readonly act: string;
    readonly holds: (by: string, until: string) => string;
    readonly ofShop: string;
    readonly lift: string;
  };
  readonly refused: {
    readonly title: string;
    readonly inHand: (by: string, since: string, until: string) => string;
    readonly notInHand: string;
    readonly notWaiting: string;
    readonly messageSince: string;
    readonly nothingToUndo: string;
    readonly nothingToLift: string;
    readonly usage: Readonly<Record<'until' | 'why' | 'by', string>>;
    readonly usageOther: string;
    readonly back: string;
  };
  readonly picture: {
    readonly title: string;
    readonly box: string;
    readonly closed: string;
    readonly today: string;
    readonly now: string;
    readonly gap: (days: number) => string;
    readonly legend: string;
    readonly shape: Readonly<Record<Shape, string>>;
    readonly bar: string;
    readonly toCome: string;
    readonly closedDay: string;
    readonly hours: string;
    readonly step: Readonly<Record<'passed' | 'to-come' | 'not-reached' | 'withdrawn' | 'while-completed', Said>>;
    readonly waitOpen: Said;
    readonly waitOver: (from: string, to: string) => string;
    readonly stepAt: (step: string, at: string) => string;
    readonly closedDays: Said;
    readonly list: readonly [glue: string, end: string];
    readonly leftOut: (count: number) => string;
  };
  readonly history: {
    readonly title: string;
    readonly took: (by: string, until: string) => string;
    readonly gave: Said;
    readonly handEnded: Said;
    readonly muted: (by: string, until: string, what: string) => string;
    readonly unmuted: Said;
    readonly muteEnded: string;
    readonly wholeShop: string;
    readonly thisInquiry: string;
    readonly marked: Said;
    readonly unmarked: Said;
    readonly unmarkedByMessage: string;
    readonly told: (what: string, step: string) => string;
    readonly reminder: (count: number) => string;
    readonly hook: Readonly<Record<'owner' | 'ops', string>>;
    readonly revision: Said;
    readonly state: Said;
    readonly open: string;
    readonly moreWaits: (count: number) => string;
    readonly part: (from: number, to: number, of: number) => string;
    readonly older: (count: number) => string;
    readonly newer: (count: number) => string;
  };
  readonly others: {
    readonly title: string;
    readonly hint: string;
    readonly rule: string;
    readonly inForce: string;
    readonly none: string;
    readonly name: Readonly<Record<CountingRule, string>>;
  };
  readonly frozen: string;
}
