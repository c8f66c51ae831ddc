// config: imported calendars leave the revision of other shops alone and are themselves part of it.

import { expect, test } from 'vitest';
import { parseCalendar } from '../../../src/config/input/calendar.ts';
import { shopOf } from '../shop-of.ts';

test('feeds and the wish for no reminders of seasons are read', () => {
  const ics = [
    { name: '本社', url: 'https://example.jp/private-abc/basic.ics' },
    { name: '倉庫', file: 'feeds/warehouse.ics' },
  ];
  expect(parseCalendar({ ics, seasons: 'off' })).toMatchObject({ calendar: { ics, seasons: 'off' } });
});

test('a shop without them has the revision it always had; with them, another', () => {
  const plain = shopOf('a');
  expect(shopOf('a', { calendar: { ics: [], seasons: 'on' } }).revision).toBe(plain.revision);
  expect(shopOf('a', { calendar: { ics: [{ name: '本社', file: 'a.ics' }] } }).revision).not.toBe(plain.revision);
});

test('no fault repeats the address of a feed: its path may be the key to it', () => {
  const read = parseCalendar({ ics: [{ name: 'a', url: 'ftp://example.jp/private-abc/basic.ics' }] });
  expect(JSON.stringify(read)).not.toContain('private-abc');
});
