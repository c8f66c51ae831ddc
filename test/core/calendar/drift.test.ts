// core: where the calendar in force differs from RMS, said in words.

import { expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import { driftOf } from '../../../src/core/calendar/drift.ts';
import { driftInWords } from '../../../src/core/calendar/drift-words.ts';
import type { RmsCalendar } from '../../../src/core/calendar/outside-calendar.ts';
import type { CalendarSpec, RmsClosures } from '../../../src/core/model.ts';
import { day, every, on, opened, shop } from '../shop.ts';

const SPAN = { from: day('2026-12-01'), to: day('2027-01-31') };

function drift(spec: Partial<CalendarSpec>, closures: Partial<RmsClosures>) {
  const rms: RmsCalendar = {
    source: 'rms',
    parts: [
      { from: SPAN.from, closures: { weekdays: ['sat', 'sun'], nationalHolidays: false, days: [], ...closures } },
    ],
  };
  return driftOf(shop({ rms: true, ...spec }, 'Asia/Tokyo', nationalHolidays, [rms]), rms, SPAN, nationalHolidays);
}

const words = (found: ReturnType<typeof drift>) => found.map((one) => driftInWords(one, 'ja'));

test('a calendar that says the same, or to which RMS only adds, does not drift', () => {
  expect(drift({}, {})).toEqual([]);
  expect(drift({}, { days: [day('2026-12-30')] })).toEqual([]);
});

test.each<[string, Partial<CalendarSpec>, Partial<RmsClosures>, string[]]>([
  [
    'a weekday closed here alone is one difference',
    {},
    { weekdays: ['sun'] },
    ['毎週土曜日（定休日）: こちらは休み、RMSは営業'],
  ],
  [
    'a yearly closure that RMS does not have',
    { closed: [every('12-29', '01-03', '年末年始')] },
    {},
    ['年末年始（12/29(火)〜1/1(金)）: こちらは休み、RMSは営業'],
  ],
  [
    'a one-off closure',
    { closed: [on('2026-12-10', '2026-12-10', '棚卸')] },
    {},
    ['棚卸（12/10(木)）: こちらは休み、RMSは営業'],
  ],
  [
    'national holidays that RMS does not close',
    { nationalHolidays: 'JP' },
    {},
    ['国民の祝日（1/1(金)、1/11(月)）: こちらは休み、RMSは営業'],
  ],
  [
    'a date opened here that RMS closes',
    { open: [opened('2026-12-12', null, '2026-12-13', '歳末セール')] },
    {},
    ['歳末セール（12/12(土)〜12/13(日)）: こちらは営業、RMSは休み'],
  ],
])('%s', (_case, spec, closures, expected) => {
  expect(words(drift(spec, closures))).toEqual(expected);
});

test('its key stays the same while dates pass and come', () => {
  const keys = (from: string) => {
    const rms: RmsCalendar = {
      source: 'rms',
      parts: [{ from: 0, closures: { weekdays: ['sun'], nationalHolidays: false, days: [] } }],
    };
    const calendar = shop(
      { rms: true, closed: [every('12-29', '01-03', '年末年始')] },
      'Asia/Tokyo',
      nationalHolidays,
      [rms],
    );
    const span = { from: day(from), to: day(from) + 30 };
    return driftOf(calendar, rms, span, nationalHolidays).map(({ key }) => key);
  };
  expect(keys('2026-12-02').sort()).toEqual(keys('2026-12-30').sort());
});

test('in English', () => {
  const [weekly] = drift({}, { weekdays: ['sun'] });
  expect(driftInWords(weekly!, 'en')).toBe('every Sat (weekly closed day): closed here, open in RMS');
});
