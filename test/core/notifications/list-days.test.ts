// core: when the lists of the day and of the week go out, and which weeks a summary is about (RULES.md 9).

import { describe, expect, test } from 'vitest';
import {
  commonListDays,
  type ListDays,
  lastWeekToldOn,
  latestWeeks,
  listSlot,
  nextListInstant,
  shopListDays,
  slotNow,
  weeksToldOn,
} from '../../../src/core/notifications/list-days.ts';
import { listCause, listReceiverOf } from '../../../src/core/notifications/list-receiver.ts';
import { formatDate, mondayOf } from '../../../src/core/time/civil-date.ts';
import { isoUtc } from '../../../src/core/time/instant.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { at, day, hours, japanese, on, range, shop } from '../shop.ts';

const WINDOW = range('09:00-18:00');
const always = { weeklyClosed: [], hours: hours('00:00-24:00') };

/** Wednesday 2026-06-03. */
const slotOf = (days: ListDays) => {
  const { at: from, until } = listSlot(days, day('2026-06-03'));
  return [japanese(from), japanese(until)];
};

describe('the time of a list on a business day', () => {
  test.each([
    ['without hours: the start of the send window', shopListDays(shop(), WINDOW, 'opening'), '09:00', '03T18:00'],
    ['the opening', shopListDays(shop({ hours: hours('10:00-19:00') }), WINDOW, 'opening'), '10:00', '03T18:00'],
    [
      'an opening before the window',
      shopListDays(shop({ hours: hours('08:00-17:00') }), WINDOW, 'opening'),
      '08:00',
      '03T18:00',
    ],
    [
      'the first of two openings',
      shopListDays(shop({ hours: hours('11:00-12:00', '13:00-18:00') }), WINDOW, 'opening'),
      '11:00',
      '03T18:00',
    ],
    ['a shop that never closes has no opening', shopListDays(shop(always), WINDOW, 'opening'), '09:00', '03T18:00'],
    [
      'a night that runs on is no opening',
      shopListDays(shop({ hours: hours('00:00-02:00', '18:00-24:00') }), range('09:00-22:00'), 'opening'),
      '18:00',
      '03T22:00',
    ],
    [
      'a time of its own',
      shopListDays(shop({ hours: hours('10:00-19:00') }), WINDOW, 8 * 60 + 30),
      '08:30',
      '03T18:00',
    ],
    ['a time after the window: until midnight', shopListDays(shop(), WINDOW, 20 * 60), '20:00', '04T00:00'],
    ['mails at any time, no hours: nine', shopListDays(shop(), 'always', 'opening'), '09:00', '04T00:00'],
  ])('%s', (_case, days, from, until) => {
    expect(slotOf(days)).toEqual([`2026-06-03T${from}`, `2026-06-${until}`]);
  });

  test('a time that a DST change swallows is the first that exists; the day before and after keep theirs', () => {
    const days = shopListDays(shop({ weeklyClosed: [] }, 'America/New_York'), WINDOW, 2 * 60 + 30);
    const times = ['2026-03-07', '2026-03-08', '2026-03-09'].map((date) => isoUtc(listSlot(days, day(date)).at));
    expect(times).toEqual(['2026-03-07T07:30:00.000Z', '2026-03-08T07:00:00.000Z', '2026-03-09T06:30:00.000Z']);
  });

  test('a time that comes twice is the earlier', () => {
    const days = shopListDays(shop({ weeklyClosed: [] }, 'America/New_York'), WINDOW, 60 + 30);
    expect(isoUtc(listSlot(days, day('2026-11-01')).at)).toBe('2026-11-01T05:30:00.000Z');
  });
});

