// core: the counting rules of RULES.md 3 and its worked examples (8), as tables.
// Trap: a due instant at 00:00 is written here as the 00:00 of the next date, never as 24:00.

import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import type { CalendarSpec, CountingRule } from '../../../src/core/model.ts';
import { computeDeadlines, DEFAULT_POLICY, NoBusinessDayError, stepDue } from '../../../src/core/steps/counting.ts';
import { isoUtc } from '../../../src/core/time/instant.ts';
import { at, every, hours, japanese, length, on, opened, policy, range, shop } from '../shop.ts';

const JP: Partial<CalendarSpec> = { nationalHolidays: 'JP' };
const ALL_DAYS: Partial<CalendarSpec> = { weeklyClosed: [] };
const SPLIT: Partial<CalendarSpec> = { hours: hours('09:00-12:00', '13:00-18:00') };

function due(spec: Partial<CalendarSpec>, rule: CountingRule, after: string, startedAt: string): string {
  return japanese(
    stepDue(shop(spec, 'Asia/Tokyo', nationalHolidays), { counting: rule }, length(after), at(startedAt)),
  );
}

describe('the worked examples of RULES.md 8', () => {
  test.each<[string, Partial<CalendarSpec>, string, string, string]>([
    ['2026-06-01T10:00', JP, '06-03', '06-04', '06-05'],
    ['2026-06-05T23:59:59.999', JP, '06-09', '06-10', '06-11'],
    ['2026-06-06T10:00', JP, '06-09', '06-10', '06-11'],
    ['2026-05-01T15:00', JP, '05-08', '05-09', '05-12'],
    ['2026-09-18T11:00', JP, '09-25', '09-26', '09-29'],
    ['2026-12-28T16:00', { ...JP, closed: [on('2026-12-29', '2027-01-03')] }, '01-05', '01-06', '01-07'],
    ['2026-12-28T16:00', { ...JP, closed: [every('12-29', '01-03')] }, '01-05', '01-06', '01-07'],
    ['2026-10-15T10:00', { ...JP, open: [opened('2026-10-17')] }, '10-17', '10-18', '10-20'],
    ['2026-06-02T13:00', { weeklyClosed: ['wed', 'sun'] }, '06-05', '06-06', '06-07'],
  ])('started %s', (startedAt, spec, flag, alert, breach) => {
    const { at: due } = computeDeadlines(shop(spec, 'Asia/Tokyo', nationalHolidays), DEFAULT_POLICY, at(startedAt));
    expect([due.flag, due.owner_alert, due.breach].map((instant) => japanese(instant).slice(5))).toEqual(
      [flag, alert, breach].map((date) => `${date}T00:00`),
    );
  });
});

describe('one business day after a message', () => {
  test.each<[CountingRule, string, string, string]>([
    ['day-end', '06-03T00:00', '06-09T00:00', '06-09T00:00'],
    ['day-end-shifted', '06-03T00:00', '06-10T00:00', '06-09T00:00'],
    ['elapsed', '06-02T10:00', '06-09T00:00', '06-08T10:00'],
  ])('under %s: Monday, Saturday (closed), Friday 10:00', (rule, monday, saturday, friday) => {
    expect(due({}, rule, '1d', '2026-06-01T10:00')).toBe(`2026-${monday}`);
    expect(due({}, rule, '1d', '2026-06-06T10:00')).toBe(`2026-${saturday}`);
    expect(due({}, rule, '1d', '2026-06-05T10:00')).toBe(`2026-${friday}`);
  });
});

describe('a cut-off at 18:00', () => {
  const CUTOFF = { cutoff: 18 * 60 };
  test.each<[CountingRule, string, string, string]>([
    ['day-end', '2026-06-01T17:59:59.999', '2026-06-03T00:00', 'a moment before it'],
    ['day-end', '2026-06-01T18:00', '2026-06-04T00:00', 'at it: received on Tuesday'],
    ['day-end', '2026-06-05T19:00', '2026-06-09T00:00', 'on Friday: received on Saturday, not counted anyway'],
    ['day-end-shifted', '2026-06-05T19:00', '2026-06-10T00:00', 'on Friday: Saturday is put on Monday'],
    ['day-end', '2026-06-06T19:00', '2026-06-09T00:00', 'on a closed date it has no effect'],
    ['day-end-shifted', '2026-06-06T19:00', '2026-06-10T00:00', 'on a closed date it has no effect'],
    ['elapsed', '2026-06-01T17:59', '2026-06-02T17:59', 'a moment before it'],
    ['elapsed', '2026-06-01T18:00', '2026-06-03T00:00', 'at it: the clock starts on Tuesday'],
    ['elapsed', '2026-06-05T19:00', '2026-06-09T00:00', 'on Friday: the clock starts on Monday'],
  ])('%s, %s: due %s (%s)', (rule, startedAt, expected) => {
    expect(due(CUTOFF, rule, '1d', startedAt)).toBe(expected);
  });

  test('under elapsed starts the clock at the next opening when hours are given', () => {
    expect(due({ ...CUTOFF, ...SPLIT }, 'elapsed', '1d', '2026-06-01T19:00')).toBe('2026-06-03T09:00');
  });

  test('has no effect on steps in hours', () => {
    expect(due({ ...SPLIT, cutoff: 600 }, 'day-end', '1h', '2026-06-01T10:30')).toBe('2026-06-01T11:30');
  });
});

