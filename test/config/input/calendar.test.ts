import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCalendar } from '../../../src/config/input/calendar.ts';
import { parseDate } from '../../../src/core/time/civil-date.ts';

function calendar(value: unknown) {
  const read = parseCalendar(value);
  if ('faults' in read) throw new Error(read.faults.map(({ message }) => message).join('\n'));
  return read.calendar;
}

function messages(value: unknown): string[] {
  const read = parseCalendar(value);
  return 'faults' in read ? read.faults.map(({ message }) => message) : [];
}

const OFFICE = [{ from: 540, to: 1080 }];

describe('reading a calendar', () => {
  test('what is left out: closed on Saturday, Sunday and Japanese holidays, the rest empty', () => {
    expect(calendar({})).toEqual({
      weeklyClosed: ['sun', 'sat'],
      nationalHolidays: 'JP',
      hours: null,
      cutoff: null,
      closed: [],
      open: [],
      rms: false,
    });
  });

  test('entries without a name get the usual one', () => {
    const read = calendar({ closed: [{ on: '2026-08-12' }, { every: '12-29..01-03' }], open: [{ on: '2026-10-17' }] });
    expect([...read.closed, ...read.open].map(({ name }) => name)).toEqual(['臨時休業', '定例休業', '臨時営業']);
    expect(read.closed[1]).toMatchObject({ from: { month: 12, day: 29 }, to: { month: 1, day: 3 } });
  });

  test('hours in any order are sorted, may touch, and may end at 24:00', () => {
    expect(calendar({ hours: ['12:00-24:00', '09:00-12:00'] }).hours?.sun).toEqual([
      { from: 540, to: 720 },
      { from: 720, to: 1440 },
    ]);
  });

  test('an empty list of hours is no hours', () => {
    expect(calendar({ hours: [] }).hours).toBeNull();
  });

  test('hours per weekday may also name closed weekdays, and none is needed where all are closed', () => {
    const hours = { mon: ['09:00-18:00'], sat: ['09:00-18:00'] };
    expect(calendar({ weeklyClosed: ['sun', 'tue', 'wed', 'thu', 'fri', 'sat'], hours }).hours).toEqual({
      mon: OFFICE,
      sat: OFFICE,
    });
    expect(calendar({ weeklyClosed: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], hours: {} }).hours).toEqual({});
  });

  test('an open date inside a yearly closure is allowed, and one with hours of its own on a weekday without', () => {
    const hours = Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, ['09:00-18:00']]));
    const open = [{ on: '2026-12-30' }, { on: '2026-10-17', hours: ['10:00-15:00'] }];
    expect(calendar({ hours, closed: [{ every: '12-29..01-03' }], open }).open).toHaveLength(2);
  });

  test('two open entries for one date with the same hours are allowed', () => {
    expect(calendar({ open: [{ on: '2026-10-17' }, { on: '2026-10-16..2026-10-18' }] }).open).toHaveLength(2);
  });

  test.each([[null], [[]], ['JP'], [3], [true]])('%j is no calendar', (value) => {
    expect(messages(value)[0]).toContain('a map with the keys weeklyClosed');
  });

  test('a key named like a part of every object is unknown like any other', () => {
    for (const key of ['__proto__', 'constructor', 'toString'])
      expect(messages(JSON.parse(`{"${key}":1}`))[0]).toContain(`the unknown key "${key}"`);
  });

  test('any one-off closure and open date that meet are refused, any others are not', () => {
    const day = fc.integer({ min: parseDate('2026-01-01')!, max: parseDate('2026-03-31')! });
    const range = fc
      .tuple(day, fc.integer({ min: 0, max: 20 }))
      .map(([from, length]) => [from, from + length] as const);
    const text = ([from, to]: readonly [number, number]) =>
      [from, to].map((d) => new Date(d * 86_400_000).toISOString().slice(0, 10)).join('..');
    fc.assert(
      fc.property(range, range, (closed, open) => {
        const meet = closed[0] <= open[1] && open[0] <= closed[1];
        expect(messages({ closed: [{ on: text(closed) }], open: [{ on: text(open) }] }).length > 0).toBe(meet);
      }),
    );
  });
});
