import { describe, expect, test } from 'vitest';
import { isoUtc } from '../../../src/core/time/instant.ts';
import { readWhen } from '../../../src/core/time/when.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { at } from '../shop.ts';

const TOKYO = openZone('Asia/Tokyo');
const NOW = at('2026-11-28T14:00:00+09:00');

const read = (text: string, zone = TOKYO) => {
  const when = readWhen(text, NOW, zone);
  return 'fault' in when ? when.fault : [isoUtc(when.at), when.as, ...when.notes.map(({ en }) => en)];
};
const FOUR = '2026-12-28T07:00:00.000Z';
const START = 'no time of day was given: taken as the start of that date';

describe('a time as a person writes it', () => {
  test.each([
    ['2026-12-28 16:00', FOUR],
    ['2026-12-28T16:00', FOUR],
    ['2026-12-28T16:00:00', FOUR],
    ['2026/12/28 16:00', FOUR],
    ['2026.12.28 16:00', FOUR],
    ['2026年12月28日 16:00', FOUR],
    ['2026年12月28日16時', FOUR],
    ['2026年12月28日 16時00分', FOUR],
    ['2026/12/28(月) 16:00', FOUR],
    ['2026/12/28(Mon) 16:00', FOUR],
    ['２０２６／１２／２８　１６：００', FOUR],
    ['2026-12-28 午後4時', FOUR],
    ['2026-12-28 4:00pm', FOUR],
    [' 2026-12-28  16:00 ', FOUR],
    ['2026-1-5 9:05', '2026-01-05T00:05:00.000Z'],
    ['2026-12-28 24:00', '2026-12-28T15:00:00.000Z'],
    ['2026-12-28 16:00:30', '2026-12-28T07:00:30.000Z'],
    ['今日 9時', '2026-11-28T00:00:00.000Z'],
    ['昨日の18:30', '2026-11-27T09:30:00.000Z'],
    ['tomorrow 09:00', '2026-11-29T00:00:00.000Z'],
  ])('%s is local', (text, instant) => {
    expect(read(text)).toEqual([instant, 'local']);
  });

  test.each([
    ['2026-12-28T16:00:00+09:00', FOUR],
    ['2026-12-28 16:00 +9:00', FOUR],
    ['2026-12-28 16:00+0900', FOUR],
    ['2026/12/28 16:00 +09', FOUR],
    ['2026-12-28T07:00Z', FOUR],
    ['2026-12-28 7:00 UTC', FOUR],
    ['now', isoUtc(NOW)],
  ])('%s is an instant', (text, instant) => {
    expect(read(text)).toEqual([instant, 'instant']);
  });

  test.each([
    ['2026-12-28', '2026-12-27T15:00:00.000Z'],
    ['2026年12月28日', '2026-12-27T15:00:00.000Z'],
    ['今日', '2026-11-27T15:00:00.000Z'],
  ])('%s alone is the start of the date, and said so', (text, instant) => {
    expect(read(text)).toEqual([instant, 'local', START]);
  });

  test.each([
    ['12/28 16:00', 'which has no year; did you mean "2026-12-28 16:00"?'],
    ['1月5日', 'which has no year; did you mean "2027-01-05"?'],
    ['2026-02-30 16:00', 'a date that does not exist'],
    ['2026/12/28(火) 16:00', 'but 28 Dec 2026 is a Mon (月)'],
    ['2026-12-28 25:00', 'allowed: a local time'],
    ['2026-12-28 16:60', 'allowed: a local time'],
    ['2026-12-28 13:00pm', 'allowed: a local time'],
    ['16:00', 'allowed: a local time'],
    ['', 'allowed: a local time'],
    ['soon', 'allowed: a local time'],
    ['1899-12-31 10:00', '1900 to 2199'],
  ])('%j is refused', (text, why) => {
    expect(read(text)).toContain(why);
  });

  test('a local time that the zone skips, or has twice (RULES.md 3)', () => {
    const berlin = openZone('Europe/Berlin');
    expect(read('2026-03-29 02:30', berlin)).toEqual([
      '2026-03-29T01:00:00.000Z',
      'local',
      'the clocks skip this local time: taken as the first instant after it',
    ]);
    expect(read('2026-10-25 02:30', berlin)).toEqual([
      '2026-10-25T00:30:00.000Z',
      'local',
      'the clocks show this local time twice: taken as the earlier',
    ]);
    expect(read('2026-10-25 03:30', berlin)).toEqual(['2026-10-25T02:30:00.000Z', 'local']);
    expect(read('2026-10-25 01:30', berlin)).toEqual(['2026-10-24T23:30:00.000Z', 'local']);
  });
});
