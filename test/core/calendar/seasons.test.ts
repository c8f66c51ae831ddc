// core: which season a shop has said nothing about, and when it is time to remind of it.

import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import type { OutsideCalendar } from '../../../src/core/calendar/outside-calendar.ts';
import { closureAhead, comingSeasons, japaneseSeasons, missingSeason } from '../../../src/core/calendar/seasons.ts';
import type { CalendarSpec } from '../../../src/core/model.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { day, every, on, opened, shop } from '../shop.ts';

interface Case {
  readonly spec?: Partial<CalendarSpec>;
  readonly outside?: readonly OutsideCalendar[];
  readonly asked?: boolean;
}

function missing(today: string, { spec = {}, outside = [], asked = false }: Case = {}): string | null {
  const calendar = shop({ nationalHolidays: 'JP', rms: true, ...spec }, 'Asia/Tokyo', nationalHolidays, outside);
  const found = missingSeason({ calendar, outside }, day(today), nationalHolidays, () => asked);
  return found && `${found.season.kind} ${found.season.year} #${found.stage}, last year ${found.lastYear.length} days`;
}

const NEVER = 'new-year 2026 #2, last year 0 days';
const LAST_YEAR = { closed: [on('2025-12-29', '2026-01-03', '年末年始')] };

describe('New Year 2026 without an entry', () => {
  test.each<[string, string | null]>([
    ['2026-12-17', null],
    ['2026-12-18', 'new-year 2026 #1, last year 0 days'],
    ['2026-12-21', 'new-year 2026 #1, last year 0 days'],
    ['2026-12-22', NEVER],
    ['2026-12-28', NEVER],
    ['2026-12-29', null],
  ])('on %s: %s', (today, expected) => {
    expect(missing(today)).toBe(expected);
  });

  test.each<[string, Case, string | null]>([
    ['was closed last year', { spec: LAST_YEAR }, 'new-year 2026 #2, last year 6 days'],
    [
      'closed last year, asked in an earlier year',
      { spec: LAST_YEAR, asked: true },
      'new-year 2026 #2, last year 6 days',
    ],
    [
      'closed in RMS last year',
      { outside: [rmsDays('2025-12-30', '2025-12-31')] },
      'new-year 2026 #2, last year 2 days',
    ],
    ['never entered and asked in an earlier year: silence is an answer', { asked: true }, null],
    ['closed by the file', { spec: { closed: [on('2026-12-30', '2027-01-03')] } }, null],
    ['closed every year', { spec: { closed: [every('12-31', '01-03')] } }, null],
    ['closed for one date of it', { spec: { closed: [on('2027-01-04')] } }, null],
    ['said to be open', { spec: { open: [opened('2026-12-31', null, '2027-01-03', '年末年始営業')] } }, null],
    [
      'said to be open last year, and nothing yet',
      { spec: { open: [opened('2025-12-31', null, '2026-01-03')] } },
      null,
    ],
    ['closed in RMS', { outside: [rmsDays('2026-12-31')] }, null],
    [
      'closed by an imported calendar',
      { outside: [{ source: 'feed', name: '本社', days: [{ day: day('2026-12-30'), name: '年末' }] }] },
      null,
    ],
    ['without a business day in it', { spec: { closed: [on('2026-11-01', '2027-02-28')] } }, null],
    ['of a shop in Japan that keeps another country’s holidays', { spec: { nationalHolidays: 'US' } }, NEVER],
  ])('%s', (_case, facts, expected) => {
    expect(missing('2026-12-22', facts)).toBe(expected);
  });

  test('is no matter for a shop of another country', () => {
    const calendar = shop({ nationalHolidays: 'US' }, 'America/New_York', nationalHolidays);
    expect(missingSeason({ calendar, outside: [] }, day('2026-12-22'), nationalHolidays, () => false)).toBeNull();
  });

  test('is asked for on business days only: the reminder is due on the one before', () => {
    const spec = { closed: [on('2026-12-17', '2026-12-22', '改装')] };
    expect(missing('2026-12-16', { spec })).toBe('new-year 2026 #2, last year 0 days');
  });
});

test('Golden Week follows the national holidays of its year', () => {
  const dates = [2024, 2026, 2027].map((year) => {
    const [golden] = japaneseSeasons(year, nationalHolidays);
    return `${formatDate(golden!.from)}..${formatDate(golden!.to)}`;
  });
  expect(dates).toEqual(['2024-04-29..2024-05-06', '2026-04-29..2026-05-06', '2027-04-29..2027-05-05']);
});

