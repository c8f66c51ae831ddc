// core: what is closed, what opens, and why (RULES.md 4). Trap: every reason is told, not only the strongest.

import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import { NoBusinessDayError } from '../../../src/core/calendar/calendar.ts';
import type { OutsideCalendar, RmsCalendar } from '../../../src/core/calendar/outside-calendar.ts';
import type { CalendarSpec } from '../../../src/core/model.ts';
import { stepDue } from '../../../src/core/steps/counting.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { at, day, every, hours, NO_HOLIDAYS, on, opened, range, shop } from '../shop.ts';

const RMS_CLOSES = { weekdays: ['wed'], nationalHolidays: true, days: [day('2026-06-04')] } as const;
const RMS: RmsCalendar = { source: 'rms', parts: [{ from: day('2026-06-01'), closures: RMS_CLOSES }] };
const FEED: OutsideCalendar = { source: 'feed', name: '本社', days: [{ day: day('2026-06-04'), name: '創立記念日' }] };

function reasons(spec: Partial<CalendarSpec>, date: string, outside: readonly OutsideCalendar[] = []): string[] {
  const info = shop(spec, 'Asia/Tokyo', nationalHolidays, outside).dayInfo(day(date));
  return info.closedBy.map(({ source, name }) => `${source} ${name.ja}`);
}

describe('a date is closed', () => {
  test.each<[string, Partial<CalendarSpec>, string, string[]]>([
    ['by the weekly list', {}, '2026-06-06', ['weekly 定休日']],
    ['by a national holiday', { nationalHolidays: 'JP' }, '2026-11-23', ['national 勤労感謝の日']],
    ['by the file', { closed: [on('2026-06-02', '2026-06-03', '棚卸')] }, '2026-06-03', ['file 棚卸']],
    ['by a yearly closure', { closed: [every('08-12', '08-15', '夏季休業')] }, '2031-08-13', ['yearly 夏季休業']],
    ['by a yearly closure before the year end', { closed: [every('12-29', '01-03')] }, '2026-12-31', ['yearly 毎年']],
    ['by a yearly closure after the year end', { closed: [every('12-29', '01-03')] }, '2029-01-03', ['yearly 毎年']],
    ['by a yearly closure on 02-29', { closed: [every('02-29')] }, '2028-02-29', ['yearly 毎年']],
    [
      'by all that close it, strongest first',
      { nationalHolidays: 'JP', closed: [every('05-03', '05-05', '大型連休'), on('2026-05-03', '2026-05-03', '棚卸')] },
      '2026-05-03',
      ['file 棚卸', 'yearly 大型連休', 'national 憲法記念日', 'weekly 定休日'],
    ],
  ])('%s', (_case, spec, date, expected) => {
    expect(reasons(spec, date)).toEqual(expected);
    expect(shop(spec, 'Asia/Tokyo', nationalHolidays).isOpen(day(date))).toBe(false);
  });

  test.each<[string, string, string[]]>([
    ['its weekdays', '2026-06-03', ['rms RMSの休業日']],
    ['its days', '2026-06-04', ['rms RMSの休業日']],
    ['its national holidays', '2026-11-23', ['rms RMSの休業日']],
    ['with the weekly list as a second reason', '2026-06-06', ['weekly 定休日']],
  ])('by RMS: %s', (_case, date, expected) => {
    expect(reasons({ rms: true }, date, [RMS])).toEqual(expected);
  });

  test('by an imported calendar, under the entry’s name and the calendar’s, after the file and RMS, before the weekly list', () => {
    expect(reasons({}, '2026-06-04', [FEED])).toEqual(['feed 創立記念日（本社）']);
    const spec = { rms: true, weeklyClosed: ['thu'], closed: [on('2026-06-04', '2026-06-04', '棚卸')] } as const;
    expect(reasons(spec, '2026-06-04', [RMS, FEED])).toEqual([
      'file 棚卸',
      'rms RMSの休業日',
      'feed 創立記念日（本社）',
      'weekly 定休日',
    ]);
  });

  test('not by an RMS calendar that the shop does not take, nor by one that is not known yet', () => {
    expect(reasons({ rms: false }, '2026-06-04', [RMS])).toEqual([]);
    expect(reasons({ rms: true }, '2026-06-04')).toEqual([]);
  });

  test('not by a closure on 02-29 in other years', () => {
    expect(reasons({ closed: [every('02-29')] }, '2027-03-01')).toEqual([]);
  });

  test('by the zone that skipped it, whatever the file says', () => {
    const apia = shop({ weeklyClosed: [], open: [opened('2011-12-30')] }, 'Pacific/Apia');
    expect(apia.dayInfo(day('2011-12-30'))).toMatchObject({
      open: false,
      closedBy: [{ source: 'skipped' }],
      openBy: null,
    });
  });
});