describe('a list may go out', () => {
  const days = shopListDays(shop({ closed: [on('2026-06-04')] }), WINDOW, 'opening');

  test.each([
    ['2026-06-03T08:59:59', null, '2026-06-03T09:00', 'not before its time'],
    ['2026-06-03T09:00', '2026-06-03', '2026-06-05T09:00', 'from its time on'],
    ['2026-06-03T17:59', '2026-06-03', '2026-06-05T09:00', 'late, within its day'],
    ['2026-06-03T18:00', null, '2026-06-05T09:00', 'not after the window'],
    ['2026-06-04T10:00', null, '2026-06-05T09:00', 'not on a closed day'],
    ['2026-06-06T10:00', null, '2026-06-08T09:00', 'not at the weekend'],
  ])('%s: %s, next %s (%s)', (now, today, next, _why) => {
    const slot = slotNow(days, at(now));
    expect(slot && formatDate(slot.day)).toBe(today);
    expect(japanese(nextListInstant(days, at(now)))).toBe(next);
  });

  test('looked for again in forty days when no business day comes', () => {
    const closed = shopListDays(shop({ closed: [on('2026-06-02', '2028-01-01')] }), WINDOW, 'opening');
    expect(japanese(nextListInstant(closed, at('2026-06-02T10:00')))).toBe('2026-07-12T00:00');
  });

  test('about several shops on days on which one of them is open', () => {
    const both = commonListDays([shop(), shop({ weeklyClosed: ['mon', 'tue', 'sun'] })], openZone('Asia/Tokyo'));
    const open = ['01', '02', '03', '04', '05', '06', '07'].filter((date) => both.isOpen(day(`2026-06-${date}`)));
    expect(open).toEqual(['01', '02', '03', '04', '05', '06']);
    expect(japanese(listSlot(both, day('2026-06-06')).at)).toBe('2026-06-06T09:00');
  });
});

describe('the weeks that a summary is about', () => {
  const weeks = (date: string, weekday: 'mon' | 'wed' | 'fri', closed: ReturnType<typeof on>[] = []) => {
    const told = weeksToldOn(shopListDays(shop({ closed }), WINDOW, 'opening'), weekday, day(date));
    return told && [formatDate(told.first), formatDate(told.last)];
  };

  test.each([
    ['2026-06-08', 'Monday: the seven days to Sunday', ['2026-06-01', '2026-06-01']],
    ['2026-06-09', 'Tuesday: none', null],
    ['2026-06-07', 'Sunday: none', null],
  ])('on %s (%s)', (date, _why, expected) => {
    expect(weeks(date, 'mon')).toEqual(expected);
  });

  test('on a later weekday: still the last whole week', () => {
    expect(weeks('2026-06-10', 'wed')).toEqual(['2026-06-01', '2026-06-01']);
  });

  test('a closed Monday: the next business day, about the same week', () => {
    expect(weeks('2026-06-08', 'mon', [on('2026-06-08')])).toBeNull();
    expect(weeks('2026-06-09', 'mon', [on('2026-06-08')])).toEqual(['2026-06-01', '2026-06-01']);
  });

  test('a closed Friday moves into the next week and keeps its own', () => {
    expect(weeks('2026-06-08', 'fri', [on('2026-06-05')])).toEqual(['2026-05-25', '2026-05-25']);
    expect(weeks('2026-06-12', 'fri', [on('2026-06-05')])).toEqual(['2026-06-01', '2026-06-01']);
  });

  test('over the year end two weeks come as one', () => {
    const newYear = [on('2026-12-28', '2027-01-04')];
    expect(weeks('2027-01-04', 'mon', newYear)).toBeNull();
    expect(weeks('2027-01-05', 'mon', newYear)).toEqual(['2026-12-21', '2026-12-28']);
    expect(weeks('2027-01-11', 'mon', newYear)).toEqual(['2027-01-04', '2027-01-04']);
  });

  test('that were not told in time: looked for back to the last summary', () => {
    const days = shopListDays(shop(), WINDOW, 'opening');
    const found = latestWeeks(days, 'mon', day('2026-06-11'))!;
    expect(formatDate(found.day)).toBe('2026-06-08');
    const closed = shopListDays(shop({ closed: [on('2026-05-01', '2026-06-30')] }), WINDOW, 'opening');
    expect(latestWeeks(closed, 'mon', day('2026-06-11'))).toBeNull();
  });

  test.each([
    ['2026-06-08', 'mon', '2026-06-01'],
    ['2026-06-09', 'mon', '2026-06-01'],
    ['2026-06-08', 'fri', '2026-05-25'],
  ] as const)('that went out on %s, of every %s: known whatever is closed by now', (date, weekday, last) => {
    expect(formatDate(lastWeekToldOn(weekday, day(date)))).toBe(last);
  });

  test.each(['2026-06-01', '2026-06-03', '2026-06-07'])('%s lies in the week of Monday 06-01', (date) => {
    expect(formatDate(mondayOf(day(date)))).toBe('2026-06-01');
  });
});

test.each([
  { name: 'staff', chat: null, day: '2026-06-03' },
  { name: '「"担当",', chat: 'team "room"', day: '2026-06-03' },
])('a receiver is read back from the outbox: %o', (receiver) => {
  expect(listReceiverOf(listCause(receiver))).toEqual(receiver);
});
