// What the lists of the day and of the week are made of: facts, read again at the moment of sending; no customer's text has a field here.
import type { GoalBudget } from '../core/goals/goals.ts';
import type { ByStep, EpochDay, Instant, Step, StepLength } from '../core/model.ts';
import type { AskedAbout, AskedRow } from '../core/reports/asked.ts';
import type { MailRow, MailShop, OwnerMailFacts, PromiseMailRow } from './facts.ts';

/** An open inquiry in a list. */
export interface ListRow
  extends Pick<MailRow, 'inquiry' | 'url' | 'detailUrl' | 'type' | 'category' | 'channel' | 'item' | 'startedAt'> {
  /** Null: it has no deadline. */
  readonly breachAt: Instant | null;
  /** The strongest step that it has passed, with its length; null: none. */
  readonly passed: { readonly step: Step; readonly after: StepLength } | null;
  /** The strongest step but the deadline that falls due today; null: none. */
  readonly reaches: { readonly step: Step; readonly after: StepLength; readonly at: Instant } | null;
  /** Who has it in hand, and since when; null when nobody has. */
  readonly inHand: { readonly by: string; readonly since: Instant } | null;
}

/** Some of the inquiries of one part of a list, the most urgent first, and how many there are. */
export interface ListPart {
  readonly rows: readonly ListRow[];
  readonly count: number;
}

/** The parts of a morning list in their order. An inquiry stands in the first that fits. */
export const MORNING_PARTS = ['today', 'promised', 'reaching', 'passed', 'inHand'] as const;
export type MorningPartName = (typeof MORNING_PARTS)[number];

/** Who a list is for. `owner` and `ops` are always there, other names are contacts of the shop. */
export interface ListMailFacts {
  readonly shop: MailShop;
  readonly to: string;
  readonly now: Instant;
  readonly dataAsOf: OwnerMailFacts['dataAsOf'];
  readonly boardUrl: string | null;
  readonly from: string;
  readonly contact: readonly string[];
}

/** The morning list of one shop. */
export interface MorningMailFacts extends ListMailFacts {
  readonly parts: Readonly<Record<Exclude<MorningPartName, 'promised'>, ListPart>> & {
    /** Promised until today or before, and not answered. */
    readonly promised: { readonly rows: readonly PromiseMailRow[]; readonly count: number };
  };
  /** How many of those past a step are past the deadline. */
  readonly overdue: number;
  /** Unanswered, but muted and so not listed. */
  readonly muted: number;
  readonly countingRule: string;
  /** The local date. */
  readonly day: EpochDay;
}

/** How often a step was met, of the inquiries of a stretch that are decided for it. */
export interface Kept {
  readonly met: number;
  readonly decided: number;
}

/** Dates, both included. */
export interface Dates {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** A week of the table: the inquiries that began in it. */
export interface WeekLine extends Dates {
  readonly inquiries: number;
  readonly kept: ByStep<Kept>;
}

/** An inquiry whose deadline passed unanswered. */
export interface LateLine
  extends Pick<MailRow, 'inquiry' | 'url' | 'detailUrl' | 'type' | 'category' | 'channel' | 'startedAt' | 'breachAt'> {
  /** When the wait ended, with an answer or not; null while it is open. */
  readonly endedAt: Instant | null;
  readonly isAnswered: boolean;
}

/** A goal as it stands; `after`: how long its step is, null where policies differ, or of no step. */
export interface GoalLine {
  readonly budget: GoalBudget;
  readonly after: StepLength | null;
}

/** The weekly summary of one shop. */
export interface WeeklyMailFacts extends ListMailFacts {
  /** What it tells of: a week, or several where the shop was closed on the days of their summaries. */
  readonly told: Dates;
  /** The newest first. */
  readonly weeks: readonly WeekLine[];
  /** What each step's length is called; of several policies, all of them. */
  readonly lengths: ByStep<string>;
  readonly late: { readonly rows: readonly LateLine[]; readonly count: number };
  readonly unanswered: number;
  readonly overdue: number;
  readonly goals: readonly GoalLine[];
  /** The days from today to Sunday on which the shop answers, and others on which something falls due. */
  readonly dueDays: readonly { readonly day: EpochDay; readonly due: number }[];
  /** The closed dates of the next two weeks, by the reason. */
  readonly closedAhead: readonly { readonly why: string; readonly days: readonly EpochDay[] }[];
  /** What was asked most, with how often it was in as many days before. */
  readonly asked: readonly (AskedAbout & Pick<AskedRow, 'inquiries' | 'before'>)[];
  /** The shop's reports, and what its customers ask. */
  readonly reportUrl: string | null;
  readonly askedUrl: string | null;
}

/** A shop in the summary of a group. */
export interface GroupShopLine {
  readonly name: string;
  readonly url: string | null;
  readonly inquiries: number;
  readonly kept: ByStep<Kept>;
  readonly late: number;
  readonly unanswered: number;
  readonly overdue: number;
  readonly goals: readonly GoalLine[];
}

/** The weekly summary of a group of shops, to ops. */
export interface GroupMailFacts {
  readonly group: string;
  readonly now: Instant;
  readonly language: MailShop['language'];
  readonly timeZone: string;
  readonly told: Dates;
  /** Those that had anything; worst first. */
  readonly shops: readonly GroupShopLine[];
  readonly dataAsOf: OwnerMailFacts['dataAsOf'];
  readonly boardUrl: string | null;
}
