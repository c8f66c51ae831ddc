// core: a moment to come, as an address names it.

import { describe, expect, test } from 'vitest';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { isoUtc } from '../../../src/core/time/instant.ts';
import { aheadLimits, readAhead, writeAhead } from '../../../src/core/time/moment-ahead.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { at } from '../shop.ts';

const NOW = at('2026-11-26T10:00:00+09:00');
const TOKYO = openZone('Asia/Tokyo');
const read = (text: string, zone = TOKYO) => {
  const moment = readAhead(text, NOW, zone);
  return moment === null ? null : isoUtc(moment);
};

describe('a moment ahead', () => {
  test.each([
    ['2027-01-04', '2027-01-03T15:00:00.000Z'],
    ['2026-11-27', '2026-11-26T15:00:00.000Z'],
    ['2027-11-27', '2027-11-26T15:00:00.000Z'],
    ['2026-11-26T10:00:01+09:00', '2026-11-26T01:00:01.000Z'],
    ['2027-01-04T09:00:00Z', '2027-01-04T09:00:00.000Z'],
  ])('%s is %s', (text, moment) => {
    expect(read(text)).toBe(moment);
  });

  test.each([
    ['today', '2026-11-26'],
    ['now', '2026-11-26T10:00:00+09:00'],
    ['the past', '2020-01-01'],
    ['too far', '2027-11-28'],
    ['too far by an instant', '2027-11-27T00:00:01+09:00'],
    ['no date', '2027-02-30'],
    ['without offset', '2027-01-04T10:00:00'],
    ['a number', '1700000000000'],
    ['a word', 'tomorrow'],
  ])('%s is none: %s', (_, text) => {
    expect(read(text)).toBeNull();
  });

  test('its limits are dates of the zone', () => {
    const limits = (zone: string) => Object.values(aheadLimits(NOW, openZone(zone))).map(formatDate);
    expect(limits('Asia/Tokyo')).toEqual(['2026-11-27', '2027-11-27']);
    expect(limits('America/New_York')).toEqual(['2026-11-26', '2027-11-26']);
  });

  test('is written as a date where it is the start of one', () => {
    const moment = at('2027-01-04T00:00:00+09:00');
    expect(writeAhead(moment, TOKYO)).toBe('2027-01-04');
    expect(writeAhead(moment, openZone('America/New_York'))).toBe('2027-01-03T15:00:00.000Z');
    for (const zone of [TOKYO, openZone('America/New_York')])
      expect(readAhead(writeAhead(moment, zone), NOW, zone)).toBe(moment);
  });
});
