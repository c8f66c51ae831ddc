// core: reply times of reports: business time, its words, and the nearest-rank percentile.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileCalendar } from '../../../src/core/calendar/calendar.ts';
import {
  businessDayMs,
  businessTime,
  businessTimeInWords,
  nearestRank,
} from '../../../src/core/reports/business-time.ts';
import { businessMsBetween } from '../../../src/core/steps/counting.ts';
import { DAY_MS, MINUTE_MS } from '../../../src/core/time/civil-date.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { cases, SOME_HOLIDAYS } from '../arbitrary.ts';
import { at, every, hours, opened, range, shop } from '../shop.ts';

const HOUR_MS = 60 * MINUTE_MS;

describe('business time', () => {
  test.each([
    ['runs all day on business days', shop(), '2026-06-01T10:00', '2026-06-02T10:00', 24],
    ['stands still on closed days', shop(), '2026-06-05T20:00', '2026-06-08T01:00', 5],
    ['is nothing on a closed day', shop(), '2026-06-06T10:00', '2026-06-07T10:00', 0],
    [
      'runs in the opening hours only',
      shop({ hours: hours('09:00-17:00') }),
      '2026-06-01T08:00',
      '2026-06-02T10:00',
      9,
    ],
    [
      'runs all day in a shop whose only hours are those of an open date',
      shop({ open: [opened('2026-06-06', [range('10:00-12:00')])] }),
      '2026-06-05T20:00',
      '2026-06-06T10:00',
      14,
    ],
    [
      'is nothing in a month of closed days',
      shop({ closed: [every('01-01', '12-31')] }),
      '2026-06-01',
      '2026-06-30',
      0,
    ],
    [
      'is one hour less on the day the clock goes forward',
      shop({ weeklyClosed: [] }, 'Europe/Berlin'),
      '2026-03-29T00:00+01:00',
      '2026-03-30T00:00+02:00',
      23,
    ],
  ] as const)('%s', (_, calendar, from, to, expected) => {
    expect(businessTime(calendar)(at(from), at(to)) / HOUR_MS).toBe(expected);
  });

  const waits = fc.integer({ min: 0, max: 60 * DAY_MS });
  test.each([
    ['opening hours', true],
    ['whole days', false],
  ])('is what the rest of the core counts, with %s', (_, withHours) => {
    fc.assert(
      fc.property(cases(withHours), waits, ({ zone, spec, startedAt }, wait) => {
        // An open date with hours of its own, in a shop without any, is a whole day here.
        fc.pre(withHours || spec.open.every((entry) => entry.hours === null));
        const calendar = compileCalendar(spec, openZone(zone), SOME_HOLIDAYS, null);
        const [from, to] = [calendar.zone.startOfDay(calendar.zone.localDay(startedAt)), startedAt + wait];
        expect(businessTime(calendar)(from, to)).toBe(businessMsBetween(calendar, from, to));
      }),
    );
  });
});

describe('in words', () => {
  test.each([
    [0, DAY_MS, '0分', '0 min'],
    [59_999, DAY_MS, '0分', '0 min'],
    [3 * HOUR_MS + 20 * MINUTE_MS, DAY_MS, '3時間20分', '3 h 20 min'],
    [DAY_MS, DAY_MS, '1営業日', '1 business day'],
    [DAY_MS + 3 * HOUR_MS + 59 * MINUTE_MS, DAY_MS, '1営業日 3時間', '1 business day 3 h'],
    [20 * HOUR_MS, 8 * HOUR_MS, '2営業日 4時間', '2 business days 4 h'],
  ])('%d ms of days of %d ms: %s', (ms, dayMs, ja, en) => {
    expect([businessTimeInWords(ms, dayMs, 'ja'), businessTimeInWords(ms, dayMs, 'en')]).toEqual([ja, en]);
  });

  test('one business day is the longest opening time of a weekday, else 24 hours', () => {
    const week = { ...hours('09:00-12:00', '13:00-18:00'), sat: [range('10:00-14:00')] };
    expect(businessDayMs(shop({ hours: week }).spec)).toBe(8 * HOUR_MS);
    expect(businessDayMs(shop().spec)).toBe(DAY_MS);
  });
});

describe('the nearest rank', () => {
  test.each([
    [[], 0.5, null],
    [[7], 0.5, 7],
    [[7], 0.9, 7],
    [[1, 2], 0.5, 1],
    [[1, 2, 3], 0.5, 2],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9, 10],
  ])('of %j at %d is %s', (values, share, expected) => {
    expect(nearestRank(values, share)).toBe(expected);
  });

  test('has at least that share of the values at or below it, and is the least such value', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 1 }), fc.constantFrom(0.5, 0.9), (values, share) => {
        const rising = values.sort((a, b) => a - b);
        const found = nearestRank(rising, share)!;
        const upTo = (limit: number) => rising.filter((value) => value <= limit).length / rising.length;
        expect(upTo(found)).toBeGreaterThanOrEqual(share);
        expect(upTo(found - 1)).toBeLessThan(share);
      }),
    );
  });
});
