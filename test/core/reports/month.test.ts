// core: the months of reports. Trap: what a month is depends on the zone, and on DST.

import { describe, expect, test } from 'vitest';
import { addMonths, formatMonth, monthAt, parseMonth, spanOf } from '../../../src/core/reports/month.ts';
import { isoUtc } from '../../../src/core/time/instant.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { at } from '../shop.ts';

const span = (text: string, zone: string): string[] => {
  const { from, to } = spanOf(parseMonth(text)!, openZone(zone));
  return [isoUtc(from), isoUtc(to)];
};

describe('a month', () => {
  test.each(['2026-11', '2000-01', '2100-12'])('is written %s', (text) => {
    expect(formatMonth(parseMonth(text)!)).toBe(text);
  });

  test.each([
    '',
    '2026',
    '2026-13',
    '2026-00',
    '2026-1',
    '1999-12',
    '2101-01',
    '2026-11-01',
    ' 2026-11',
    '２０２６-11',
  ])('is not written %j', (text) => {
    expect(parseMonth(text)).toBeNull();
  });

  test('is followed by the next one, also over the year end', () => {
    expect(formatMonth(addMonths({ year: 2026, month: 12 }, 1))).toBe('2027-01');
    expect(formatMonth(addMonths({ year: 2026, month: 1 }, -1))).toBe('2025-12');
  });

  test('is the one on the wall clock of the shop', () => {
    const instant = at('2026-11-30T16:00:00Z');
    expect(formatMonth(monthAt(instant, openZone('Asia/Tokyo')))).toBe('2026-12');
    expect(formatMonth(monthAt(instant, openZone('Europe/Berlin')))).toBe('2026-11');
  });

  test.each([
    ['2026-11', 'Asia/Tokyo', '2026-10-31T15:00:00.000Z', '2026-11-30T15:00:00.000Z'],
    ['2026-03', 'Europe/Berlin', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
    ['2026-11', 'America/New_York', '2026-11-01T04:00:00.000Z', '2026-12-01T05:00:00.000Z'],
    // Samoa had no 30 December.
    ['2011-12', 'Pacific/Apia', '2011-12-01T10:00:00.000Z', '2011-12-31T10:00:00.000Z'],
  ])('%s in %s runs from %s to %s', (month, zone, from, to) => {
    expect(span(month, zone)).toEqual([from, to]);
  });
});
