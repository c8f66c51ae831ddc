// The words of the domain (RULES.md 1). Types only: every room may import this file, it imports nothing.

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;
/** Days since 1970-01-01 on the proleptic Gregorian calendar; a civil date without a zone. */
export type EpochDay = number;

export const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export type Language = 'ja' | 'en';
export type Bilingual = Readonly<Record<Language, string>>;

/** Minutes of the local day, [from, to), 0 ≤ from < to ≤ 1440. */
export interface MinuteRange {
  readonly from: number;
  readonly to: number;
}

export interface MonthDay {
  readonly month: number;
  readonly day: number;
}

/** A closure: one-off (both ends included) or every year (may cross the year end). */
export type ClosedEntry =
  | { readonly kind: 'on'; readonly from: EpochDay; readonly to: EpochDay; readonly name: string }
  | { readonly kind: 'every'; readonly from: MonthDay; readonly to: MonthDay; readonly name: string };

/** An open exception; `hours` null means the hours of that weekday. */
export interface OpenEntry {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly name: string;
  readonly hours: readonly MinuteRange[] | null;
}

/** What RMS closes for inquiries (businessHoliday ∪ shippingOnly), already decoded. */
export interface RmsClosures {
  readonly weekdays: readonly Weekday[];
  readonly nationalHolidays: boolean;
  readonly days: readonly EpochDay[];
}

/** A shop's calendar as checked by config/: consistent, nothing compiled yet. */
export interface CalendarSpec {
  readonly weeklyClosed: readonly Weekday[];
  /** ISO country whose national holidays close the shop, or null for none. */
  readonly nationalHolidays: string | null;
  /** Opening hours per weekday, or null when the shop gives none. */
  readonly hours: Readonly<Partial<Record<Weekday, readonly MinuteRange[]>>> | null;
  /** Minute of the local day from which a message counts as the next date's, or null. */
  readonly cutoff: number | null;
  readonly closed: readonly ClosedEntry[];
  readonly open: readonly OpenEntry[];
  /** Whether the shop's RMS calendar is taken as well (config key `calendar.rms`). */
  readonly rms: boolean;
  /** Calendars whose all-day entries close dates (config key `calendar.ics`); left out when there are none. */
  readonly ics?: readonly CalendarFeed[];
  /** Present when the shop wants no reminder of seasons without an entry (config key `calendar.seasons`). */
  readonly seasons?: 'off';
}

/** An iCalendar feed or file of closed dates. `file` is relative to the config folder. */
export type CalendarFeed = { readonly name: string } & ({ readonly url: string } | { readonly file: string });

/** Names of the national holidays of one country and year by date. Asked once a year and country. */
export type NationalHolidays = (country: string, year: number) => ReadonlyMap<EpochDay, Bilingual>;

export const COUNTING_RULES = ['day-end', 'day-end-shifted', 'elapsed'] as const;
export type CountingRule = (typeof COUNTING_RULES)[number];

/**
 * Business time a step waits: whole business days, or milliseconds inside opening hours. `neverStops` is for the words
 * only: the hours of its calendar are every hour of every day, so that nobody reads of business time.
 */
export type StepLength = { readonly days: number } | { readonly openMs: number; readonly neverStops?: true };

/** The shop's own calendar, by the name that a policy may give it. */
export const OWN_CALENDAR = 'shop';

/** The three steps of an episode, strictly in this order (RULES.md 1). */
export const STEPS = ['flag', 'owner_alert', 'breach'] as const;
export type Step = (typeof STEPS)[number];

/** One value for each step. */
export type ByStep<T> = Readonly<Record<Step, T>>;

export interface Policy {
  readonly counting: CountingRule;
  /** How long each step waits. A flag after `{ days: 0 }` is the end of the date received itself, only under `day-end-shifted`. */
  readonly after: ByStep<StepLength>;
  /** Minute of the local day at which every step in days is due instead of at the day's end; left out: at the end. */
  readonly dueTime?: number;
  /** The name of the calendar it counts on, one of the shop's `calendars`; left out: the shop's own. */
  readonly calendar?: string;
  /** Only the first episode of a thread has steps (RULES.md 3); left out: every one. */
  readonly counts?: 'first';
  /** Who is told what besides (RULES.md 9); left out when there are none. */
  readonly notices?: readonly Notice[];
}

