// core tests: short ways to write calendars, policies and instants down. Trap: instants here are local to the zone given.

import { type Calendar, compileCalendar } from '../../src/core/calendar/calendar.ts';
import type { OutsideCalendar } from '../../src/core/calendar/outside-calendar.ts';
import type {
  CalendarSpec,
  ClosedEntry,
  CountingRule,
  EpochDay,
  Instant,
  MinuteRange,
  NationalHolidays,
  OpenEntry,
  Policy,
  StepLength,
  Weekday,
} from '../../src/core/model.ts';
import { WEEKDAYS } from '../../src/core/model.ts';
import { MINUTE_MS, parseDate } from '../../src/core/time/civil-date.ts';
import { parseInstant } from '../../src/core/time/instant.ts';
import { openZone } from '../../src/core/time/zone.ts';

export const NO_HOLIDAYS: NationalHolidays = () => new Map();

const PLAIN: CalendarSpec = {
  weeklyClosed: ['sat', 'sun'],
  nationalHolidays: null,
  hours: null,
  cutoff: null,
  closed: [],
  open: [],
  rms: false,
};

export function shop(
  spec: Partial<CalendarSpec> = {},
  zone = 'Asia/Tokyo',
  holidays: NationalHolidays = NO_HOLIDAYS,
  outside: readonly OutsideCalendar[] | null = null,
): Calendar {
  return compileCalendar({ ...PLAIN, ...spec }, openZone(zone), holidays, outside);
}

/** `2026-06-01` → its epoch day. */
export function day(text: string): EpochDay {
  const found = parseDate(text);
  if (found === null) throw new Error(`No date: ${text}`);
  return found;
}

/** An instant of RFC 3339; without an offset it is Japanese time: `2026-06-01T10:00`, or `2026-06-01` for its 00:00. */
export function at(text: string): Instant {
  const full = text.includes('T') ? text : `${text}T00:00`;
  const found = parseInstant(/Z$|[+-]\d\d:\d\d$/.test(full) ? full : `${full}+09:00`);
  if (found === null) throw new Error(`No instant: ${text}`);
  return found;
}

export function on(from: string, to = from, name = '休業'): ClosedEntry {
  return { kind: 'on', from: day(from), to: day(to), name };
}

/** `12-29`, `01-03` → a yearly closure. */
export function every(from: string, to = from, name = '毎年'): ClosedEntry {
  const [month, date] = from.split('-').map(Number) as [number, number];
  const [toMonth, toDate] = to.split('-').map(Number) as [number, number];
  return { kind: 'every', from: { month, day: date }, to: { month: toMonth, day: toDate }, name };
}

export function opened(from: string, hours: readonly MinuteRange[] | null = null, to = from, name = '営業'): OpenEntry {
  return { from: day(from), to: day(to), name, hours };
}

/** `09:00-12:00` → minutes. */
export function range(text: string): MinuteRange {
  const [from, to] = text.split('-').map((time) => {
    const [hours, minutes] = time.split(':').map(Number) as [number, number];
    return hours * 60 + minutes;
  }) as [number, number];
  return { from, to };
}

/** The same hours on every weekday. */
export function hours(...ranges: string[]): Record<Weekday, MinuteRange[]> {
  return Object.fromEntries(WEEKDAYS.map((weekday) => [weekday, ranges.map(range)])) as Record<Weekday, MinuteRange[]>;
}

/** `2d`, `3h`, `15m`. */
export function length(text: string): StepLength {
  const amount = Number.parseInt(text, 10);
  if (text.endsWith('d')) return { days: amount };
  return { openMs: amount * MINUTE_MS * (text.endsWith('h') ? 60 : 1) };
}

export function policy(counting: CountingRule, ...steps: [string, string, string]): Policy {
  const [flag, owner_alert, breach] = steps.map(length) as [StepLength, StepLength, StepLength];
  return { counting, after: { flag, owner_alert, breach } };
}

/** An instant as a short Japanese local time, for readable failures. */
export function japanese(instant: Instant): string {
  return new Date(instant + 9 * 60 * MINUTE_MS).toISOString().slice(0, 16);
}
