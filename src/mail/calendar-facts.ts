// What the mails about calendars are made of: seasons without an entry, the last business day before a closure, and what
// ops should look at. Facts, read again at the moment of sending; no customer's text has a field here.
import type { EpochDay, Instant, Language, Step, StepLength } from '../core/model.ts';
import type { MailShop, OwnerMailFacts } from './facts.ts';

/** A season of which the shop has said nothing. */
export interface SeasonMailFacts {
  readonly shop: MailShop;
  readonly now: Instant;
  /** In the shop's language. */
  readonly season: string;
  /** Each date of the season with how it counts now; `why` names what closes it. */
  readonly days: readonly { readonly day: EpochDay; readonly open: boolean; readonly why: string }[];
  /** What was closed for it last year; empty: nothing was ever entered. */
  readonly lastYear: readonly EpochDay[];
  readonly boardUrl: string | null;
  readonly from: string;
  readonly contact: readonly string[];
}

/** An open inquiry and the strongest step it reaches by the end of the first day after the closure. */
export interface DigestRow {
  readonly inquiry: string;
  readonly url: string | null;
  readonly detailUrl: string | null;
  readonly type: string | null;
  readonly category: string | null;
  readonly channel: string;
  readonly startedAt: Instant;
  readonly step: Step;
  /** The policy's length of that step. */
  readonly after: StepLength;
  readonly at: Instant;
}

/** The last business day before a closure. */
export interface DigestMailFacts {
  readonly shop: MailShop;
  readonly now: Instant;
  readonly closure: { readonly from: EpochDay; readonly to: EpochDay };
  /** Worst first; some of them when there are many. */
  readonly rows: readonly DigestRow[];
  /** How many there are in all. */
  readonly count: number;
  readonly dataAsOf: OwnerMailFacts['dataAsOf'];
  readonly countingRule: string;
  readonly boardUrl: string | null;
  readonly from: string;
  readonly contact: readonly string[];
}

/** One thing that ops should look at. */
export interface CalendarMatter {
  readonly kind: 'held' | 'season' | 'drift';
  readonly shop: string;
  /** In the language of ops. */
  readonly words: string;
  /** A command that settles it, or null. */
  readonly command: string | null;
}

export interface CalendarMailFacts {
  readonly now: Instant;
  readonly language: Language;
  readonly timeZone: string;
  readonly matters: readonly CalendarMatter[];
  readonly boardUrl: string | null;
}