/** What a notice may lead up to or go with; a promise has no due instant of the episode's own. */
export type NoticeOf = Step | 'promise';

/** When a notice is due: with a step, so long after the start, or so long before a step. */
export type NoticeTime =
  | { readonly at: NoticeOf }
  | { readonly after: StepLength }
  | { readonly before: StepLength; readonly of: NoticeOf };

/** A notice of a policy, with the names of those who are told. */
export type Notice = NoticeTime & { readonly tell: readonly string[] };

/** The three due instants of an episode that starts at a given instant. */
export interface Deadlines {
  readonly at: ByStep<Instant>;
  /** The last instant lies beyond the officially announced equinoxes (RULES.md 4). */
  readonly provisional: boolean;
}

export const EVENT_TYPES = [
  'customer_message',
  'shop_reply',
  'auto_reply',
  'completed',
  'reopened',
  'message_deleted',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface InquiryEvent {
  readonly type: EventType;
  readonly id: string;
  readonly at: Instant;
  /** Only for `message_deleted`: the id of the deleted message. */
  readonly message?: string;
  /** Where the source numbers its messages: orders those of one instant; a whole number ≥ 0, left out it is 0. */
  readonly seq?: number;
}

/** What a thread may hold besides (RULES.md 10): answers given elsewhere and promises, each with its withdrawal. */
export const PROMISE_EVENT_TYPES = ['answered_elsewhere', 'answer_withdrawn', 'promised', 'promise_withdrawn'] as const;
export type PromiseEventType = (typeof PROMISE_EVENT_TYPES)[number];

/** All that may happen to an inquiry. */
export const THREAD_EVENT_TYPES = [...EVENT_TYPES, ...PROMISE_EVENT_TYPES] as const;
export type ThreadEventType = EventType | PromiseEventType;

/** How a customer was answered where no source sees it. */
export const ANSWER_WAYS = ['phone', 'mail', 'visit', 'other'] as const;
export type AnswerWay = (typeof ANSWER_WAYS)[number];

/** Why an answer takes longer, as far as it is said: a closed list, so that no text of a customer gets in. */
export const PROMISE_REASONS = ['maker', 'stock', 'delivery', 'inside', 'other'] as const;
export type PromiseReason = (typeof PROMISE_REASONS)[number];

export interface ThreadEvent extends Omit<InquiryEvent, 'type'> {
  readonly type: ThreadEventType;
  /** Only for `promised`: the instant until which the shop will have answered. */
  readonly until?: Instant;
  /** Only for `answer_withdrawn` and `promise_withdrawn`: the id of what is taken back. */
  readonly withdraws?: string;
  /** Only for `answered_elsewhere`. */
  readonly how?: AnswerWay;
  /** Who of the shop did it, as they are called; of these four types. */
  readonly by?: string;
  /** Only for `promised`. */
  readonly reason?: PromiseReason;
}

/** What answers a customer. */
export type AnsweredBy = 'shop_reply' | 'answered_elsewhere';

/** `broken`: not ended at `until`, or replaced after it. `extended`: replaced before it. */
export type PromiseState = 'standing' | 'kept' | 'broken' | 'extended' | 'withdrawn';

export interface ThreadPromise {
  /** Of its event. */
  readonly id: string;
  readonly madeAt: Instant;
  readonly until: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: AnsweredBy | 'completed' | 'withdrawn' | null;
  /** The id of the promise that it moved. */
  readonly extends: string | null;
  readonly state: PromiseState;
}

export type Status = 'unanswered' | 'answered' | 'completed';
export type EndedBy = AnsweredBy | 'completed' | 'message_deleted';

/** A stretch in which an episode was marked completed and later reopened: [from, to). */
export interface Pause {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Episode {
  /** Ids of all customer messages of this stretch, deleted ones too, in order; never empty. */
  readonly messages: readonly string[];
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: EndedBy | null;
  readonly pauses: readonly Pause[];
}

/** What the set of events of one inquiry says. */
export interface Thread {
  readonly status: Status;
  readonly episodes: readonly Episode[];
  /** In the order in which they were made. */
  readonly promises: readonly ThreadPromise[];
}
