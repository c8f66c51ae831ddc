// core tests: the rules of RULES.md 3 once more, walked day by day with Temporal and nothing of the core's tables.
// Trap: slow on purpose; it must stay plain enough to be read against the text.

import { Temporal } from 'temporal-polyfill';
import type {
  CalendarSpec,
  ClosedEntry,
  EpochDay,
  Instant,
  MinuteRange,
  NationalHolidays,
  Policy,
  StepLength,
} from '../../../src/core/model.ts';
import { DAY_MS, formatDate, MINUTE_MS, parseDate, weekdayOf } from '../../../src/core/time/civil-date.ts';

/** The first existing instant of a local time, the earlier of two. */
export function referenceInstantOf(zone: string, day: EpochDay, wallMs: number): Instant {
  const wall = Temporal.PlainDate.from(formatDate(day)).toPlainDateTime().add({ milliseconds: wallMs });
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' });
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds;
  return earlier.getTimeZoneTransition('next')!.epochMilliseconds;
}

export class NoDay extends Error {}

export interface Reference {
  readonly spec: CalendarSpec;
  readonly zone: string;
  readonly holidays: NationalHolidays;
}

/** The due instant of one step. @throws NoDay */
export function referenceDue(shop: Reference, policy: Policy, length: StepLength, startedAt: Instant): Instant {
  const rule = policy.counting;
  const local = Temporal.Instant.fromEpochMilliseconds(startedAt).toZonedDateTimeISO(shop.zone);
  const date = parseDate(local.toPlainDate().toString())!;
  const wallMs = local.toPlainTime().since('00:00').total('milliseconds');
  if ('openMs' in length) return afterOpenTime(shop, length.openMs, date, startedAt);
  const late = isOpen(shop, date) && wallMs >= cutoffOf(shop, policy) * MINUTE_MS;
  if (rule === 'elapsed') {
    if (isOpen(shop, date) && !late) return instantOf(shop, nth(shop, date, length.days), wallMs);
    const start = next(shop, date);
    return instantOf(shop, nth(shop, start, length.days), (hoursOn(shop, start)?.[0]?.from ?? 0) * MINUTE_MS);
  }
  let received = date;
  if (late)
    do received++;
    while (!exists(shop, received));
  if (rule === 'day-end-shifted' && !isOpen(shop, received)) received = next(shop, received);
  const due = nth(shop, received, length.days);
  const { dueTime } = policy;
  return dueTime === undefined ? instantOf(shop, due + 1, 0) : instantOf(shop, due, dueTime * MINUTE_MS);
}

/** With a step of 0d its time of day is a cut-off too; the earlier of the two counts. */
function cutoffOf({ spec }: Reference, { after: { flag }, dueTime }: Policy): number {
  const isSameDay = 'days' in flag && flag.days === 0;
  return Math.min(spec.cutoff ?? Infinity, (isSameDay ? dueTime : undefined) ?? Infinity);
}

function afterOpenTime(shop: Reference, openMs: number, date: EpochDay, startedAt: Instant): Instant {
  let left = openMs;
  for (let day = date; ; day = next(shop, day)) {
    for (const range of (isOpen(shop, day) && hoursOn(shop, day)) || []) {
      const from = Math.max(startedAt, instantOf(shop, day, range.from * MINUTE_MS));
      const runs = instantOf(shop, day, range.to * MINUTE_MS) - from;
      if (runs >= left) return from + left;
      left -= Math.max(0, runs);
    }
  }
}

function nth(shop: Reference, from: EpochDay, days: number): EpochDay {
  let day = from;
  for (let n = 0; n < days; n++) day = next(shop, day);
  return day;
}

function next(shop: Reference, from: EpochDay): EpochDay {
  for (let day = from + 1; day <= from + 400; day++) if (isOpen(shop, day)) return day;
  throw new NoDay();
}

function isOpen(shop: Reference, day: EpochDay): boolean {
  const { spec } = shop;
  if (!exists(shop, day)) return false;
  if (spec.open.some((entry) => entry.from <= day && day <= entry.to)) return true;
  if (spec.weeklyClosed.includes(weekdayOf(day)) || spec.closed.some((entry) => closes(entry, day))) return false;
  return !spec.nationalHolidays || !shop.holidays(spec.nationalHolidays, Number(formatDate(day).slice(0, 4))).has(day);
}

function closes(entry: ClosedEntry, day: EpochDay): boolean {
  if (entry.kind === 'on') return entry.from <= day && day <= entry.to;
  const two = (value: number) => String(value).padStart(2, '0');
  const [from, to] = [entry.from, entry.to].map(({ month, day: date }) => `${two(month)}-${two(date)}`) as [
    string,
    string,
  ];
  const date = formatDate(day).slice(5);
  return from <= to ? from <= date && date <= to : from <= date || date <= to;
}

function hoursOn({ spec }: Reference, day: EpochDay): readonly MinuteRange[] | null {
  const own = spec.open.find((entry) => entry.from <= day && day <= entry.to)?.hours;
  return own ?? spec.hours?.[weekdayOf(day)] ?? null;
}

const startsOfDays = new Map<string, Instant>();

function exists(shop: Reference, day: EpochDay): boolean {
  return instantOf(shop, day, 0) < instantOf(shop, day + 1, 0);
}

function instantOf({ zone }: Reference, day: EpochDay, wallMs: number): Instant {
  if (wallMs === DAY_MS) return instantOf({ zone } as Reference, day + 1, 0);
  if (wallMs !== 0) return referenceInstantOf(zone, day, wallMs);
  // Temporal takes its time; starts of days are asked over and over.
  const key = `${zone} ${day}`;
  const known = startsOfDays.get(key) ?? referenceInstantOf(zone, day, 0);
  startsOfDays.set(key, known);
  return known;
}
