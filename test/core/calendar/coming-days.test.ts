// core: the business days ahead and the closed dates between them (RULES.md 4).

import { expect, test } from 'vitest';
import { comingDays, comingDaysTogether } from '../../../src/core/calendar/coming-days.ts';
import type { CalendarSpec } from '../../../src/core/model.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { at, every, on, shop } from '../shop.ts';

const seen = (spec: Partial<CalendarSpec>, now: string, count: number, zone = 'Asia/Tokyo') =>
  comingDays(shop(spec, zone), at(now), count).map(
    ({ from, to, isOpen }) => `${formatDate(from)}..${formatDate(to).slice(5)} ${isOpen ? 'open' : 'closed'}`,
  );

test('begins with today, and draws the closed dates in between together', () => {
  const closed = [every('12-29', '01-03')];
  expect(seen({ closed }, '2026-12-25T10:00:00+09:00', 3)).toEqual([
    '2026-12-25..12-25 open',
    '2026-12-26..12-27 closed',
    '2026-12-28..12-28 open',
    '2026-12-29..01-03 closed',
    '2027-01-04..01-04 open',
  ]);
});

test('on a closed date begins with what is closed', () => {
  expect(seen({}, '2026-11-28T10:00:00+09:00', 1)).toEqual(['2026-11-28..11-29 closed', '2026-11-30..11-30 open']);
});

test('takes the local date of the shop', () => {
  const now = '2026-11-26T01:00:00Z';
  expect(seen({}, now, 1)).toEqual(['2026-11-26..11-26 open']);
  expect(seen({}, now, 1, 'America/New_York')).toEqual(['2026-11-25..11-25 open']);
});

test('ends where no business day follows', () => {
  const closed = [on('2026-11-27', '2029-12-31')];
  expect(seen({ closed }, '2026-11-26T10:00:00+09:00', 3)).toEqual(['2026-11-26..11-26 open']);
});

test('of several calendars a date is open when one of them is, as far as is looked', () => {
  const [weekdays, sundays] = [
    shop({}, 'Asia/Tokyo'),
    shop({ weeklyClosed: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }, 'Asia/Tokyo'),
  ];
  const isOpen = (day: number) => weekdays.isOpen(day) || sundays.isOpen(day);
  const first = weekdays.zone.localDay(at('2026-11-27T10:00:00+09:00'));
  const together = (count: number, horizon: number) =>
    comingDaysTogether(isOpen, first, { count, horizon }).map(({ from, to, isOpen }) => [
      formatDate(from),
      to - from,
      isOpen,
    ]);
  expect(together(3, 60)).toEqual([
    ['2026-11-27', 0, true],
    ['2026-11-28', 0, false],
    ['2026-11-29', 0, true],
    ['2026-11-30', 0, true],
  ]);
  expect(together(3, 2)).toEqual([['2026-11-27', 0, true]]);
});