describe('elapsed', () => {
  test.each<[Partial<CalendarSpec>, string, string, string, string]>([
    [SPLIT, '1d', '2026-06-01T22:15', '2026-06-02T22:15', 'keeps a time outside the hours'],
    [SPLIT, '2d', '2026-06-06T10:00', '2026-06-10T09:00', 'starts at the first opening after a closed date'],
    [
      { ...SPLIT, open: [opened('2026-06-06', [range('10:00-14:00')])] },
      '1d',
      '2026-06-05T08:30',
      '2026-06-06T08:30',
      'whatever hours the later date has',
    ],
    [
      { ...SPLIT, open: [opened('2026-06-07', [range('10:00-14:00')])] },
      '1d',
      '2026-06-06T08:30',
      '2026-06-08T10:00',
      'keeps the opening time it started with',
    ],
    [
      { open: [opened('2026-06-07', [range('10:00-14:00')])] },
      '1d',
      '2026-06-06T08:30',
      '2026-06-08T10:00',
      'knows the hours of a single date',
    ],
  ])('%j %s from %s: %s (%s)', (spec, after, startedAt, expected) => {
    expect(due(spec, 'elapsed', after, startedAt)).toBe(expected);
  });

  test('keeps the milliseconds of its wall-clock time', () => {
    const start = at('2026-06-05T10:00:00.123');
    expect(isoUtc(stepDue(shop(), { counting: 'elapsed' }, { days: 1 }, start))).toBe('2026-06-08T01:00:00.123Z');
  });
});

describe('steps in business hours', () => {
  test.each<[Partial<CalendarSpec>, string, string, string, string]>([
    [SPLIT, '1h', '2026-06-01T11:30', '2026-06-01T13:30', 'the noon break does not run'],
    [SPLIT, '3h', '2026-06-01T09:00', '2026-06-01T12:00', 'a closing boundary stays that boundary'],
    [SPLIT, '1m', '2026-06-01T12:00', '2026-06-01T13:01', 'a message at closing starts at the next opening'],
    [SPLIT, '1h', '2026-06-05T18:00', '2026-06-08T10:00', 'also over the weekend'],
    [SPLIT, '8h', '2026-06-01T09:00', '2026-06-01T18:00', 'a whole day'],
    [SPLIT, '481m', '2026-06-01T09:00', '2026-06-02T09:01', 'a day and a minute'],
    [SPLIT, '1h', '2026-06-01T03:00', '2026-06-01T10:00', 'before the opening'],
    [{ hours: hours('00:00-24:00') }, '24h', '2026-06-04T18:00', '2026-06-05T18:00', 'round the clock'],
    [{ hours: hours('00:00-24:00') }, '6h', '2026-06-05T18:00', '2026-06-06T00:00', 'until 24:00'],
    [
      { ...SPLIT, open: [opened('2026-06-06', [range('10:00-11:00')])] },
      '2h',
      '2026-06-05T18:00',
      '2026-06-08T10:00',
      'a short open date',
    ],
    [
      { ...SPLIT, open: [opened('2026-06-02', [range('10:00-11:00')])] },
      '1h',
      '2026-06-02T09:00',
      '2026-06-02T11:00',
      'a short day on a business day',
    ],
    [{ ...SPLIT, closed: [on('2026-06-02')] }, '9h', '2026-06-01T09:00', '2026-06-03T10:00', 'a closed date'],
  ])('%j %s from %s: %s (%s)', (spec, after, startedAt, expected) => {
    for (const rule of ['day-end', 'day-end-shifted', 'elapsed'] as const) {
      expect(due(spec, rule, after, startedAt)).toBe(expected);
    }
  });

  test('run in real time through a DST change', () => {
    const spec = { weeklyClosed: [], hours: hours('01:00-04:00') };
    const dueIn = (start: string) =>
      isoUtc(stepDue(shop(spec, 'America/New_York'), { counting: 'day-end' }, length('2h'), at(start)));
    expect(dueIn('2026-03-08T00:00-05:00')).toBe('2026-03-08T08:00:00.000Z');
    expect(dueIn('2026-11-01T00:00-04:00')).toBe('2026-11-01T07:00:00.000Z');
  });

  test('need opening hours', () => {
    expect(() => due({}, 'day-end', '1h', '2026-06-01T10:00')).toThrow(/opening hours/);
  });
});

