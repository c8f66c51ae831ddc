// Civil dates as integers (days since 1970-01-01). Trap: a Date object here is only arithmetic in UTC, never local time.

import type { EpochDay, Weekday } from '../model.ts';
import { WEEKDAYS } from '../model.ts';

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;

export interface CivilDate {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
  /** 1..31 */
  readonly day: number;
}

/** The epoch day of a date of the proleptic Gregorian calendar; a day past the month's end runs on. */
export function epochDay(year: number, month: number, day: number): EpochDay {
  // Not Date.UTC: it reads the years 0..99 as 19xx.
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS;
}

/** Year, month and day of an epoch day. */
export function civil(day: EpochDay): CivilDate {
  const found = known[day];
  if (found !== undefined) return found;
  const date = computed(day);
  if (day >= 0 && day < KNOWN_UNTIL) known[day] = date;
  return date;
}

/** 1970 to 2106: yearly closures and holidays ask for the same days again and again, of each shop. */
const KNOWN_UNTIL: EpochDay = 50_000;
// As long as it gets: an array that is filled from the middle becomes a slow dictionary.
const known: (CivilDate | undefined)[] = new Array(KNOWN_UNTIL);

function computed(day: EpochDay): CivilDate {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The weekday of an epoch day (day 0 was a Thursday). */
export function weekdayOf(day: EpochDay): Weekday {
  return WEEKDAYS[(((day + 4) % 7) + 7) % 7]!;
}

/** The Monday of the week in which a date lies. */
export const mondayOf = (day: EpochDay): EpochDay => day - ((WEEKDAYS.indexOf(weekdayOf(day)) + 6) % 7);

/** Reads `YYYY-MM-DD`; null when it is not written so or the date does not exist. */
export function parseDate(text: string): EpochDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = epochDay(Number(match[1]), Number(match[2]), Number(match[3]));
  return formatDate(day) === text ? day : null;
}

/** `YYYY-MM-DD` of an epoch day. */
export function formatDate(day: EpochDay): string {
  const { year, month, day: date } = civil(day);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
