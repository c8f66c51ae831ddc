// One window of days compiled into integers: after that a deadline is a table read.
// Trap: indexes, not epoch days; `first + index` is the epoch day.

import type { EpochDay, Instant, MinuteRange } from '../model.ts';
import { DAY_MS, MINUTE_MS } from '../time/civil-date.ts';
import { compileOpenTime, type OpenTime } from '../time/open-time.ts';
import type { Zone } from '../time/zone.ts';

/** The next business day may be this many days away, not more (RULES.md 3). */
export const MAX_GAP_DAYS = 400;

export interface DayTable {
  /** Epoch day of index 0. */
  readonly first: EpochDay;
  readonly size: number;
  /** UTC start of each local date; one more than `size`. A skipped date has no length. */
  readonly starts: Float64Array;
  /** 1 where a local date has 24 h and no offset change is near: there, wall clock = start + ms. */
  readonly regular: Uint8Array;
  /** Number of business days before an index; one more than `size`. */
  readonly opened: Int32Array;
  /** Indexes of the business days, in order. */
  readonly openDays: Int32Array;
  /** Per business day: how many gaps over 400 days lie before it in this window. */
  readonly longGaps: Int32Array;
  /** Whether any gap, also at the window's ends, is that long; false spares the look-ups their check. */
  readonly hasLongGap: boolean;
  /** The first opening of a date as ms of the wall clock; 0 when it has no hours. */
  readonly openingMs: Int32Array;
  /** Opening hours as instants; null when the calendar gives no hours. */
  readonly openTime: OpenTime | null;
}

/** What the tables are compiled from. */
export interface DaySource {
  readonly zone: Zone;
  isClosed(day: EpochDay): boolean;
  /** Hours of a business day. */
  hoursOn(day: EpochDay): readonly MinuteRange[] | null;
  readonly hasHours: boolean;
}

/** Compiles the dates first..last. A date without length is never a business day. */
export function compileDays(source: DaySource, first: EpochDay, last: EpochDay): DayTable {
  const size = last - first + 1;
  const starts = new Float64Array(size + 1);
  for (let i = 0; i <= size; i++) starts[i] = source.zone.startOfDay(first + i);
  const opened = new Int32Array(size + 1);
  const openDays = new Int32Array(size);
  let count = 0;
  for (let i = 0; i < size; i++) {
    if (starts[i]! < starts[i + 1]! && !source.isClosed(first + i)) openDays[count++] = i;
    opened[i + 1] = count;
  }
  const open = openDays.subarray(0, count);
  return {
    first,
    size,
    starts,
    regular: regularDays(source.zone, first, starts),
    opened,
    openDays: open,
    longGaps: countLongGaps(open),
    hasLongGap: longestGap(open, size) > MAX_GAP_DAYS,
    openingMs: openings(source, first, size, open),
    openTime: source.hasHours ? compileOpenTime(source, first, size, open) : null,
  };
}

function regularDays(zone: Zone, first: EpochDay, starts: Float64Array): Uint8Array {
  const size = starts.length - 1;
  const regular = new Uint8Array(size).fill(1);
  for (const change of zone.transitions(starts[0]! - 3 * DAY_MS, starts[size]! + 3 * DAY_MS)) {
    const near = zone.localDay(change) - first;
    // A wide margin is cheap: these days are only counted by the zone's own, slower arithmetic.
    regular.fill(0, Math.max(0, near - 2), Math.max(0, near + 3));
  }
  return regular;
}

function countLongGaps(open: Int32Array): Int32Array {
  const gaps = new Int32Array(open.length);
  for (let k = 1; k < open.length; k++) {
    gaps[k] = gaps[k - 1]! + (open[k]! - open[k - 1]! > MAX_GAP_DAYS ? 1 : 0);
  }
  return gaps;
}

function openings(source: DaySource, first: EpochDay, size: number, open: Int32Array): Int32Array {
  const openingMs = new Int32Array(size);
  if (!source.hasHours) return openingMs;
  for (const index of open) openingMs[index] = (source.hoursOn(first + index)?.[0]?.from ?? 0) * MINUTE_MS;
  return openingMs;
}

/** The longest way from one business day to the next, the window's ends taken as business days. */
function longestGap(open: Int32Array, size: number): number {
  let longest = 0;
  let last = -1;
  for (const index of open) {
    longest = Math.max(longest, index - last);
    last = index;
  }
  return Math.max(longest, size - last);
}

/** Index of the local date at an instant that lies well inside the table. */
export function indexOf(table: DayTable, zone: Zone, instant: Instant): number {
  const { starts } = table;
  let i = Math.floor((instant - starts[0]!) / DAY_MS);
  // Day lengths differ from 24 h by the offset's drift over the window only, so this moves by a day or two at most.
  if (i < 0) i = 0;
  else if (i >= table.size) i = table.size - 1;
  while (starts[i + 1]! <= instant) i++;
  while (starts[i]! > instant) i--;
  return table.regular[i] === 1 ? i : zone.localDay(instant) - table.first;
}

/** The instant of a local time on the date of an index. */
export function instantAt(table: DayTable, zone: Zone, index: number, wallMs: number): Instant {
  return table.regular[index] === 1 ? table.starts[index]! + wallMs : zone.instantOf(table.first + index, wallMs);
}

/** What the wall clock shows at an instant on the date of an index, as ms since 00:00. */
export function wallMsAt(table: DayTable, zone: Zone, index: number, instant: Instant): number {
  return table.regular[index] === 1 ? instant - table.starts[index]! : zone.localMs(instant);
}
