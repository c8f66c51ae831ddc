// The three counting rules and business hours (RULES.md 3): a deadline is a few table reads.
// Cut-off and counting rule matter only to steps in days; steps in hours know nothing but opening hours.

import { type Calendar, NoBusinessDayError } from '../calendar/calendar.ts';
import { type DayTable, indexOf, instantAt, MAX_GAP_DAYS, wallMsAt } from '../calendar/day-table.ts';
import type { Deadlines, EpochDay, Instant, Policy, StepLength } from '../model.ts';
import { MINUTE_MS } from '../time/civil-date.ts';
import { intervalReaching, type OpenTime, openMsBefore } from '../time/open-time.ts';

export { NoBusinessDayError } from '../calendar/calendar.ts';

/** CONTRACT.md: without a policy, `day-end` after 1, 2 and 3 business days. */
export const DEFAULT_POLICY: Policy = {
  counting: 'day-end',
  after: { flag: { days: 1 }, owner_alert: { days: 2 }, breach: { days: 3 } },
};

/**
 * The three due instants (epoch ms) of an episode that starts at `startedAt` (RULES.md 3), and whether they depend on
 * holidays not yet announced (RULES.md 4). In time means before the due instant.
 * @throws NoBusinessDayError when any of the three needs a business day more than 400 days away.
 * @throws RangeError outside the years 1900 to 2199, or for hours on a calendar without opening hours.
 */
export function computeDeadlines(calendar: Calendar, policy: Policy, startedAt: Instant): Deadlines {
  const due = (length: StepLength) => stepDue(calendar, policy, length, startedAt);
  const { flag, owner_alert, breach } = policy.after;
  const at = { flag: due(flag), owner_alert: due(owner_alert), breach: due(breach) };
  return { at, provisional: at.breach > calendar.provisionalAfter };
}

/** What decides a step besides its length; `after` tells whether a step is due on the date received itself. */
export type DayCounting = Pick<Policy, 'counting' | 'dueTime'> & Partial<Pick<Policy, 'after'>>;

/** The due instant (epoch ms) of one step of a policy; rules, units and errors as in `computeDeadlines`. */
export function stepDue(calendar: Calendar, policy: DayCounting, length: StepLength, startedAt: Instant): Instant {
  if ('openMs' in length) return dueAfterOpenTime(calendar, length.openMs, startedAt);
  if (policy.counting === 'elapsed') return dueElapsed(calendar, length.days, startedAt);
  return dueOnDay(calendar, policy, length.days, startedAt);
}

/**
 * The end of the Nth business day after the date received, or its due time; that date itself is not counted (Civil Code
 * arts. 140, 141). With 0 days it is the date received.
 */
function dueOnDay(calendar: Calendar, policy: DayCounting, days: number, startedAt: Instant): Instant {
  const table = calendar.tableAt(startedAt);
  const index = receivedIndex(
    calendar,
    table,
    indexOf(table, calendar.zone, startedAt),
    startedAt,
    cutoffOf(calendar, policy),
  );
  // A closed date is put on the next business day, which then is not counted itself.
  const n = policy.counting === 'day-end-shifted' && !isOpen(table, index) ? days + 1 : days;
  const due = n === 0 ? index : nthOpenIndex(table, index, n);
  if (due < 0) return dueOnDay(grown(calendar, table), policy, days, startedAt);
  const { dueTime } = policy;
  return dueTime === undefined ? table.starts[due + 1]! : instantAt(table, calendar.zone, due, dueTime * MINUTE_MS);
}

/** `0d`: the date received itself, which only `day-end-shifted` knows. */
export const isSameDay = (length: StepLength): boolean => 'days' in length && length.days === 0;

/** The minute of the day from which a message is the next date's; with a step due the same day, its due time is one too. */
export function cutoffOf({ spec }: Calendar, { after, dueTime }: DayCounting): number | null {
  const sameDay = after !== undefined && isSameDay(after.flag);
  return sameDay && dueTime !== undefined ? Math.min(dueTime, spec.cutoff ?? dueTime) : spec.cutoff;
}

/** The same wall-clock time N business days later; on a closed date or past the cut-off, from the next business day's start. */
function dueElapsed(calendar: Calendar, days: number, startedAt: Instant): Instant {
  const { zone } = calendar;
  const table = calendar.tableAt(startedAt);
  const index = indexOf(table, zone, startedAt);
  const runs = isOpen(table, index) && !isPast(calendar.spec.cutoff, calendar, table, index, startedAt);
  const start = runs ? index : nthOpenIndex(table, index, 1);
  const due = start < 0 ? -1 : nthOpenIndex(table, start, days);
  if (due < 0) return dueElapsed(grown(calendar, table), days, startedAt);
  return instantAt(table, zone, due, runs ? wallMsAt(table, zone, index, startedAt) : table.openingMs[start]!);
}

/** The same calendar with tables that reach further. */
function grown(calendar: Calendar, table: DayTable): Calendar {
  calendar.tableBeyond(table);
  return calendar;
}

