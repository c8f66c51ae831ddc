// What a mail is made of: plain facts, read again by the service at the moment of sending, and the mail made of them.
// No customer's name, text or full order number has a field here, so none can reach a mail.

import type { Instant, Language, PromiseReason, StepLength } from '../core/model.ts';
import type { LateReason } from '../core/steps/lateness.ts';

/** One unanswered inquiry (or, in the ops mail, a breach that was answered meanwhile). */
export interface MailRow {
  /** The external id; a mail shows only its tail. */
  readonly inquiry: string;
  /** Where it is answered (R-Messe), or null. */
  readonly url: string | null;
  /** Our own page about it, or null. */
  readonly detailUrl: string | null;
  readonly type: string | null;
  readonly category: string | null;
  readonly channel: string;
  readonly item: string | null;
  readonly startedAt: Instant;
  /** When the owner alert was due (not when it was sent). */
  readonly alertAt: Instant;
  readonly breachAt: Instant;
  /** The strongest step that it has passed; `waiting`: none. */
  readonly level: 'waiting' | 'flag' | 'owner_alert' | 'breach';
  /** Why it is told, where a notice says so, and when it passed the flag. */
  readonly notice?: {
    readonly why: readonly string[];
    readonly flag: { readonly at: Instant; readonly after: StepLength } | null;
  };
  /** For policies in days: business days left (core businessDaysLeft), 0 = today is the last; else null. */
  readonly businessDaysLeft: number | null;
  /** For policies in hours: milliseconds of opening time left; else null. */
  readonly openMsLeft: number | null;
  /** Why it was noticed after it was due; null when it was not, or was told before. */
  readonly late: LateReason | null;
  readonly provisional: boolean;
  /** The dates that make the deadline, line by line (core dayChain). */
  readonly chain: readonly string[];
  /** Ops mail only: a breach answered meanwhile. */
  readonly answeredAt: Instant | null;
  /** The policy's step that led here, for the words 「2営業日を過ぎた」; left out: the mail says it without a number. */
  readonly alertAfter?: StepLength;
  /** Told before: which reminder this is, from 1. */
  readonly reminder?: number;
  /** Ops mail only: why the owner is not told of it for now. */
  readonly muted?: MuteNote;
}

/** `in_hand`: somebody is answering. `why` and `by` are texts of the staff. */
export interface MuteNote {
  readonly kind: 'mute' | 'in_hand';
  readonly until: Instant;
  readonly by: string;
  readonly why: string;
}

/** An inquiry to which an answer was promised (RULES.md 10). */
export interface PromiseMailRow
  extends Pick<MailRow, 'inquiry' | 'url' | 'detailUrl' | 'type' | 'category' | 'channel' | 'item'> {
  readonly madeAt: Instant;
  readonly until: Instant;
  /** Who made it; null where nobody said. */
  readonly by: string | null;
  readonly reason: PromiseReason | null;
  /** `until` has passed. */
  readonly isBroken: boolean;
  /** The customer waits for an answer as well. */
  readonly waits: boolean;
}

export interface MailShop {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly language: Language;
  /** The agency's name for the shops that it looks at together; left out: none. */
  readonly group?: string;
}

/** One shop's mail for one slot. Its rows and promises are this shop's only, whatever their order; one of both is there. */
export interface OwnerMailFacts {
  readonly shop: MailShop;
  /** Whom it is for; left out, the shop's owner. */
  readonly to?: {
    readonly name: string;
    readonly isPerson: boolean;
    /** Who is away and would have got it. */
    readonly standsInFor: readonly string[];
  };
  readonly now: Instant;
  readonly rows: readonly MailRow[];
  readonly promises?: readonly PromiseMailRow[];
  /** Still unanswered, told in earlier mails and not listed again. */
  readonly alreadyTold: number;
  /** Unanswered past the owner alert, but muted or in hand and so not listed. */
  readonly muted?: number;
  /** Time of the last complete read of the source, null when there was none; `pushed`: others send us what happens. */
  readonly dataAsOf: Instant | null | 'pushed';
  /** How days are counted, label included, in the shop's language (core describeRule). */
  readonly countingRule: string;
  readonly boardUrl: string | null;
  readonly from: string;
  readonly contact: readonly string[];
}

/** `undeliverable`: every address of the owner was refused for good. */
export type OwnerMailState = 'sent' | 'pending' | 'undeliverable' | 'none';

export interface OpsMailShop {
  readonly shop: MailShop;
  readonly alerts: readonly MailRow[];
  readonly breaches: readonly MailRow[];
  readonly promises?: readonly PromiseMailRow[];
  readonly ownerMail: OwnerMailState;
}

/** The mail to ops for one slot: alerts and breaches of all shops. */
export interface OpsMailFacts {
  readonly now: Instant;
  readonly language: Language;
  readonly timeZone: string;
  readonly shops: readonly OpsMailShop[];
  /** The oldest of the shops' last complete reads. */
  readonly dataAsOf: Instant | null | 'pushed';
  readonly boardUrl: string | null;
}

/** The mail that says we do not see: one per cause and day. `cause` is in words and holds no secret. */
export interface IncidentMailFacts {
  /** `inquiries`: inquiries cannot be read; `delivery`: messages cannot be delivered; `service`: the service itself. */
  readonly about?: 'inquiries' | 'delivery' | 'service';
  readonly now: Instant;
  readonly language: Language;
  readonly timeZone: string;
  readonly cause: string;
  readonly shops: readonly { readonly id: string; readonly name: string; readonly unknownSince: Instant | null }[];
  /** Mails that a person can have sent again, by their numbers. */
  readonly retries?: readonly number[];
  readonly boardUrl: string | null;
}

/** The notice that all that was told is done. `inquiries` is at least 1. */
export interface ClearMailFacts {
  readonly shop: MailShop;
  readonly now: Instant;
  readonly inquiries: number;
  readonly boardUrl: string | null;
}

export interface RenderedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
