// core: what usually comes in by weekday, from full weeks of the history alone (RULES.md 4).

import { describe, expect, test } from 'vitest';
import { meanArrivals, usualArrivals } from '../../../src/core/calendar/usual-arrivals.ts';
import { formatDate, parseDate } from '../../../src/core/time/civil-date.ts';

const day = (date: string): number => parseDate(date)!;
/** A Thursday. */
const TODAY = day('2026-11-26');
const seen = (began: Readonly<Record<string, number>>) => {
  const usual = usualArrivals(new Map(Object.entries(began).map(([date, count]) => [day(date), count])), TODAY);
  return usual && { ...usual, from: formatDate(usual.from), to: formatDate(usual.to) };
};

describe('the weeks', () => {
  test('are the last eight full ones before this one', () => {
    const usual = seen({ '2026-01-05': 900, '2026-09-27': 7, '2026-09-28': 8, '2026-11-22': 4, '2026-11-23': 100 });
    expect(usual).toMatchObject({ from: '2026-09-28', to: '2026-11-22', weeks: 8, began: { mon: 8, sun: 4, tue: 0 } });
  });

  test.each([
    ['2026-11-08', 2, '2026-11-09'],
    ['2026-11-09', 1, '2026-11-16'],
    ['2026-11-15', 1, '2026-11-16'],
  ])('of a history that begins on %s are %i', (first, weeks, from) => {
    expect(seen({ [first]: 3, '2026-11-17': 2 })).toMatchObject({ weeks, from, began: { tue: 2 } });
  });

  test.each([['2026-11-16'], ['2026-11-22'], ['2026-11-24']])('begun on %s there is none', (first) => {
    expect(seen({ [first]: 5, '2026-11-23': 1 })).toBeNull();
  });

  test('without anything known there is none', () => {
    expect(seen({})).toBeNull();
  });
});

test('the mean has one decimal', () => {
  const usual = usualArrivals(
    new Map(
      [['2026-10-01', 0] as const, ['2026-11-16', 10] as const, ['2026-11-17', 1] as const].map(([date, n]) => [
        day(date),
        n,
      ]),
    ),
    TODAY,
  )!;
  expect([usual.weeks, meanArrivals(usual, 'mon'), meanArrivals(usual, 'tue'), meanArrivals(usual, 'wed')]).toEqual([
    7, 1.4, 0.1, 0,
  ]);
});
