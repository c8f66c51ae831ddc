// Why a date is closed or open: one list of closers, read by the compiled tables and by every explanation alike.
// The order of the closers is the precedence of RULES.md 4; all that apply are told, none is skipped.

import type {
  Bilingual,
  CalendarSpec,
  ClosedEntry,
  EpochDay,
  MinuteRange,
  NationalHolidays,
  OpenEntry,
} from '../model.ts';
import { civil, weekdayOf } from '../time/civil-date.ts';
import { closesInRms, type FeedCalendar, type OutsideCalendar, type RmsCalendar } from './outside-calendar.ts';

/** `skipped`: the zone left this date out altogether (Pacific/Apia 2011-12-30). */
export type ClosedSource = 'skipped' | 'file' | 'yearly' | 'rms' | 'feed' | 'national' | 'weekly';

export interface ClosedReason {
  readonly source: ClosedSource;
  readonly name: Bilingual;
}

/** One cause of closing: its name on a date it closes, else null. */
export interface Closer {
  readonly source: ClosedSource;
  nameOn(day: EpochDay): Bilingual | null;
}

const WEEKLY: Bilingual = { ja: '定休日', en: 'weekly closed day' };
const RMS: Bilingual = { ja: 'RMSの休業日', en: 'closed in RMS' };

/**
 * What closes a calendar's dates, strongest first (RULES.md 4): the file's one-off and yearly closures, RMS (only
 * when the calendar takes it) and imported calendars, national holidays, the weekly list. Open dates are not looked at.
 */
export function closersOf(
  spec: CalendarSpec,
  holidays: NationalHolidays,
  outside: readonly OutsideCalendar[],
): readonly Closer[] {
  const once = spec.closed.filter((entry) => entry.kind === 'on').map(closerOf);
  const yearly = spec.closed.filter((entry) => entry.kind === 'every').map(closerOf);
  const closers: Closer[] = [...once, ...yearly];
  for (const calendar of outside) {
    if (calendar.source === 'feed') closers.push(feedCloser(calendar));
    else if (spec.rms) closers.push(rmsCloser(calendar, holidays));
  }
  const country = spec.nationalHolidays;
  if (country !== null) closers.push({ source: 'national', nameOn: (day) => holidayOn(holidays, country, day) });
  const weekdays = new Set(spec.weeklyClosed);
  closers.push({ source: 'weekly', nameOn: (day) => (weekdays.has(weekdayOf(day)) ? WEEKLY : null) });
  return closers;
}

/** The open entry that covers a date (the first, when several do), or null. */
export function openEntryOn(spec: CalendarSpec, day: EpochDay): OpenEntry | null {
  return spec.open.find((entry) => entry.from <= day && day <= entry.to) ?? null;
}

/** The opening hours of a date, were it open: the open entry's own, else its weekday's, in order; null when none are given. */
export function hoursOn(spec: CalendarSpec, day: EpochDay): readonly MinuteRange[] | null {
  const own = openEntryOn(spec, day)?.hours ?? spec.hours?.[weekdayOf(day)] ?? null;
  return own && [...own].sort((a, b) => a.from - b.from);
}

/** Whether national holidays close the shop, by its file or by RMS. */
export function closesOnHolidays(spec: CalendarSpec, outside: readonly OutsideCalendar[]): boolean {
  if (spec.nationalHolidays !== null) return true;
  return (
    spec.rms && outside.some((one) => one.source === 'rms' && one.parts.at(-1)?.closures.nationalHolidays === true)
  );
}

/** Whether a closure of the file covers a date. */
export function isCoveredBy(entry: ClosedEntry, day: EpochDay): boolean {
  if (entry.kind === 'on') return entry.from <= day && day <= entry.to;
  const { month, day: date } = civil(day);
  const at = month * 100 + date;
  const from = entry.from.month * 100 + entry.from.day;
  const to = entry.to.month * 100 + entry.to.day;
  return from <= to ? from <= at && at <= to : at >= from || at <= to;
}

function closerOf(entry: ClosedEntry): Closer {
  const name = sameInBoth(entry.name);
  const source = entry.kind === 'on' ? 'file' : 'yearly';
  return { source, nameOn: (day) => (isCoveredBy(entry, day) ? name : null) };
}

function rmsCloser(calendar: RmsCalendar, holidays: NationalHolidays): Closer {
  return { source: 'rms', nameOn: (day) => (closesInRms(calendar, day, holidays) ? RMS : null) };
}

/** The entry's own name, and whose calendar it stands in. */
function feedCloser(feed: FeedCalendar): Closer {
  const names = new Map(
    feed.days.map(({ day, name }) => [day, { ja: `${name}（${feed.name}）`, en: `${name} (${feed.name})` }]),
  );
  return { source: 'feed', nameOn: (day) => names.get(day) ?? null };
}

function holidayOn(holidays: NationalHolidays, country: string, day: EpochDay): Bilingual | null {
  return holidays(country, civil(day).year).get(day) ?? null;
}

/** Names in the file are the shop's own words: shown as they are in every language. */
function sameInBoth(name: string): Bilingual {
  return { ja: name, en: name };
}
