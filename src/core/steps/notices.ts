// When the notices of a policy are due (RULES.md 9): with a step, some time after the start, or while there is still time.
// The send window moves the message, never this instant; only a warning in days ends with it.

import type { Calendar } from '../calendar/calendar.ts';
import type { Deadlines, EpochDay, Instant, MinuteRange, NoticeTime, Policy, StepLength } from '../model.ts';
import { MINUTE_MS } from '../time/civil-date.ts';
import { stepDue } from './counting.ts';
import type { SendWindow } from './send-window.ts';

/** What notices are counted with: the policy, on its calendar, with the shop's send window. */
export interface NoticeCounting {
  readonly calendar: Calendar;
  readonly policy: Policy;
  readonly sendWindow: SendWindow;
}

/** By which a notice is known again, whatever its place in the list: kind, length and step. */
export function noticeKey(time: NoticeTime): string {
  if ('at' in time) return `at:${time.at}`;
  return 'after' in time ? `after:${lengthKey(time.after)}` : `before:${lengthKey(time.before)}:${time.of}`;
}

/** Sixty minutes are an hour. */
function lengthKey(length: StepLength): string {
  if ('days' in length) return `${length.days}d`;
  const minutes = length.openMs / MINUTE_MS;
  return minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`;
}

/**
 * The instant (epoch ms) of a notice of an episode that started at `startedAt` and whose steps are due at `deadlines`;
 * null when there is none: a warning at or before the start, or a notice about a promise.
 * @throws NoBusinessDayError, RangeError as `computeDeadlines`
 */
export function noticeAt(
  counting: NoticeCounting,
  time: NoticeTime,
  deadlines: Deadlines,
  startedAt: Instant,
): Instant | null {
  if ('after' in time) return stepDue(counting.calendar, counting.policy, time.after, startedAt);
  const of = 'at' in time ? time.at : time.of;
  const due = of === 'promise' ? null : deadlines.at[of];
  if ('at' in time || due === null) return due;
  const at = warningAt(counting, time.before, due, startedAt);
  return at !== null && at > startedAt ? at : null;
}

/**
 * The instant (epoch ms) of a notice of a promise made at `madeAt` until `until`; null for a warning that would lie at or
 * before its making, and for notices about a step.
 */
export function promiseNoticeAt(
  counting: NoticeCounting,
  time: NoticeTime,
  { madeAt, until }: { readonly madeAt: Instant; readonly until: Instant },
): Instant | null {
  if ('after' in time) return null;
  if ('at' in time) return time.at === 'promise' ? until : null;
  if (time.of !== 'promise') return null;
  const at = warningAt(counting, time.before, until, madeAt);
  return at !== null && at > madeAt ? at : null;
}

/** The instant of a warning, or null when it lies before the date of the start. */
function warningAt(counting: NoticeCounting, before: StepLength, due: Instant, startedAt: Instant): Instant | null {
  const from = counting.calendar.zone.localDay(startedAt);
  if ('days' in before) return endOfBusinessDayBefore(counting, before.days, due, from);
  return lastWithOpenTime(counting, before.openMs, due, from);
}

/** The end of the send window, else of the day, of the Nth business day before the date on which the step falls due. */
function endOfBusinessDayBefore(
  { calendar, sendWindow }: NoticeCounting,
  days: number,
  due: Instant,
  from: EpochDay,
): Instant | null {
  // Of a step due at 00:00 it is the date that ends then.
  let day = calendar.zone.localDay(due - 1);
  for (let left = days; left > 0; ) {
    day--;
    if (day < from) return null;
    if (calendar.isOpen(day)) left--;
  }
  return sendWindow === 'always' ? calendar.zone.startOfDay(day + 1) : endOf(calendar, day, sendWindow);
}

/** The latest instant from which at least that much business time is left before `due`. */
function lastWithOpenTime(counting: NoticeCounting, openMs: number, due: Instant, from: EpochDay): Instant | null {
  let left = openMs;
  for (let day = counting.calendar.zone.localDay(due); day >= from; day--) {
    for (const [opens, closes] of businessTimeOn(counting, day).reverse()) {
      const length = Math.min(closes, due) - opens;
      if (length >= left) return opens + length - left;
      left -= Math.max(0, length);
    }
  }
  return null;
}

/** The business time of a date as instants: opening hours, else the send window, else the whole day. */
function businessTimeOn({ calendar, sendWindow }: NoticeCounting, day: EpochDay): [Instant, Instant][] {
  const { zone } = calendar;
  if (!calendar.isOpen(day)) return [];
  if (calendar.spec.hours === null && sendWindow === 'always')
    return [[zone.startOfDay(day), zone.startOfDay(day + 1)]];
  const ranges = calendar.spec.hours === null ? [sendWindow as MinuteRange] : (calendar.dayInfo(day).hours ?? []);
  return ranges.map((range) => [zone.instantOf(day, range.from * MINUTE_MS), endOf(calendar, day, range)]);
}

function endOf({ zone }: Calendar, day: EpochDay, { to }: MinuteRange): Instant {
  return to === 24 * 60 ? zone.startOfDay(day + 1) : zone.instantOf(day, to * MINUTE_MS);
}