test.each<[string, string | null]>([
  ['2026-04-22', 'golden-week 2026 #2, last year 0 days'],
  ['2026-08-06', 'obon 2026 #2, last year 0 days'],
])('the other seasons, on %s: %s', (today, expected) => {
  expect(missing(today)).toBe(expected);
});

describe('a closure of the shop’s own', () => {
  const summer = { closed: [on('2025-09-24', '2025-09-26', '秋季休業')] };

  test('is a season when three dates or more were closed last year', () => {
    expect(missing('2026-09-17', { spec: summer })).toBe('own:09-24 2026 #2, last year 3 days');
    expect(missing('2026-09-17', { spec: { closed: [on('2025-09-24', '2025-09-25')] } })).toBeNull();
  });

  test('is one that is there this year too, some days off', () => {
    expect(missing('2026-09-17', { spec: { closed: [...summer.closed, on('2026-09-29', '2026-10-01')] } })).toBeNull();
  });
});

describe('the closure ahead of a business day', () => {
  const ahead = (today: string, spec: Partial<CalendarSpec> = {}) => {
    const run = closureAhead(shop({ nationalHolidays: 'JP', ...spec }, 'Asia/Tokyo', nationalHolidays), day(today));
    return run && `${formatDate(run.from)}..${formatDate(run.to)}`;
  };

  test.each<[string, string, Partial<CalendarSpec>, string | null]>([
    ['a weekend is none', '2026-06-05', {}, null],
    ['a weekend with a holiday', '2026-07-17', {}, '2026-07-18..2026-07-20'],
    ['New Year', '2026-12-28', { closed: [every('12-29', '01-03')] }, '2026-12-29..2027-01-03'],
    ['not on a closed day', '2026-07-18', {}, null],
    ['not two days before', '2026-07-16', {}, null],
    ['a shop that never opens again', '2026-06-05', { closed: [on('2026-06-06', '2028-12-31')] }, null],
  ])('%s', (_case, today, spec, expected) => {
    expect(ahead(today, spec)).toBe(expected);
  });
});

describe('the seasons to come, for a look at the year', () => {
  const coming = (today: string, spec: Partial<CalendarSpec> = {}, outside: readonly OutsideCalendar[] = []) => {
    const calendar = shop({ nationalHolidays: 'JP', rms: true, ...spec }, 'Asia/Tokyo', nationalHolidays, outside);
    return comingSeasons({ calendar, outside }, day(today), nationalHolidays).map(
      ({ season, state, entered, lastYear }) =>
        `${season.kind} ${season.year} ${state} ${entered.length}/${lastYear.length}`,
    );
  };

  test.each<[string, Partial<CalendarSpec>, readonly OutsideCalendar[], readonly string[]]>([
    [
      'nothing was ever said',
      {},
      [],
      ['golden-week 2027 missing 0/0', 'obon 2027 missing 0/0', 'new-year 2026 missing 0/0'],
    ],
    ['entered in the file', LAST_YEAR, [], ['new-year 2026 missing 0/6']],
    ['entered every year', { closed: [every('12-29', '01-03')] }, [], ['new-year 2026 entered 6/6']],
    ['entered in RMS', {}, [rmsDays('2026-12-30')], ['new-year 2026 entered 1/0']],
    ['an open day is a word, too', { open: [opened('2026-12-30')] }, [], ['new-year 2026 entered 0/0']],
    [
      'closed on all days of a week',
      { weeklyClosed: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
      [],
      ['new-year 2026 closed-anyway 0/0'],
    ],
  ])('%s', (_, spec, outside, expected) => {
    expect(coming('2026-11-26', spec, outside)).toEqual(expect.arrayContaining([...expected]));
  });

  test('each once, by date; a New Year under way is still there', () => {
    const kinds = (today: string) => coming(today).map((one) => one.split(' ', 2).join(' '));
    expect(kinds('2027-01-02')).toEqual(['new-year 2026', 'golden-week 2027', 'obon 2027']);
    expect(kinds('2027-01-04')).toEqual(['golden-week 2027', 'obon 2027', 'new-year 2027']);
  });
});

function rmsDays(...dates: string[]): OutsideCalendar {
  const closures = { weekdays: ['sat', 'sun'] as const, nationalHolidays: true, days: dates.map(day) };
  return { source: 'rms', parts: [{ from: day('2025-01-01'), closures }] };
}
