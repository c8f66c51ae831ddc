// A shop's calendar, compiled: tables over a window of days that grows when a question falls outside it.
// The window is a cache and nothing else; every answer is the same whatever was asked before.

import type { Bilingual, CalendarSpec, EpochDay, Instant, MinuteRange, NationalHolidays } from '../model.ts';
import { civil, DAY_MS, epochDay, formatDate } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import { type ClosedReason, type Closer, closersOf, closesOnHolidays, hoursOn, openEntryOn } from './day-reasons.ts';
import { compileDays, type DaySource, type DayTable, MAX_GAP_DAYS } from './day-table.ts';
import { EQUINOX_OFFICIAL_UNTIL } from './holiday-act.ts';
import type { OutsideCalendar } from './outside-calendar.ts';

export type { ClosedReason, ClosedSource } from './day-reasons.ts';

/** What a date is and why. `overruled` are the reasons that an open entry of the file beats (empty on other dates). */
export interface DayInfo {
  readonly open: boolean;
  readonly closedBy: readonly ClosedReason[];
  readonly openBy: string | null;
  readonly overruled: readonly ClosedReason[];
  /** Opening hours of a business day, null when none are given or the date is closed. */
  readonly hours: readonly MinuteRange[] | null;
}

export interface Calendar {
  readonly spec: CalendarSpec;
  readonly zone: Zone;
  /** Instants beyond this one depend on holidays not yet announced; infinite when holidays do not close the shop. */
  readonly provisionalAfter: Instant;
  isOpen(day: EpochDay): boolean;
  dayInfo(day: EpochDay): DayInfo;
  /** The first business day after a date. @throws NoBusinessDayError when it is more than 400 days away. */
  nextOpenDay(day: EpochDay): EpochDay;
  /** Tables that hold the instant with a year around it. @throws RangeError outside the years 1900 to 2199. */
  tableAt(instant: Instant): DayTable;
  /** Tables that reach further than the given ones. @throws RangeError past the year 2999. */
  tableBeyond(table: DayTable): DayTable;
}

/** No business day within 400 days: there is no deadline (RULES.md 3). */
export class NoBusinessDayError extends Error {
  readonly code = 'no-business-day';
  /** The date after which none was found. */
  readonly after: EpochDay;

  constructor(after: EpochDay) {
    super(`No business day within ${MAX_GAP_DAYS} days after ${formatDate(after)}`);
    this.name = 'NoBusinessDayError';
    this.after = after;
  }
}

// A day of grace on both sides: the years are meant as written, in any offset.
const EARLIEST_INSTANT = epochDay(1899, 12, 31) * DAY_MS;
const LATEST_INSTANT = epochDay(2200, 1, 2) * DAY_MS;
const LAST_DAY = epochDay(2999, 12, 31);

const SKIPPED: ClosedReason = {
  source: 'skipped',
  name: { ja: '存在しない日', en: 'date skipped by the time zone' },
};

/**
 * Compiles a checked calendar. National holidays are asked at most once per year and country.
 * `outside` is what RMS and imported calendars close, as far as known; RMS counts only where the calendar takes it.
 */
export function compileCalendar(
  spec: CalendarSpec,
  zone: Zone,
  holidays: NationalHolidays,
  outside: readonly OutsideCalendar[] | null,
): Calendar {
  const closers = closersOf(spec, askedOnce(holidays), outside ?? []);
  const source: DaySource = {
    zone,
    isClosed: (day) => openEntryOn(spec, day) === null && closers.some((closer) => closer.nameOn(day) !== null),
    hoursOn: (day) => hoursOn(spec, day),
    hasHours: spec.hours !== null || spec.open.some((entry) => entry.hours !== null),
  };
  const exists = (day: EpochDay) => zone.startOfDay(day) < zone.startOfDay(day + 1);
  const isOpen = (day: EpochDay) => exists(day) && !source.isClosed(day);
  return {
    spec,
    zone,
    provisionalAfter: closesOnHolidays(spec, outside ?? [])
      ? zone.startOfDay(EQUINOX_OFFICIAL_UNTIL + 1)
      : Number.POSITIVE_INFINITY,
    isOpen,
    dayInfo: (day) => describeDay(spec, exists(day), closers, day),
    nextOpenDay: (day) => nextWhere(isOpen, day),
    ...growingTables(source),
  };
}