/** The smallest instant by which the shop was open that long; a closing boundary stays that boundary. */
function dueAfterOpenTime(calendar: Calendar, openMs: number, startedAt: Instant): Instant {
  const { zone } = calendar;
  for (let table = calendar.tableAt(startedAt); ; table = calendar.tableBeyond(table)) {
    const openTime = openTimeOf(table);
    const index = indexOf(table, zone, startedAt);
    const total = openMsBefore(openTime, index, startedAt) + openMs;
    const j = intervalReaching(openTime, total);
    if (table.hasLongGap) assertNoLongGap(table, index, j < 0 ? table.size : openTime.day[j]!);
    if (j >= 0) return openTime.from[j]! + total - openTime.before[j]!;
  }
}

/**
 * The index of the date on which a message counts as received: past the cut-off of a business day, the next that exists.
 * This is why, under `day-end` with a cut-off, closing the date received may bring a deadline forward: no cut-off there.
 * Closing any other date never does, nor closing any date under the other rules, without a cut-off or for hours.
 */
function receivedIndex(
  calendar: Calendar,
  table: DayTable,
  index: number,
  startedAt: Instant,
  cutoff: number | null,
): number {
  if (!isOpen(table, index) || !isPast(cutoff, calendar, table, index, startedAt)) return index;
  let next = index + 1;
  while (table.starts[next] === table.starts[next + 1]) next++;
  return next;
}

function isPast(cutoff: number | null, { zone }: Calendar, table: DayTable, index: number, at: Instant): boolean {
  return cutoff !== null && wallMsAt(table, zone, index, at) >= cutoff * MINUTE_MS;
}

function isOpen(table: DayTable, index: number): boolean {
  return table.opened[index + 1]! > table.opened[index]!;
}

/** Index of the Nth business day after an index; -1 when the table ends before it. */
function nthOpenIndex(table: DayTable, index: number, n: number): number {
  const k = table.opened[index + 1]! + n - 1;
  const found = k < table.openDays.length ? table.openDays[k]! : -1;
  if (table.hasLongGap) assertNoLongGap(table, index, found < 0 ? table.size : found);
  return found;
}

/** @throws NoBusinessDayError when, from `index` on, a business day up to `until` is over 400 days after the one before. */
function assertNoLongGap(table: DayTable, index: number, until: number): void {
  if (until <= index) return;
  const { openDays, opened, longGaps } = table;
  const first = opened[index + 1]!;
  const last = opened[Math.min(until + 1, table.size)]! - 1;
  const reached = last < first ? index : openDays[last]!;
  const firstGap = (last < first ? until : openDays[first]!) - index;
  if (firstGap > MAX_GAP_DAYS) throw new NoBusinessDayError(table.first + index);
  if (last >= first && longGaps[last]! > longGaps[first]!) throw new NoBusinessDayError(startOfLongGap(table, first));
  if (until - reached > MAX_GAP_DAYS) throw new NoBusinessDayError(table.first + reached);
}

function startOfLongGap({ first, openDays, longGaps }: DayTable, from: number): EpochDay {
  let k = from;
  while (longGaps[k + 1]! === longGaps[from]!) k++;
  return first + openDays[k]!;
}

/**
 * Whole business days left to answer (RULES.md 1): 0 on the last date that is in time (本日中), else the business days
 * after today up to that date. Once due has passed: minus the business days since, today's included, at least −1.
 */
export function businessDaysLeft(calendar: Calendar, now: Instant, due: Instant): number {
  const today = calendar.zone.localDay(now);
  const last = calendar.zone.localDay(due - 1);
  return now < due ? openDaysBetween(calendar, today, last) : -Math.max(1, openDaysBetween(calendar, last, today));
}

/** Business days after `from` up to and with `to`. */
function openDaysBetween(calendar: Calendar, from: EpochDay, to: EpochDay): number {
  let count = 0;
  for (let day = from + 1; day <= to; day++) if (calendar.isOpen(day)) count++;
  return count;
}

/**
 * Business ms from one instant to another (epoch ms): inside the opening hours, or on whole business days when the
 * calendar has none. Negative when `to` lies before `from`.
 * @throws RangeError outside the years 1900 to 2199.
 */
export function businessMsBetween(calendar: Calendar, from: Instant, to: Instant): number {
  calendar.tableAt(from);
  // Windows only grow, so the second answer's table holds both instants.
  const table = calendar.tableAt(to);
  const { openTime } = table;
  if (!openTime) return from <= to ? openDayMs(calendar, from, to) : -openDayMs(calendar, to, from);
  const total = (at: Instant) => openMsBefore(openTime, indexOf(table, calendar.zone, at), at);
  return total(to) - total(from);
}

function openDayMs(calendar: Calendar, from: Instant, to: Instant): number {
  const { zone } = calendar;
  let total = 0;
  for (let day = zone.localDay(from); day <= zone.localDay(to); day++) {
    if (!calendar.isOpen(day)) continue;
    total += Math.min(to, zone.startOfDay(day + 1)) - Math.max(from, zone.startOfDay(day));
  }
  return total;
}

function openTimeOf({ openTime }: DayTable): OpenTime {
  if (openTime) return openTime;
  throw new RangeError('Steps in hours or minutes need opening hours in the calendar');
}
