// What calendars outside the shop's file close: RMS over time, and imported calendars (RULES.md 4).
// RMS looks forward only, so what it said of a past date is kept when a newer answer no longer speaks of it.

import type { EpochDay, NationalHolidays, RmsClosures } from '../model.ts';
import { civil, weekdayOf } from '../time/civil-date.ts';

/** What RMS closed from a date until the next part's; the first part also holds for the dates before it. */
export interface RmsPart {
  readonly from: EpochDay;
  readonly closures: RmsClosures;
}

export interface RmsCalendar {
  readonly source: 'rms';
  /** Oldest first; neighbours differ in what they close regularly. */
  readonly parts: readonly RmsPart[];
}

export interface FeedDay {
  readonly day: EpochDay;
  /** The entry's own name. */
  readonly name: string;
}

/** An all-day entry of an imported calendar that cannot be read: where, what was found, what is allowed. */
export interface UnreadEntry {
  /** Counted from 1. */
  readonly line: number;
  /** Its title; empty for none. */
  readonly name: string;
  /** The date on which it begins, where that much can be read. */
  readonly from: EpochDay | null;
  /** The property, as in `DTEND`. */
  readonly field: string;
  /** A little of what stands there; empty for nothing. */
  readonly found: string;
  readonly allowed:
    | 'date'
    | 'duration'
    | 'after-start'
    | 'length'
    | 'once'
    | 'shorter'
    | 'fewer'
    | 'property'
    | 'frequency'
    | 'whole'
    | 'weekday'
    | 'numbers'
    | 'rule'
    | 'steps';
}

/** An imported calendar: it speaks for all its dates anew each time it is read. */
export interface FeedCalendar {
  readonly source: 'feed';
  readonly name: string;
  /** In order, each date once. */
  readonly days: readonly FeedDay[];
  /** What could not be read of it; left out when that is nothing. In force it is what a person agreed to leave out. */
  readonly unread?: readonly UnreadEntry[];
}

export type OutsideCalendar = RmsCalendar | FeedCalendar;

/** The country whose HOLIDAY an RMS calendar means. */
const RMS_COUNTRY = 'JP';

/**
 * The RMS calendar after an answer that was read on `today`: each date has what the newest answer that covered it says,
 * so earlier dates keep what was known for them then.
 */
export function extendRms(parts: readonly RmsPart[], today: EpochDay, closures: RmsClosures): readonly RmsPart[] {
  const last = parts.at(-1);
  const answer = { ...closures, days: closures.days.filter((day) => day >= today) };
  if (last === undefined) return [{ from: today, closures: answer }];
  const earlier = parts.slice(0, -1);
  const past = last.closures.days.filter((day) => day < today);
  if (closeAlike(last.closures, answer))
    return [...earlier, { from: last.from, closures: { ...answer, days: [...past, ...answer.days] } }];
  if (last.from >= today) return extendRms(earlier, today, closures);
  return [
    ...earlier,
    { from: last.from, closures: { ...last.closures, days: past } },
    { from: today, closures: answer },
  ];
}

/** Whether RMS closes a date for inquiries. */
export function closesInRms({ parts }: RmsCalendar, day: EpochDay, holidays: NationalHolidays): boolean {
  const { closures } = parts.findLast((part) => part.from <= day) ?? parts[0] ?? {};
  if (closures === undefined) return false;
  return (
    closures.days.includes(day) ||
    closures.weekdays.includes(weekdayOf(day)) ||
    (closures.nationalHolidays && holidays(RMS_COUNTRY, civil(day).year).has(day))
  );
}

/** Whether somebody entered this very date outside: an event date in RMS, an entry of an imported calendar. */
export function isEntered(calendar: OutsideCalendar, day: EpochDay): boolean {
  if (calendar.source === 'rms') return calendar.parts.some(({ closures }) => closures.days.includes(day));
  return calendar.days.some((entry) => entry.day === day);
}

/** The dates of [from, to] on which exactly one of two calendars is closed. */
export function differingDays(
  before: OutsideCalendar,
  after: OutsideCalendar,
  span: { readonly from: EpochDay; readonly to: EpochDay },
  holidays: NationalHolidays,
): EpochDay[] {
  const days = Array.from({ length: span.to - span.from + 1 }, (_, n) => span.from + n);
  return days.filter((day) => closesOutside(before, day, holidays) !== closesOutside(after, day, holidays));
}

/** Whether a calendar of any kind closes a date. */
export function closesOutside(calendar: OutsideCalendar, day: EpochDay, holidays: NationalHolidays): boolean {
  return calendar.source === 'rms'
    ? closesInRms(calendar, day, holidays)
    : calendar.days.some((entry) => entry.day === day);
}

function closeAlike(a: RmsClosures, b: RmsClosures): boolean {
  return a.nationalHolidays === b.nationalHolidays && a.weekdays.join() === b.weekdays.join();
}

/** Why an answer is not taken without a person's word. */
export type Doubt = { readonly why: 'wipe' | 'many' | 'unread'; readonly days: readonly EpochDay[] };

/** How far ahead an answer is compared with what is in force, and how many dates may change without a question. */
const DOUBT_AHEAD_DAYS = 60;
const DOUBT_ABOVE_DAYS = 10;

/**
 * Whether an answer should be confirmed before it counts: an entry of it cannot be read that nobody agreed to leave out,
 * it closes nothing any more although dates of the next 60 days are closed now, or it changes more than 10 of them
 * (RMS.md: a sudden empty calendar is held). Null: take it. A first answer (`inForce` null) is doubted only for the
 * first reason.
 */
export function doubtAbout(
  inForce: OutsideCalendar | null,
  answer: OutsideCalendar,
  today: EpochDay,
  holidays: NationalHolidays,
): Doubt | null {
  if (newlyUnread(inForce, answer).length > 0) return { why: 'unread', days: [] };
  if (inForce === null) return null;
  const days = differingDays(inForce, answer, { from: today, to: today + DOUBT_AHEAD_DAYS - 1 }, holidays);
  if (days.length > 0 && closesNothingFrom(answer, today)) return { why: 'wipe', days };
  return days.length > DOUBT_ABOVE_DAYS ? { why: 'many', days } : null;
}

/** What cannot be read of an answer and is not left out already. */
function newlyUnread(inForce: OutsideCalendar | null, answer: OutsideCalendar): UnreadEntry[] {
  const agreed = new Set(unreadOf(inForce).map(unreadKey));
  return unreadOf(answer).filter((entry) => !agreed.has(unreadKey(entry)));
}

/** The same from read to read: the line of an entry changes when others come. */
export function unreadKey({ name, from, field, found, allowed }: UnreadEntry): string {
  return JSON.stringify([name, from, field, found, allowed]);
}

/** What could not be read of a calendar, which only an imported one has. */
export function unreadOf(calendar: OutsideCalendar | null): readonly UnreadEntry[] {
  return calendar?.source === 'feed' ? (calendar.unread ?? []) : [];
}

function closesNothingFrom(calendar: OutsideCalendar, today: EpochDay): boolean {
  if (calendar.source === 'feed') return calendar.days.every(({ day }) => day < today);
  const closures = calendar.parts.at(-1)?.closures;
  if (closures === undefined) return true;
  return closures.weekdays.length === 0 && !closures.nationalHolidays && closures.days.every((day) => day < today);
}
