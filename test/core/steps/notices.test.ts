// core: when notices are due (RULES.md 9): with a step, after a length, and the last instant with so much time left.

import { describe, expect, test } from 'vitest';
import { type CalendarSpec, type NoticeTime, type Policy, STEPS } from '../../../src/core/model.ts';
import { computeDeadlines, DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';
import { noticeAt } from '../../../src/core/steps/notices.ts';
import type { SendWindow } from '../../../src/core/steps/send-window.ts';
import { at, japanese, shop } from '../shop.ts';

const WINDOW = { from: 9 * 60, to: 18 * 60 };
const HOURS = [WINDOW];
const WEEK = { mon: HOURS, tue: HOURS, wed: HOURS, thu: HOURS, fri: HOURS };
const HOUR = 3_600_000;
const SAME_DAY: Policy = {
  counting: 'day-end-shifted',
  after: { flag: { days: 0 }, owner_alert: { days: 1 }, breach: { days: 2 } },
};
const hours = (n: number) => ({ openMs: n * HOUR });

interface Case {
  readonly spec?: Partial<CalendarSpec>;
  readonly policy?: Policy;
  readonly sendWindow?: SendWindow;
  readonly startedAt: string;
}

function noticeOf(time: NoticeTime, { spec = {}, policy = DEFAULT_POLICY, sendWindow = WINDOW, startedAt }: Case) {
  const calendar = shop(spec);
  const deadlines = computeDeadlines(calendar, policy, at(startedAt));
  const found = noticeAt({ calendar, policy, sendWindow }, time, deadlines, at(startedAt));
  return found === null ? null : japanese(found);
}

const MONDAY: Case = { startedAt: '2026-06-01T10:00' };
const CHAT: Case = {
  spec: { hours: WEEK },
  policy: { counting: 'day-end', after: { flag: hours(1), owner_alert: hours(2), breach: hours(3) } },
  startedAt: '2026-06-05T17:30',
};

describe('a notice is due', () => {
  test.each<[string, NoticeTime, Case, string | null]>([
    ['with a step', { at: 'flag' }, MONDAY, '2026-06-03T00:00'],
    ['so long after the start, as a step', { after: { days: 4 } }, MONDAY, '2026-06-06T00:00'],
    ['while three hours of the send window are left', { before: hours(3), of: 'breach' }, MONDAY, '2026-06-04T15:00'],
    ['over a night', { before: hours(10), of: 'breach' }, MONDAY, '2026-06-03T17:00'],
    ['at the opening, the latest instant of all', { before: hours(9), of: 'breach' }, MONDAY, '2026-06-04T09:00'],
    ['at the end of the window of the day before', { before: { days: 1 }, of: 'breach' }, MONDAY, '2026-06-03T18:00'],
    [
      'at the end of the day before, mails at all hours',
      { before: { days: 1 }, of: 'breach' },
      { ...MONDAY, sendWindow: 'always' },
      '2026-06-04T00:00',
    ],
    [
      'with whole days of business time, mails at all hours',
      { before: hours(30), of: 'breach' },
      { ...MONDAY, sendWindow: 'always' },
      '2026-06-03T18:00',
    ],
    [
      'in opening hours, not on the Friday before',
      { before: { openMs: HOUR / 2 }, of: 'flag' },
      CHAT,
      '2026-06-08T09:00',
    ],
    ['never at the start or before it', { before: hours(1), of: 'flag' }, CHAT, null],
    ['never before the start in days', { before: { days: 5 }, of: 'breach' }, MONDAY, null],
    ['never about a promise', { at: 'promise' }, MONDAY, null],
  ])('%s', (_, time, given, expected) => {
    expect(noticeOf(time, given)).toBe(expected);
  });
});

describe('steps due the same day and by a time of day (RULES.md 3)', () => {
  const steps = (policy: Policy, startedAt: string, cutoff: number | null = null) => {
    const deadlines = computeDeadlines(shop({ cutoff }), policy, at(startedAt));
    return STEPS.map((step) => japanese(deadlines.at[step]));
  };

  test.each([
    ['2026-06-01T10:00', null, '2026-06-02T00:00'],
    ['2026-06-01T15:00', 15 * 60, '2026-06-03T00:00'],
    ['2026-06-05T16:00', 15 * 60, '2026-06-09T00:00'],
    ['2026-06-06T10:00', null, '2026-06-09T00:00'],
  ])('0d from %s with the cut-off %s', (startedAt, cutoff, expected) => {
    expect(steps(SAME_DAY, startedAt, cutoff)[0]).toBe(expected);
  });

  test.each([
    [SAME_DAY, 19, '2026-06-01T17:59', 18 * 60, ['2026-06-01T19:00', '2026-06-02T19:00', '2026-06-03T19:00']],
    [SAME_DAY, 19, '2026-06-01T18:00', 18 * 60, ['2026-06-02T19:00', '2026-06-03T19:00', '2026-06-04T19:00']],
    [SAME_DAY, 12, '2026-06-01T13:00', null, ['2026-06-02T12:00', '2026-06-03T12:00', '2026-06-04T12:00']],
    [DEFAULT_POLICY, 12, '2026-06-01T13:00', null, ['2026-06-02T12:00', '2026-06-03T12:00', '2026-06-04T12:00']],
  ])('by %#', (policy, hour, startedAt, cutoff, expected) => {
    expect(steps({ ...policy, dueTime: hour * 60 }, startedAt, cutoff)).toEqual(expected);
  });
});
