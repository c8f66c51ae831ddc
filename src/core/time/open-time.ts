// Opening hours as instants with running totals, for steps in business hours and minutes (RULES.md 3).
// Totals are real elapsed ms, so an opening over a DST change has its real length.

import type { EpochDay, Instant, MinuteRange } from '../model.ts';
import { MINUTE_MS } from './civil-date.ts';
import type { Zone } from './zone.ts';

/** The open intervals [from, to) of a window, in order. */
export interface OpenTime {
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** Open ms before an interval; one more than there are intervals. */
  readonly before: Float64Array;
  /** Day index of an interval. */
  readonly day: Int32Array;
  /** The first interval on or after a day index; one more than there are days. */
  readonly firstOn: Int32Array;
}

interface HoursSource {
  readonly zone: Zone;
  hoursOn(day: EpochDay): readonly MinuteRange[] | null;
}

/** Compiles the opening hours of the business days (indexes from `first`); an opening that DST swallows is left out. */
export function compileOpenTime(source: HoursSource, first: EpochDay, size: number, openDays: Int32Array): OpenTime {
  const from: number[] = [];
  const to: number[] = [];
  const day: number[] = [];
  for (const index of openDays) {
    for (const range of source.hoursOn(first + index) ?? []) {
      const start = source.zone.instantOf(first + index, range.from * MINUTE_MS);
      const end = source.zone.instantOf(first + index, range.to * MINUTE_MS);
      if (start >= end) continue;
      from.push(start);
      to.push(end);
      day.push(index);
    }
  }
  return {
    from: Float64Array.from(from),
    to: Float64Array.from(to),
    before: runningTotal(from, to),
    day: Int32Array.from(day),
    firstOn: firstIntervals(day, size),
  };
}

function runningTotal(from: readonly number[], to: readonly number[]): Float64Array {
  const before = new Float64Array(from.length + 1);
  for (let j = 0; j < from.length; j++) before[j + 1] = before[j]! + to[j]! - from[j]!;
  return before;
}

function firstIntervals(day: readonly number[], size: number): Int32Array {
  const firstOn = new Int32Array(size + 1);
  let j = 0;
  for (let i = 0; i <= size; i++) {
    while (j < day.length && day[j]! < i) j++;
    firstOn[i] = j;
  }
  return firstOn;
}

/** Open ms from the window's start to an instant on the date of an index. */
export function openMsBefore(time: OpenTime, index: number, instant: Instant): number {
  let j = time.firstOn[index]!;
  while (j < time.to.length && time.to[j]! <= instant) j++;
  return j === time.from.length ? time.before[j]! : time.before[j]! + Math.max(0, instant - time.from[j]!);
}

/**
 * The interval in which the running total reaches `total`, or -1 when the window has less open time. The instant is
 * `from[j] + total - before[j]`: where a closing and the total meet, the closing boundary itself (RULES.md 3).
 */
export function intervalReaching(time: OpenTime, total: number): number {
  const { before } = time;
  if (before[before.length - 1]! < total) return -1;
  let low = 0;
  let high = before.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (before[middle]! < total) low = middle;
    else high = middle;
  }
  return low;
}