describe('an open date of the file', () => {
  const RULES: Partial<CalendarSpec> = {
    nationalHolidays: 'JP',
    rms: true,
    hours: hours('09:00-18:00'),
    closed: [every('10-17', '10-18', '秋休み')],
    open: [opened('2026-10-17', [range('10:00-15:00')], '2026-10-17', '創業祭')],
  };

  test('beats every reason to close, and the reasons are still told', () => {
    const info = shop(RULES, 'Asia/Tokyo', nationalHolidays, [
      { source: 'rms', parts: [{ from: 0, closures: { ...RMS_CLOSES, weekdays: ['sat'] } }] },
    ]).dayInfo(day('2026-10-17'));
    expect(info).toMatchObject({ open: true, openBy: '創業祭', closedBy: [], hours: [range('10:00-15:00')] });
    expect(info.overruled.map(({ source }) => source)).toEqual(['yearly', 'rms', 'weekly']);
  });

  test('makes a short day of a business day, and only that day', () => {
    const calendar = shop({ hours: hours('09:00-18:00'), open: [opened('2026-06-02', [range('10:00-12:00')])] });
    expect(calendar.dayInfo(day('2026-06-02')).hours).toEqual([range('10:00-12:00')]);
    expect(calendar.dayInfo(day('2026-06-03')).hours).toEqual([range('09:00-18:00')]);
  });

  test('without hours of its own has those of its weekday', () => {
    const calendar = shop({ hours: hours('09:00-18:00'), open: [opened('2026-06-06')] });
    expect(calendar.dayInfo(day('2026-06-06')).hours).toEqual([range('09:00-18:00')]);
  });
});

describe('a calendar', () => {
  test('knows the next business day, up to 400 days ahead', () => {
    expect(formatDate(shop().nextOpenDay(day('2026-06-05')))).toBe('2026-06-08');
    const closed = shop({ closed: [on('2026-06-02', '2027-12-31')] });
    expect(() => closed.nextOpenDay(day('2026-06-01'))).toThrow(NoBusinessDayError);
  });

  test('asks for the holidays of a year once', () => {
    const asked: string[] = [];
    const calendar = shop({ nationalHolidays: 'JP' }, 'Asia/Tokyo', (country, year) => {
      asked.push(`${country} ${year}`);
      return NO_HOLIDAYS(country, year);
    });
    for (const start of ['2026-06-01', '2026-12-31', '1950-01-01', '2050-01-01']) {
      stepDue(calendar, { counting: 'day-end' }, { days: 3 }, at(start));
      calendar.dayInfo(day(start));
    }
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('is marked provisional by its own holidays or by those of RMS', () => {
    expect(shop().provisionalAfter).toBe(Infinity);
    expect(shop({ nationalHolidays: 'JP' }).provisionalAfter).toBe(at('2028-01-01'));
    expect(shop({ rms: true }, 'Asia/Tokyo', NO_HOLIDAYS, [RMS]).provisionalAfter).toBe(at('2028-01-01'));
  });
});