function askedOnce(holidays: NationalHolidays): NationalHolidays {
  const known = new Map<string, Map<number, ReadonlyMap<EpochDay, Bilingual>>>();
  return (country, year) => {
    let years = known.get(country);
    if (years === undefined) {
      years = new Map();
      known.set(country, years);
    }
    let found = years.get(year);
    if (found === undefined) {
      found = holidays(country, year);
      years.set(year, found);
    }
    return found;
  };
}

function describeDay(spec: CalendarSpec, exists: boolean, closers: readonly Closer[], day: EpochDay): DayInfo {
  const reasons = closers.flatMap(({ source, nameOn }) => {
    const name = nameOn(day);
    return name ? [{ source, name }] : [];
  });
  if (!exists) return { open: false, closedBy: [SKIPPED, ...reasons], openBy: null, overruled: [], hours: null };
  const entry = openEntryOn(spec, day);
  if (entry) return { open: true, closedBy: [], openBy: entry.name, overruled: reasons, hours: hoursOn(spec, day) };
  const open = reasons.length === 0;
  return { open, closedBy: reasons, openBy: null, overruled: [], hours: open ? hoursOn(spec, day) : null };
}

function nextWhere(isOpen: (day: EpochDay) => boolean, after: EpochDay): EpochDay {
  for (let day = after + 1; day <= after + MAX_GAP_DAYS; day++) if (isOpen(day)) return day;
  throw new NoBusinessDayError(after);
}

/** The window starts as the year of the first question with one on each side, and only ever grows. */
function growingTables(source: DaySource): Pick<Calendar, 'tableAt' | 'tableBeyond'> {
  let table: DayTable | null = null;
  let safeFrom = Number.POSITIVE_INFINITY;
  let safeTo = Number.NEGATIVE_INFINITY;
  const compile = (first: EpochDay, last: EpochDay): DayTable => {
    table = compileDays(source, first, last);
    // Never past the supported years, however far the window has grown: what is refused stays refused.
    safeFrom = Math.max(table.starts[3]!, EARLIEST_INSTANT);
    safeTo = Math.min(table.starts[table.size - 3]!, LATEST_INSTANT);
    return table;
  };
  const around = (instant: Instant): DayTable => {
    assertSupported(instant);
    const { year } = civil(Math.floor(instant / DAY_MS));
    const first = epochDay(year - 1, 1, 1);
    const last = epochDay(year + 1, 12, 31);
    if (!table) return compile(first, last);
    return compile(Math.min(first, table.first), Math.max(last, table.first + table.size - 1));
  };
  const beyond = (from: DayTable): DayTable => {
    const last = from.first + from.size - 1;
    if (last >= LAST_DAY) throw new RangeError('The deadline lies beyond the year 2999');
    if (table && table.first + table.size - 1 > last) return table;
    return compile(from.first, Math.min(last + from.size, LAST_DAY));
  };
  return {
    tableAt: (instant) => (instant >= safeFrom && instant < safeTo ? table! : around(instant)),
    tableBeyond: beyond,
  };
}

function assertSupported(instant: Instant): void {
  if (instant >= EARLIEST_INSTANT && instant < LATEST_INSTANT) return;
  throw new RangeError(`The instant ${describeInstant(instant)} lies outside the years 1900 to 2199`);
}

function describeInstant(instant: Instant): string {
  return Number.isFinite(instant) && Math.abs(instant) <= 8.64e15 ? new Date(instant).toISOString() : String(instant);
}
