// What the lists of the day and of the week say, as one type: list-words-ja.ts and list-words-en.ts fill it in.

import type { Step } from '../../core/model.ts';
import type { Kept, MorningPartName } from '../list-facts.ts';
import type { SubjectFrame } from './subject-frame.ts';

/** How many inquiries a morning list has, in all and of those that decide what it is called. */
export interface MorningCounts {
  readonly today: number;
  readonly overdue: number;
  readonly all: number;
}

export interface ListWords {
  /** To whom: the owner, ops, or a contact of the shop. */
  readonly salutation: (shop: string, to: string) => string;
  /** Nobody has it in hand. */
  readonly free: string;
  /** The column of who has it in hand. */
  readonly hand: string;
  readonly inHandSince: (by: string, since: string) => string;
  readonly morning: {
    readonly subjects: (counts: MorningCounts, day: string) => readonly SubjectFrame[];
    readonly lead: (counts: MorningCounts, day: string) => string;
    readonly headings: Readonly<Record<MorningPartName, (count: number) => string>>;
    readonly caption: (count: number) => string;
    readonly reaches: string;
    readonly overdue: (due: string) => string;
    readonly muted: (count: number) => string;
    readonly onlyOnBusinessDays: string;
  };
  readonly weekly: {
    readonly subjects: (late: number, dates: string) => readonly SubjectFrame[];
    readonly lead: (dates: string) => string;
    readonly counts: (inquiries: number, late: number) => string;
    readonly open: (unanswered: number, overdue: number) => string;
    readonly weeks: string;
    readonly weeksCaption: (weeks: number) => string;
    readonly week: string;
    /** A week of the table, by its Monday. */
    readonly weekFrom: (day: string) => string;
    readonly inquiries: string;
    readonly inquiryCount: (count: number) => string;
    /** A step's column; `length` as the shop counts it. */
    readonly within: (length: string) => string;
    readonly kept: (kept: Kept) => string;
    readonly beganIn: string;
    readonly late: (count: number) => string;
    readonly lateCaption: (count: number) => string;
    readonly end: string;
    readonly ended: (at: string, isAnswered: boolean) => string;
    readonly stillOpen: string;
    readonly due: (count: number) => string;
    readonly dueCaption: string;
    readonly noneDue: string;
    readonly date: string;
    readonly closed: string;
    readonly closedCaption: string;
    readonly noneClosed: string;
    readonly why: string;
    readonly report: string;
    readonly goals: string;
    readonly goalsCaption: string;
    readonly goal: string;
    readonly stands: string;
    readonly asked: (count: number) => string;
    readonly askedCaption: string;
    readonly about: string;
    readonly askedCount: (now: number, before: number) => string;
    readonly askedPage: string;
    readonly noItem: string;
  };
  readonly group: {
    readonly subject: (late: number, dates: string, group: string) => string;
    readonly lead: (group: string, dates: string) => string;
    readonly caption: (shops: number) => string;
    readonly within: Readonly<Record<Step, string>>;
    readonly kept: string;
    readonly late: string;
    readonly unanswered: string;
    readonly more: (shops: number) => string;
    readonly keptRemark: string;
  };
}
