import { describe, expect, test } from 'vitest';
import { type ChangeRequest, readChange } from '../../../src/config/edit/change.ts';
import { hintsOf } from '../../../src/config/edit/hints.ts';
import { readShop } from '../../../src/config/input/shop-settings.ts';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import { place } from '../../../src/config/values/readers.ts';
import { type Calendar, compileCalendar } from '../../../src/core/calendar/calendar.ts';
import { changedDays, movedDeadlines } from '../../../src/core/steps/calendar-diff.ts';
import { DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';
import { formatDate, parseDate } from '../../../src/core/time/civil-date.ts';
import { formatDue } from '../../../src/core/time/format.ts';
import { openZone } from '../../../src/core/time/zone.ts';

/** Friday. */
const TODAY = parseDate('2026-11-20')!;

type Entry = Readonly<Record<string, unknown>>;
interface File {
  readonly closed?: readonly Entry[];
  readonly open?: readonly Entry[];
  readonly hours?: readonly string[];
}

function calendarOf(calendar: File): Calendar {
  const at = place();
  const shop = readShop('a', { name: '茶', owner: ['o@example.jp'], calendar }, at);
  if (!shop) throw new Error(JSON.stringify(at.faults));
  return compileCalendar(shop.calendar, openZone(shop.timeZone), nationalHolidays, null);
}

/** The change with the calendar before and after it. */
function changeOf(asked: Partial<ChangeRequest>, before: File = {}) {
  const read = readChange({ list: 'closed', range: '2026-12-02', name: '棚卸', ...asked });
  if ('faults' in read) throw new Error(JSON.stringify(read.faults));
  const { change } = read;
  const after = { ...before, [change.list]: [...(before[change.list] ?? []), change.entry] };
  return { change, pair: { before: calendarOf(before), after: calendarOf(after) } };
}

function hints(asked: Partial<ChangeRequest>, before: File = {}) {
  const { change, pair } = changeOf(asked, before);
  return hintsOf(change, pair, TODAY);
}

const YEARLY = { closed: [{ every: '12-29..01-03', name: '年末年始' }] };

describe('hints before a change', () => {
  test.each<[string, Partial<ChangeRequest>, File, string[]]>([
    ['a day in the middle of a week', {}, {}, []],
    ['a yearly closure that ends within a week', { range: '12-28..01-06', every: true }, {}, []],
    ['a Saturday opened', { list: 'open', range: '2026-12-05' }, {}, []],
    ['dates that are past', { range: '2026-11-02' }, {}, ['past']],
    ['dates that began', { range: '2026-11-19..2026-11-20' }, {}, ['past']],
    ['a year too late', { range: '2028-12-06' }, {}, ['far-away']],
    ['over 30 days', { range: '2026-12-02..2027-01-02' }, {}, ['long', 'every-year', 'monday-after']],
    ['a Sunday', { range: '2026-12-20' }, {}, ['closed-anyway']],
    ['a holiday and its weekend', { range: '2026-11-21..2026-11-23' }, {}, ['closed-anyway']],
    ['days that are in a closure already', { range: '2027-01-02..2027-01-05' }, YEARLY, ['closed-already']],
    [
      'the new year, one year only; the 4th is a Monday',
      { range: '2026-12-29..2027-01-03', name: '年末年始' },
      {},
      ['every-year', 'lone-day', 'monday-after'],
    ],
    ['a day that leaves one alone', { range: '2026-12-08' }, {}, ['lone-day']],
    ['no name', { name: undefined }, {}, ['no-name']],
    ['a Monday opened', { list: 'open', range: '2026-12-07' }, {}, ['open-anyway']],
    [
      'a Monday opened shorter',
      { list: 'open', range: '2026-12-07', hours: '10:00-12:00' },
      { hours: ['09:00-18:00'] },
      [],
    ],
    ['a day of a yearly closure opened', { list: 'open', range: '2026-12-30' }, YEARLY, ['opens-closure']],
  ])('%s', (_, asked, before, codes) => {
    expect(hints(asked, before).map(({ code }) => code)).toEqual(codes);
  });

  test('the words name the day, the reason and what to write instead', () => {
    const [, lone, monday] = hints({ range: '2026-12-29..2027-01-03', name: '年末年始' });
    expect(lone?.words.ja).toBe('12/28(月)だけが休みに挟まれた営業日です。この日も休みですか');
    expect(monday?.words).toEqual({
      ja: '休み明けの2027/1/4(月)は営業日として計算します。この日も休む場合は 2026-12-29..2027-01-04 としてください',
      en: 'Mon 4 Jan 2027, right after it, counts as a business day; if it is closed too, write 2026-12-29..2027-01-04',
    });
    expect(hints({ range: '2027-01-02..2027-01-05' }, YEARLY)[0]?.words.en).toContain('(年末年始');
  });
});

describe('what a change does', () => {
  const changes = (asked: Partial<ChangeRequest>, before: File = {}) =>
    changedDays(changeOf(asked, before).pair, TODAY, TODAY + 400).map(
      ({ day, change }) => `${change} ${formatDate(day)}`,
    );

  test('days that open, close or get other hours; days that are closed anyway are not among them', () => {
    expect(changes({ range: '2026-12-29..2027-01-03' })).toEqual([
      'closes 2026-12-29',
      'closes 2026-12-30',
      'closes 2026-12-31',
    ]);
    expect(changes({ list: 'open', range: '2026-12-05' })).toEqual(['opens 2026-12-05']);
    expect(changes({ list: 'open', range: '2026-12-07', hours: '10:00-12:00' }, { hours: ['09:00-18:00'] })).toEqual([
      'hours 2026-12-07',
    ]);
  });

  test('hours are compared by value, not by how they were written or stored', () => {
    const { after } = changeOf({}, { hours: ['09:00-18:00'] }).pair;
    const hours = Object.fromEntries(
      Object.entries(after.spec.hours ?? {}).map(([day, ranges]) => [
        day,
        ranges.map(({ from, to }) => ({ to, from })),
      ]),
    );
    const stored = compileCalendar({ ...after.spec, hours }, after.zone, nationalHolidays, null);
    expect(changedDays({ before: stored, after }, TODAY, TODAY + 30)).toEqual([]);
  });

  test('deadlines of messages on the days around that move, and no others', () => {
    const { pair } = changeOf({ range: '2026-12-29..2027-01-03' });
    const moved = movedDeadlines(pair, DEFAULT_POLICY, changedDays(pair, TODAY, TODAY + 400), TODAY);
    const zone = openZone('Asia/Tokyo');
    const due = (at: number | undefined) => formatDue(at!, zone, 'ja');
    expect(
      moved.map(({ day, before, after }) => [formatDate(day), due(before?.at.breach), due(after?.at.breach)]),
    ).toEqual([
      ['2026-12-24', '12/29(火) 24:00', '1/4(月) 24:00'],
      ['2026-12-25', '12/30(水) 24:00', '1/5(火) 24:00'],
      ['2026-12-26', '12/30(水) 24:00', '1/5(火) 24:00'],
      ['2026-12-27', '12/30(水) 24:00', '1/5(火) 24:00'],
      ['2026-12-28', '12/31(木) 24:00', '1/6(水) 24:00'],
      ['2026-12-29', '1/4(月) 24:00', '1/6(水) 24:00'],
      ['2026-12-30', '1/5(火) 24:00', '1/6(水) 24:00'],
    ]);
  });

  test('a calendar without business days has no deadline, and that is told', () => {
    const { pair } = changeOf({ range: '2026-12-02..2028-12-31' });
    const moved = movedDeadlines(pair, DEFAULT_POLICY, changedDays(pair, TODAY, TODAY + 30), TODAY);
    expect(moved.at(-1)?.after).toBeNull();
  });
});
