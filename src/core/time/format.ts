// Local times for people, in the shop's zone and language.
// A due instant at the start of a date is read as the end of the date before, so it is shown as its 24:00.

import type { EpochDay, Instant, Language, Weekday } from '../model.ts';
import { civil, MINUTE_MS, weekdayOf } from './civil-date.ts';
import type { Zone } from './zone.ts';

const WEEKDAY_NAMES: Readonly<Record<Language, Readonly<Record<Weekday, string>>>> = {
  ja: { sun: '日', mon: '月', tue: '火', wed: '水', thu: '木', fri: '金', sat: '土' },
  en: { sun: 'Sun', mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat' },
};
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** The short name of a weekday: `木`, `Thu`. */
export function weekdayName(weekday: Weekday, language: Language): string {
  return WEEKDAY_NAMES[language][weekday];
}

/** Whether the year is told. A year: it is told of the dates of every other one. */
export type WithYear = boolean | number;

/** A date without its weekday: `11/26`, `26 Nov`; with the year: `2026/11/26`, `26 Nov 2026`. */
export function formatMonthDay(day: EpochDay, language: Language, withYear: WithYear = false): string {
  const { year, month, day: date } = civil(day);
  const isTold = typeof withYear === 'number' ? year !== withYear : withYear;
  if (language === 'ja') return isTold ? `${year}/${month}/${date}` : `${month}/${date}`;
  return `${date} ${MONTHS[month - 1]}${isTold ? ` ${year}` : ''}`;
}

/** A date with its weekday: `11/26(木)`, `Thu 26 Nov`; with the year: `2026/11/26(木)`, `Thu 26 Nov 2026`. */
export function formatDay(day: EpochDay, language: Language, withYear: WithYear = false): string {
  const name = weekdayName(weekdayOf(day), language);
  const date = formatMonthDay(day, language, withYear);
  return language === 'ja' ? `${date}(${name})` : `${name} ${date}`;
}

/** A minute of the local day as `HH:MM`; 1440 is `24:00`. */
export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/** An instant (epoch ms) on the wall clock of a zone, to the minute: `11/26(木) 09:00`, `Thu 26 Nov 09:00`. */
export function formatLocal(instant: Instant, zone: Zone, language: Language, withYear: WithYear = false): string {
  const minute = Math.floor(zone.localMs(instant) / MINUTE_MS);
  return `${formatDay(zone.localDay(instant), language, withYear)} ${formatMinute(minute)}`;
}

/** A due instant: like `formatLocal`, but the start of a date is the 24:00 of the date before (RULES.md 3). */
export function formatDue(due: Instant, zone: Zone, language: Language, withYear: WithYear = false): string {
  const day = zone.localDay(due);
  if (due !== zone.startOfDay(day)) return formatLocal(due, zone, language, withYear);
  return `${formatDay(zone.localDay(due - 1), language, withYear)} 24:00`;
}
