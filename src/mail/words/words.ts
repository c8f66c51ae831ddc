// Everything a mail says, as one type: each language fills it in one file (words-ja.ts, words-en.ts).
// Numbers come in as numbers and leave in a sentence, so that plurals are right in each language.

import type { StepLength } from '../../core/model.ts';
import type { LateReason } from '../../core/steps/lateness.ts';
import type { CalendarMatter } from '../calendar-facts.ts';
import type { IncidentMailFacts, MuteNote, OwnerMailState } from '../facts.ts';
import type { ListWords } from './list-words.ts';
import type { SubjectFrame } from './subject-frame.ts';

type IncidentAbout = NonNullable<IncidentMailFacts['about']>;

export interface Counts {
  readonly overdue: number;
  readonly due: number;
}

/** What an age, a remaining time or a length is counted in; `unit` picks the word. */
export interface TimeSpan {
  readonly hours: number;
  readonly minutes: number;
}

interface OwnerLead {
  readonly counts: Counts;
  /** null when the inquiries came in by different channels. */
  readonly channel: string | null;
  /** The step the inquiries have passed, null when they differ. */
  readonly alertAfter: StepLength | null;
}

export interface Words {
  readonly channel: (id: string) => string;
  /** `受注問い合わせ・配送` */
  readonly kind: (parts: readonly string[]) => string;
  readonly columns: {
    readonly inquiry: string;
    readonly received: string;
    readonly due: string;
    readonly left: string;
    readonly shop: string;
    readonly unknownSince: string;
  };
  /** A labelled value inside a text line: `受信 11/20(金) 10:12`. */
  readonly labelled: (label: string, value: string) => string;
  /** Joins labelled values of one text line. */
  readonly joinFacts: (parts: readonly string[]) => string;
  readonly left: {
    readonly overdue: { readonly value: string; readonly text: string };
    readonly today: { readonly value: string; readonly text: string };
    readonly todayUntil: (time: string) => { readonly value: string; readonly text: string };
    readonly days: (days: number) => { readonly value: string; readonly text: string };
    readonly open: (span: TimeSpan) => { readonly value: string; readonly text: string };
    readonly answered: (at: string) => { readonly value: string; readonly text: string };
  };
  readonly notes: {
    readonly stepDue: (after: StepLength | null, at: string) => string;
    /** Of so many: one row, or above all of them. */
    readonly late: Readonly<Record<LateReason, (inquiries: number) => string>>;
    readonly reminder: (number: number) => string;
    /** Why the owner is not told for now; texts of the staff are clipped. */
    readonly muted: (kind: MuteNote['kind'], about: { until: string; by: string; why: string }) => string;
    readonly provisional: string;
    /** Why it is told: what its notices are called. */
    readonly notice: (why: readonly string[]) => string;
    readonly item: (item: string) => string;
    readonly zone: (zone: string) => string;
  };
  readonly links: {
    readonly answer: (channel: string) => string;
    readonly detail: string;
    readonly board: string;
    /** To the form by which somebody takes it in hand. */
    readonly take: string;
    readonly system: string;
  };
  readonly more: (count: number) => string;
  readonly receiptsHeading: string;
  readonly counts: (counts: Counts) => string;
  readonly footer: {
    readonly dataAsOf: (at: string, age: TimeSpan | null) => string;
    readonly dataNever: string;
    readonly dataPushed: string;
    readonly sentAt: (at: string, zone: string | null) => string;
    readonly from: (sender: string) => string;
    readonly contact: (contacts: readonly string[]) => string;
    readonly sendOnly: string;
  };
  readonly owner: {
    /** From the fullest to the shortest; the first that fits is taken. `again`: the mail only reminds. */
    readonly subjects: (counts: Counts, day: string, channel: string | null, again: boolean) => readonly SubjectFrame[];
    readonly salutation: (shop: string) => string;
    /** To a contact of the shop, or to a person by name. */
    readonly contact: (shop: string, name: string, isPerson: boolean) => string;
    /** To whoever stands in for these people. */
    readonly standsInFor: (people: readonly string[]) => string;
    readonly lead: (facts: OwnerLead) => string;
    readonly nearest: (due: string, left: string) => string;
    /** The nearest deadline that can still be met, when others are missed already. */
    readonly next: (due: string, left: string) => string;
    readonly oldest: (due: string) => string;
    readonly alreadyTold: (count: number) => string;
    /** How many of the listed were told before. */
    readonly reminded: (count: number, all: boolean) => string;
    readonly muted: (count: number) => string;
    readonly howToMute: string;
    readonly caption: (count: number) => string;
  };
  readonly lists: ListWords;
  readonly clear: {
    readonly subject: (inquiries: number) => SubjectFrame;
    readonly lead: (inquiries: number) => string;
  };
  readonly goal: {
    readonly subject: (goals: number) => SubjectFrame;
    readonly lead: (goals: number) => string;
    readonly meaning: string;
    readonly caption: (goals: number) => string;
    readonly goal: string;
    readonly state: string;
    readonly reason: string;
    readonly why: Readonly<Record<'spent' | 'fast', string>>;
  };
  readonly season: {
    readonly subject: (season: string) => SubjectFrame;
    readonly lead: (season: string, dates: string) => string;
    readonly lastYear: (dates: string) => string;
    readonly never: string;
    readonly meaning: string;
    readonly link: string;
    readonly caption: string;
    readonly date: string;
    readonly counts: string;
    readonly open: string;
    readonly closed: (why: string) => string;
    readonly more: (days: number) => string;
    readonly whatToDo: (contacts: readonly string[]) => readonly string[];
  };
  readonly digest: {
    /** `dates` null: without them, when they do not fit. */
    readonly subject: (count: number, dates: string | null) => SubjectFrame;
    readonly lead: (dates: string) => string;
    readonly reach: (count: number, until: string) => string;
    readonly today: string;
    readonly caption: (count: number) => string;
    readonly step: string;
    readonly at: string;
  };
  readonly calendar: {
    readonly subject: (matters: number, onlyShop: string | null, shops: number) => string;
    readonly lead: (matters: number, shops: number) => string;
    readonly meaning: string;
    readonly headings: Readonly<Record<CalendarMatter['kind'], string>>;
    readonly remarks: Readonly<Record<CalendarMatter['kind'], string>>;
    readonly caption: (count: number) => string;
    readonly matter: string;
    readonly howTo: string;
  };
  readonly ops: {
    readonly subject: (counts: Counts, shops: number, onlyShop: string | null) => string;
    readonly lead: (counts: Counts, shops: number) => string;
    readonly answeredMeanwhile: (count: number) => string;
    readonly undeliverable: (shops: number) => string;
    readonly muted: (count: number) => string;
    readonly caption: (count: number) => string;
    readonly ownerMail: Readonly<Record<OwnerMailState, string>>;
    readonly moreShops: (shops: number, counts: Counts) => string;
    readonly group: (name: string, counts: Counts, shops: number) => string;
  };
  /** Why ops are written to, by the codes of service/blind-causes.ts; no text of anybody else. */
  readonly causes: {
    /** By kind of failure; `unknown` stands for every other. */
    readonly silent: Readonly<Record<string, string>> & { readonly unknown: string };
    readonly service: Readonly<
      Record<'queue' | 'tick' | 'clock' | 'loop' | 'disk' | 'drift' | 'vacuum' | 'canary', string>
    >;
    readonly config: Readonly<Record<'config' | 'held', string>>;
    readonly hook: Readonly<Record<'refused' | 'gone' | 'away', string>>;
    readonly chat: Readonly<Record<'refused' | 'unknown' | 'away', string>>;
    readonly undeliverable: string;
    readonly partly: string;
    readonly stuck: string;
    readonly limit: string;
    readonly contract: string;
    readonly calendar: string;
    readonly licenceUnreadable: string;
    /** 0: the last day, and after it. */
    readonly licence: (days: number) => string;
    /** What the daily proof of a day found. */
    readonly proof: (day: string, missing: number, late: number) => string;
  };
  readonly blind: {
    readonly subject: (shops: number, onlyShop: string | null, cause: string, about: IncidentAbout) => string;
    readonly lead: Readonly<Record<IncidentAbout, string>>;
    readonly cause: (cause: string) => string;
    readonly meaning: Readonly<Record<IncidentAbout, string>>;
    readonly affected: (shops: number) => string;
    readonly retry: string;
    readonly moreMails: (count: number) => string;
    readonly caption: string;
    readonly since: (at: string) => { readonly value: string; readonly text: string };
    readonly sinceUnknown: { readonly value: string; readonly text: string };
    readonly moreShops: (count: number) => string;
  };
}
