// core: civil dates. Trap: leap years of the century.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civil, epochDay, formatDate, parseDate, weekdayOf } from '../../../src/core/time/civil-date.ts';

describe('civil dates', () => {
  test.each([
    ['1970-01-01', 0, 'thu'],
    ['1969-12-31', -1, 'wed'],
    ['2000-02-29', 11016, 'tue'],
    ['2026-06-01', 20605, 'mon'],
    ['0001-01-01', -719162, 'mon'],
  ])('%s is day %i, a %s', (text, day, weekday) => {
    expect(parseDate(text)).toBe(day);
    expect(formatDate(day)).toBe(text);
    expect(weekdayOf(day)).toBe(weekday);
  });

  test.each([
    '2026-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-11-31',
    '2026-6-1',
    '20260601',
    '',
    ' 2026-06-01',
  ])('%j is no date', (text) => expect(parseDate(text)).toBeNull());

  test('a date read back from its epoch day is the same date', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_000_000 }), (day) => {
        const { year, month, day: date } = civil(day);
        expect(epochDay(year, month, date)).toBe(day);
        expect(parseDate(formatDate(day))).toBe(day);
      }),
    );
  });
});
