// core: what is counted at all, what is provisional, what is left. Trap: what is refused stays refused, however far the
// tables of a calendar have grown.

import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import type { CalendarSpec } from '../../../src/core/model.ts';
import {
  businessDaysLeft,
  businessMsBetween,
  computeDeadlines,
  DEFAULT_POLICY,
  stepDue,
} from '../../../src/core/steps/counting.ts';
import { at, hours, policy, shop } from '../shop.ts';

const JP: Partial<CalendarSpec> = { nationalHolidays: 'JP' };
const ALL_DAYS: Partial<CalendarSpec> = { weeklyClosed: [] };
const SPLIT: Partial<CalendarSpec> = { hours: hours('09:00-12:00', '13:00-18:00') };

describe('the range of instants', () => {
  test.each(['1900-01-01T00:00+09:00', '1900-01-01T00:00-11:00', '2199-12-31T23:59:59.999-11:00'])(
    '%s is counted',
    (text) => {
      expect(computeDeadlines(shop(), DEFAULT_POLICY, at(text)).at.breach).toBeGreaterThan(at(text));
    },
  );

  test.each([at('1899-12-30T00:00Z'), at('2200-01-02T00:00Z'), Number.NaN, Infinity, 1e300])(
    '%d is refused',
    (instant) => {
      const calendar = shop();
      computeDeadlines(calendar, policy('day-end', '1d', '2d', '30000d'), at('2199-12-31T00:00Z'));
      expect(() => computeDeadlines(calendar, DEFAULT_POLICY, instant)).toThrow(RangeError);
    },
  );

  test('a deadline past the year 2999 is refused', () => {
    expect(() => stepDue(shop(), { counting: 'day-end' }, { days: 400_000 }, at('2026-06-01'))).toThrow(/year 2999/);
  });
});

describe('a provisional answer', () => {
  test.each<[Partial<CalendarSpec>, string, boolean]>([
    [JP, '2027-12-28T10:00', false],
    [JP, '2027-12-29T10:00', true],
    [JP, '2045-06-01T10:00', true],
    [{}, '2045-06-01T10:00', false],
  ])('%j from %s: %s', (spec, startedAt, provisional) => {
    const calendar = shop({ ...ALL_DAYS, ...spec }, 'Asia/Tokyo', nationalHolidays);
    expect(computeDeadlines(calendar, DEFAULT_POLICY, at(startedAt)).provisional).toBe(provisional);
  });

  test('follows the local end of the last official year', () => {
    const calendar = shop({ ...ALL_DAYS, ...JP }, 'America/New_York', nationalHolidays);
    expect(computeDeadlines(calendar, DEFAULT_POLICY, at('2027-12-28T23:00-05:00')).provisional).toBe(false);
  });
});

describe('what is left', () => {
  test.each([
    ['2026-06-01T10:00', '2026-06-05', 3],
    ['2026-06-04T23:59', '2026-06-05', 0],
    ['2026-06-05T00:00', '2026-06-05', -1],
    ['2026-06-08T00:00', '2026-06-05', -2],
    ['2026-06-06T10:00', '2026-06-09', 1],
    ['2026-06-01T10:00', '2026-06-01T17:00', 0],
  ])('at %s of a step due %s: %i business days', (now, dueAt, left) => {
    expect(businessDaysLeft(shop(), at(now), at(dueAt))).toBe(left);
  });

  test('in open time, negative once it has passed', () => {
    const calendar = shop(SPLIT);
    const minutes = (from: string, to: string) => businessMsBetween(calendar, at(from), at(to)) / 60_000;
    expect(minutes('2026-06-01T11:30', '2026-06-01T13:30')).toBe(60);
    expect(minutes('2026-06-05T17:00', '2026-06-08T10:00')).toBe(120);
    expect(minutes('2026-06-01T13:30', '2026-06-01T11:30')).toBe(-60);
  });
});
