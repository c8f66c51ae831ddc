// config: times of day and opening hours: "09:00-12:00", a list of them, or lists per weekday. Minutes of the local day.

import { type MinuteRange, WEEKDAYS, type Weekday } from '../../core/model.ts';
import { formatMinute } from '../../core/time/format.ts';
import { describe } from '../values/faults.ts';
import { inside, listOf, orNull, type Place, type Reader, readMap, refuse, whole } from '../values/readers.ts';

const RANGE = 'opening hours such as "09:00-18:00" (24:00 only as an end)';

export type WeekHours = Readonly<Partial<Record<Weekday, readonly MinuteRange[]>>>;

/** `HH:MM` before 24:00 as minutes of the day. */
export const timeOfDay: Reader<number> = (value, at) => {
  const minute = typeof value === 'string' ? minuteOf(value) : null;
  if (minute !== null && minute < 1440) return minute;
  return refuse(at, describe(value), 'a time from "00:00" to "23:59"', paddedHint(value));
};

/** One stretch of hours that runs forward inside a day. */
export const minuteRange: Reader<MinuteRange> = (value, at) => {
  const parts = typeof value === 'string' ? value.split('-') : [];
  const [from, to] = [minuteOf(parts[0] ?? ''), minuteOf(parts[1] ?? '')];
  if (parts.length !== 2 || from === null || to === null)
    return refuse(at, describe(value), RANGE, paddedHint(value) ?? sexagesimalHint(value));
  if (from >= to || from === 1440) return refuse(at, describe(value), 'hours that run forward within the day');
  return { from, to };
};

/** A day's hours, sorted; they may touch but not overlap. */
export function dayHours(least: 0 | 1): Reader<readonly MinuteRange[]> {
  const list = listOf(minuteRange, RANGE, least);
  return (value, at) => {
    const ranges = list(value, at);
    if (!ranges || ranges.includes(undefined)) return undefined;
    const sorted = whole(ranges).sort((a, b) => a.from - b.from);
    const clash = sorted.findIndex((range, i) => i > 0 && range.from < sorted[i - 1]!.to);
    if (clash < 0) return sorted;
    const found = `${formatRange(sorted[clash - 1]!)} and ${formatRange(sorted[clash]!)}`;
    return refuse(inside(at, ranges.indexOf(sorted[clash]!)), found, 'hours that do not overlap');
  };
}

/** The same hours every day (a list) or hours per weekday (a map); an empty list gives no hours (null). */
export const weekHours: Reader<WeekHours | null> = (value, at) => {
  if (Array.isArray(value)) {
    const hours = dayHours(0)(value, at);
    if (!hours) return undefined;
    return hours.length === 0 ? null : Object.fromEntries(WEEKDAYS.map((day) => [day, hours]));
  }
  if (typeof value !== 'object' || value === null)
    return refuse(at, describe(value), `a list of ${RANGE}, or a map of weekdays to such lists`);
  return perWeekday(value, at);
};

function perWeekday(value: object, at: Place): WeekHours | undefined {
  const shape = Object.fromEntries(WEEKDAYS.map((day) => [day, orNull(dayHours(1))]));
  const read = readMap(shape, value, at);
  if (!read || Object.values(read).includes(undefined)) return undefined;
  return Object.fromEntries(Object.entries(read).filter(([, hours]) => hours !== null)) as WeekHours;
}

/** `09:00-18:00` */
export function formatRange(range: MinuteRange): string {
  return `${formatMinute(range.from)}-${formatMinute(range.to)}`;
}

function minuteOf(text: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const [hour, minute] = [Number(match[1]), Number(match[2])];
  return minute < 60 && hour * 60 + minute <= 1440 ? hour * 60 + minute : null;
}

function paddedHint(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const half = value
    .normalize('NFKC')
    .replace(/\s|時$/g, '')
    .replace(/[~〜–—]/gu, '-');
  const fixed = half.replace(/\d+:\d+/g, (time) => time.padStart(5, '0'));
  const fits = fixed.split('-').every((part) => minuteOf(part) !== null) && fixed.split('-').length <= 2;
  return fits && fixed !== value ? `did you mean "${fixed}"?` : undefined;
}

function sexagesimalHint(value: unknown): string | undefined {
  return typeof value === 'number' ? 'put it between quotation marks' : undefined;
}
