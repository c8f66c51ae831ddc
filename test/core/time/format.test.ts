// core: local times for people. Trap: 00:00 of a due instant is read as the 24:00 of the date before.

import { describe, expect, test } from 'vitest';
import { formatDay, formatDue, formatLocal } from '../../../src/core/time/format.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { at, day } from '../shop.ts';

const tokyo = openZone('Asia/Tokyo');

describe('a local time', () => {
  test('is short, with its weekday, in both languages', () => {
    expect(formatLocal(at('2026-11-26T09:00'), tokyo, 'ja')).toBe('11/26(木) 09:00');
    expect(formatLocal(at('2026-11-26T09:00'), tokyo, 'en')).toBe('Thu 26 Nov 09:00');
    expect(formatDay(day('2026-06-07'), 'ja')).toBe('6/7(日)');
    expect(formatDay(day('2026-06-07'), 'en', true)).toBe('Sun 7 Jun 2026');
  });

  test('is that of the zone', () => {
    expect(formatLocal(at('2026-11-26T00:00:00Z'), openZone('America/New_York'), 'en')).toBe('Wed 25 Nov 19:00');
  });

  test.each([
    ['Asia/Tokyo', '2026-11-27T00:00', '11/26(木) 24:00'],
    ['Asia/Tokyo', '2026-11-26T23:59:59.999', '11/26(木) 23:59'],
    ['Asia/Tokyo', '2026-11-27T00:00:00.001', '11/27(金) 00:00'],
    ['Asia/Beirut', '2026-03-28T22:00Z', '3/28(土) 24:00'],
    ['Pacific/Apia', '2011-12-30T10:00Z', '12/29(木) 24:00'],
  ])('due in %s at %s is shown as %s', (zone, instant, text) => {
    expect(formatDue(at(instant), openZone(zone), 'ja')).toBe(text);
  });

  test('due at midnight in English is the 24:00 of the date before too', () => {
    expect(formatDue(at('2026-11-27'), tokyo, 'en')).toBe('Thu 26 Nov 24:00');
  });
});
