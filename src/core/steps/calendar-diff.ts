// config: what an edit does to a calendar, by itself: the days that change, and the deadlines of messages on days around
// them. Pure. Open inquiries are not known here; service/ tells what becomes of those.

import { type Calendar, type DayInfo, NoBusinessDayError } from '../calendar/calendar.ts';
import type { Deadlines, EpochDay, Instant, Policy } from '../model.ts';
import { DAY_MS } from '../time/civil-date.ts';
import { computeDeadlines } from './counting.ts';

export interface CalendarPair {
  readonly before: Calendar;
  readonly after: Calendar;
}

export interface DayChange {
  readonly day: EpochDay;
  /** `hours`: a business day before and after, with other hours. */
  readonly change: 'closes' | 'opens' | 'hours';
  readonly before: DayInfo;
  readonly after: DayInfo;
}

/** The days from..to that the edit opens, closes or gives other hours, in order. */
export function changedDays({ before, after }: CalendarPair, from: EpochDay, to: EpochDay): DayChange[] {
  const changes: DayChange[] = [];
  for (let day = from; day <= to; day++) {
    const [was, is] = [before.dayInfo(day), after.dayInfo(day)];
    const change = was.open === is.open ? (hoursDiffer(was, is) ? 'hours' : null) : is.open ? 'opens' : 'closes';
    if (change) changes.push({ day, change, before: was, after: is });
  }
  return changes;
}

/** The days of each kind of change. */
export function daysByChange(changes: readonly DayChange[]): Record<DayChange['change'], EpochDay[]> {
  const of = (kind: DayChange['change']) => changes.filter(({ change }) => change === kind).map(({ day }) => day);
  return { closes: of('closes'), opens: of('opens'), hours: of('hours') };
}

function hoursDiffer(a: DayInfo, b: DayInfo): boolean {
  return a.open && !sameHours(a.hours, b.hours);
}

/** By value: hours that came out of a database have their keys in another order. */
export function sameHours(a: DayInfo['hours'], b: DayInfo['hours']): boolean {
  if (a === null || b === null) return a === b;
  return a.length === b.length && a.every(({ from, to }, i) => from === b[i]!.from && to === b[i]!.to);
}

export interface MovedDeadline {
  /** A message at this instant: noon of a day. */
  readonly startedAt: Instant;
  readonly day: EpochDay;
  /** null: no business day within 400 days. */
  readonly before: Deadlines | null;
  readonly after: Deadlines | null;
}

/** A deadline of three days is rarely reached by an earlier message, long holidays included. */
const REACH_DAYS = 21;

/** For messages at noon of each day around the changes, not before `today`: those whose deadlines move. */
export function movedDeadlines(
  { before, after }: CalendarPair,
  policy: Policy,
  changes: readonly DayChange[],
  today: EpochDay,
): MovedDeadline[] {
  const days = new Set<EpochDay>();
  for (const { day } of changes) for (let d = Math.max(today, day - REACH_DAYS); d <= day; d++) days.add(d);
  return [...days]
    .sort((a, b) => a - b)
    .flatMap((day) => {
      const startedAt = after.zone.startOfDay(day) + DAY_MS / 2;
      const moved = {
        startedAt,
        day,
        before: deadlines(before, policy, startedAt),
        after: deadlines(after, policy, startedAt),
      };
      return JSON.stringify(moved.before) === JSON.stringify(moved.after) ? [] : [moved];
    });
}

function deadlines(calendar: Calendar, policy: Policy, startedAt: Instant): Deadlines | null {
  try {
    return computeDeadlines(calendar, policy, startedAt);
  } catch (error) {
    if (error instanceof NoBusinessDayError || error instanceof RangeError) return null;
    throw error;
  }
}
