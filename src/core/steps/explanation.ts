// The shape of an explained deadline: plain data that may be stored, sent as JSON or put into words.
// It carries everything the words need, so that old explanations read the same after a calendar edit.

import type { ClosedReason } from '../calendar/day-reasons.ts';
import type { CountingRule, Deadlines, EpochDay, Instant, MinuteRange, Policy, Step, Weekday } from '../model.ts';

/** Why the count begins later than the message: the cut-off, a closed date, or a time outside the opening hours. */
export type ShiftReason = 'cutoff' | 'closed-day' | 'outside-hours';

/** Where the count begins. */
export interface CountStart {
  /** The date that is not counted itself (day rules), or on which the clock starts. */
  readonly day: EpochDay;
  /** When the clock starts (epoch ms), for `elapsed` and for hours; null where whole dates count. */
  readonly at: Instant | null;
  /** Empty when the count begins with the message itself. */
  readonly shiftedBy: readonly ShiftReason[];
}

/** `received`: the message's local date. `start`: where the count begins, when that is later. `counted`: ran. */
export type DayRole = 'received' | 'start' | 'counted' | 'closed' | 'open';

export interface DueStep {
  readonly step: Step;
  readonly at: Instant;
  /** Due at the end of the date (24:00) or within it. */
  readonly when: 'end' | 'within';
}

export interface ExplainedDay {
  readonly day: EpochDay;
  /** `YYYY-MM-DD` of `day`. */
  readonly date: string;
  readonly weekday: Weekday;
  readonly open: boolean;
  /** Its number among the counted business days; null when it is not counted, and for steps in hours. */
  readonly nth: number | null;
  readonly role: DayRole;
  readonly closedBy: readonly ClosedReason[];
  /** Name of the file's open entry that opens it. */
  readonly openBy: string | null;
  readonly hours: readonly MinuteRange[] | null;
  /** Open time that ran on it until the breach, in ms; null for steps in days. */
  readonly openMs: number | null;
  readonly due: readonly DueStep[];
}

/** The counting rule and what it was told, for the words. */
export interface RuleFacts {
  readonly counting: CountingRule;
  /** Steps in business hours and minutes: the counting rule has no effect. */
  readonly inHours: boolean;
  readonly holidaysClose: boolean;
  /** Minute of the local day, null when there is none or it has no effect. */
  readonly cutoff: number | null;
  /** Minute of the local day at which steps are due, null for the day's end. */
  readonly dueTime: number | null;
  /** The name of the calendar, null for the shop's own. */
  readonly calendar: string | null;
  /** The clock never stops: every hour of every day counts. */
  readonly neverStops: boolean;
  /** Only the first wait of a thread has steps. */
  readonly onlyFirst: boolean;
}

export interface Explanation {
  readonly policy: Policy;
  readonly rule: RuleFacts;
  readonly zone: string;
  readonly startedAt: Instant;
  readonly receivedDay: EpochDay;
  readonly start: CountStart;
  /** Every date from the one received to the one of the breach. */
  readonly days: readonly ExplainedDay[];
  readonly deadlines: Deadlines;
  readonly provisional: boolean;
}