describe('other zones', () => {
  test.each<[string, CountingRule, string, string, string]>([
    ['America/New_York', 'elapsed', '2026-03-06T02:30-05:00', '2026-03-07T07:30:00.000Z', 'the day before the change'],
    ['America/New_York', 'elapsed', '2026-03-07T02:30-05:00', '2026-03-08T07:00:00.000Z', 'a missing time'],
    ['America/New_York', 'elapsed', '2026-10-31T01:30-04:00', '2026-11-01T05:30:00.000Z', 'an ambiguous time'],
    [
      'Asia/Beirut',
      'day-end',
      '2026-03-27T10:00+02:00',
      '2026-03-28T22:00:00.000Z',
      'the day before a missing midnight',
    ],
    ['Asia/Beirut', 'day-end', '2026-03-28T10:00+02:00', '2026-03-29T21:00:00.000Z', 'a day of 23 hours'],
    [
      'Australia/Lord_Howe',
      'day-end',
      '2026-10-03T10:00+10:30',
      '2026-10-04T13:00:00.000Z',
      'a change by half an hour',
    ],
    [
      'America/St_Johns',
      'day-end',
      '2010-11-07T02:45Z',
      '2010-11-08T03:30:00.000Z',
      '23:15 once more, after a midnight',
    ],
    [
      'Pacific/Apia',
      'day-end',
      '2011-12-29T10:00-10:00',
      '2011-12-31T10:00:00.000Z',
      'a skipped date is no business day',
    ],
    [
      'Pacific/Apia',
      'elapsed',
      '2011-12-29T10:00-10:00',
      '2011-12-30T20:00:00.000Z',
      'a skipped date is no business day',
    ],
  ])('%s %s from %s: %s (%s)', (zone, rule, startedAt, expected) => {
    expect(isoUtc(stepDue(shop(ALL_DAYS, zone), { counting: rule }, { days: 1 }, at(startedAt)))).toBe(expected);
  });

  test('a cut-off before a skipped date puts the message on the next date that exists', () => {
    const calendar = shop({ ...ALL_DAYS, cutoff: 600 }, 'Pacific/Apia');
    expect(isoUtc(stepDue(calendar, { counting: 'day-end' }, { days: 1 }, at('2011-12-29T10:00-10:00')))).toBe(
      '2012-01-01T10:00:00.000Z',
    );
  });
});

describe('no business day within 400 days', () => {
  const after = (days: number) =>
    shop({
      ...ALL_DAYS,
      closed: [on('2026-06-02', japanese(at('2026-06-01') + (days - 1) * 86_400_000).slice(0, 10))],
    });

  test.each(['day-end', 'day-end-shifted', 'elapsed'] as const)('is an error under %s, 400 days are not', (rule) => {
    expect(japanese(stepDue(after(400), { counting: rule }, { days: 1 }, at('2026-06-01T10:00'))).slice(0, 10)).toMatch(
      '2027-07-0',
    );
    expect(() => stepDue(after(401), { counting: rule }, { days: 1 }, at('2026-06-01T10:00'))).toThrow(
      NoBusinessDayError,
    );
  });

  test('is an error for the whole answer when only the last step needs it', () => {
    const calendar = shop({ closed: [on('2026-06-04', '2028-06-04')] });
    expect(japanese(stepDue(calendar, { counting: 'day-end' }, { days: 2 }, at('2026-06-01T10:00')))).toBe(
      '2026-06-04T00:00',
    );
    expect(() => computeDeadlines(calendar, DEFAULT_POLICY, at('2026-06-01T10:00'))).toThrow(
      'No business day within 400 days after 2026-06-03',
    );
  });

  test.each<[string, Partial<CalendarSpec>]>([
    ['a shop that never opens', { weeklyClosed: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] }],
    ['a yearly closure of the whole year', { closed: [every('01-01', '12-31')] }],
    ['a start far in the past', { closed: [on('1990-01-01', '2199-12-31')] }],
  ])('is an error and no endless loop for %s', (_case, spec) => {
    const calendar = shop({ ...spec, hours: hours('09:00-18:00') });
    for (const start of ['1999-06-01T10:00', '2026-06-01T10:00']) {
      expect(() => computeDeadlines(calendar, DEFAULT_POLICY, at(start))).toThrow(NoBusinessDayError);
      expect(() => computeDeadlines(calendar, policy('day-end', '1m', '1h', '2h'), at(start))).toThrow(
        NoBusinessDayError,
      );
    }
  });

  test.each([
    ['2027-07-07', 400],
    ['2027-07-08', 401],
  ])('also counts between two counted dates: closed until %s, %i days', (until, days) => {
    const calendar = shop({ ...ALL_DAYS, closed: [on('2026-06-04', until)] });
    const count = () => stepDue(calendar, { counting: 'day-end' }, { days: 4 }, at('2026-06-01T10:00'));
    if (days > 400) expect(count).toThrow('No business day within 400 days after 2026-06-03');
    else expect(japanese(count())).toBe('2027-07-10T00:00');
  });

  test('does not ask beyond the last step', () => {
    const calendar = shop({ ...SPLIT, closed: [on('2026-06-02', '2030-01-01')] });
    expect(japanese(stepDue(calendar, { counting: 'day-end' }, length('8h'), at('2026-06-01T09:00')))).toBe(
      '2026-06-01T18:00',
    );
    expect(() => stepDue(calendar, { counting: 'day-end' }, length('481m'), at('2026-06-01T09:00'))).toThrow(
      NoBusinessDayError,
    );
  });
});
