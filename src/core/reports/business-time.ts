// How long a reply took in business time, and which of many such times stand for all of them.
// The calendar is the one in force when the report is read, also for episodes counted with an older one.

import type { Calendar } from '../calendar/calendar.ts';
import { type DayTable, indexOf } from '../calendar/day-table.ts';
import type { CalendarSpec, Instant, Language } from '../model.ts';
import { DAY_MS, MINUTE_MS } from '../time/civil-date.ts';
import { openMsBefore } from '../time/open-time.ts';
import { openTimeInWords } from '../time/words.ts';

const HOUR_MS = 60 * MINUTE_MS;

/**
 * A measure of business ms between two instants (epoch ms, from ≤ to): inside the opening hours when the shop's week has
 * some, else all hours of its business days. Tables are compiled once, so a hundred thousand replies are quick.
 * @throws RangeError outside the years 1900 to 2199.
 */
export function businessTime(calendar: Calendar): (from: Instant, to: Instant) => number {
  let compiled: { readonly table: DayTable; openMsAt(at: Instant): number } | null = null;
  return (from, to) => {
    calendar.tableAt(from);
    // Windows only grow, so the second answer's table holds both instants.
    const table = calendar.tableAt(to);
    if (compiled?.table !== table) compiled = { table, openMsAt: openMsIn(calendar, table) };
    return compiled.openMsAt(to) - compiled.openMsAt(from);
  };
}

function openMsIn({ spec, zone }: Calendar, table: DayTable): (at: Instant) => number {
  const { openTime, starts } = table;
  if (spec.hours !== null && openTime !== null) return (at) => openMsBefore(openTime, indexOf(table, zone, at), at);
  const before = openDayTotals(table);
  return (at) => {
    const i = indexOf(table, zone, at);
    const length = before[i + 1]! - before[i]!;
    return before[i]! + Math.min(length, Math.max(0, at - starts[i]!));
  };
}

/** Ms of business days before an index; one more than there are days. */
function openDayTotals({ size, opened, starts }: DayTable): Float64Array {
  const before = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) {
    const isOpen = opened[i + 1]! > opened[i]!;
    before[i + 1] = before[i]! + (isOpen ? starts[i + 1]! - starts[i]! : 0);
  }
  return before;
}

/**
 * What one business day is when business time is put into words: the longest opening time of a weekday, or 24 h for a
 * shop without hours. In ms.
 */
export function businessDayMs({ hours }: CalendarSpec): number {
  if (hours === null) return DAY_MS;
  const lengths = Object.values(hours).map((ranges) => ranges.reduce((sum, { from, to }) => sum + to - from, 0));
  return Math.max(1, ...lengths) * MINUTE_MS;
}

/** Business ms in words, rounded down: `1営業日 3時間`, `1 business day 3 h`; below a day to the minute. */
export function businessTimeInWords(ms: number, dayMs: number, language: Language): string {
  const days = Math.floor(ms / dayMs);
  if (days === 0) return openTimeInWords(Math.floor(ms / MINUTE_MS) * MINUTE_MS, language);
  const rest = Math.floor((ms % dayMs) / HOUR_MS) * HOUR_MS;
  const whole = language === 'ja' ? `${days}営業日` : `${days} business ${days === 1 ? 'day' : 'days'}`;
  return rest === 0 ? whole : `${whole} ${openTimeInWords(rest, language)}`;
}

/**
 * The nearest-rank percentile: of n values in rising order the one at place ⌈share · n⌉, so always a value that
 * happened. `share` is above 0 and at most 1 (0.5: the median). Null without values.
 */
export function nearestRank(rising: ArrayLike<number>, share: number): number | null {
  return rising.length === 0 ? null : rising[Math.ceil(share * rising.length) - 1]!;
}
