// core: what RMS said over time, each date by the newest answer that covered it; and which answers are doubted.

import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import {
  closesInRms,
  doubtAbout,
  extendRms,
  isEntered,
  type RmsPart,
} from '../../../src/core/calendar/outside-calendar.ts';
import type { EpochDay, RmsClosures, Weekday } from '../../../src/core/model.ts';
import { day } from '../shop.ts';

function closures(weekdays: Weekday[], days: string[] = [], nationalHolidays = false): RmsClosures {
  return { weekdays, nationalHolidays, days: days.map(day) };
}

/** The calendar after answers read on these dates. */
function answered(...answers: [string, RmsClosures][]): { source: 'rms'; parts: readonly RmsPart[] } {
  const parts = answers.reduce<readonly RmsPart[]>((all, [date, one]) => extendRms(all, day(date), one), []);
  return { source: 'rms', parts };
}

const closed = (calendar: ReturnType<typeof answered>, date: string) =>
  closesInRms(calendar, day(date), nationalHolidays);

describe('an RMS calendar', () => {
  test('keeps what was known for a past date when newer answers no longer speak of it', () => {
    const calendar = answered(
      ['2026-06-01', closures(['sun'], ['2026-06-03', '2026-06-10'])],
      ['2026-06-04', closures(['sun'], ['2026-06-10', '2026-06-12'])],
    );
    expect(['2026-06-03', '2026-06-10', '2026-06-12'].map((date) => closed(calendar, date))).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('takes the newest answer for dates that both cover', () => {
    const calendar = answered(
      ['2026-06-01', closures(['sun'], ['2026-06-10'])],
      ['2026-06-04', closures(['sun'], ['2026-06-11'])],
    );
    expect(['2026-06-10', '2026-06-11'].map((date) => closed(calendar, date))).toEqual([false, true]);
  });

  test('keeps another weekly list for the dates before it changed', () => {
    const calendar = answered(['2026-06-01', closures(['sun', 'wed'])], ['2026-06-08', closures(['sun'])]);
    expect(closed(calendar, '2026-06-03')).toBe(true);
    expect(closed(calendar, '2026-06-10')).toBe(false);
    expect(closed(calendar, '2026-05-27')).toBe(true);
  });

  test('stays one part while what is closed regularly stays the same, whatever the number of answers', () => {
    const answers = Array.from({ length: 30 }, (_, n): [string, RmsClosures] => [
      `2026-06-${String(n + 1).padStart(2, '0')}`,
      closures(['sun'], ['2026-08-13']),
    ]);
    expect(answered(...answers).parts).toEqual([
      { from: day('2026-06-01'), closures: closures(['sun'], ['2026-08-13']) },
    ]);
  });

  test('corrected within the day leaves no trace of the first answer', () => {
    const first = answered(['2026-06-01', closures(['sun'])]);
    const wrong = extendRms(first.parts, day('2026-06-04'), closures(['mon'], ['2026-06-09']));
    expect(extendRms(wrong, day('2026-06-04'), closures(['sun']))).toEqual(first.parts);
  });

  test('closes national holidays by law when its list has HOLIDAY', () => {
    const calendar = answered(['2026-09-01', closures([], [], true)]);
    expect(closed(calendar, '2026-09-22')).toBe(true);
    expect(closed(calendar, '2026-09-24')).toBe(false);
  });

  test('tells entered dates from those it closes every week', () => {
    const calendar = answered(['2026-06-01', closures(['wed'], ['2026-06-04'])]);
    expect(['2026-06-03', '2026-06-04'].map((date) => isEntered(calendar, day(date)))).toEqual([false, true]);
  });
});

describe('an answer is doubted', () => {
  const TODAY: EpochDay = day('2026-06-04');
  const before = answered(['2026-06-01', closures(['sun'], ['2026-06-10'])]);
  const after = (next: RmsClosures) => ({ source: 'rms' as const, parts: extendRms(before.parts, TODAY, next) });
  const why = (next: RmsClosures) => doubtAbout(before, after(next), TODAY, nationalHolidays)?.why ?? null;

  test.each<[string, RmsClosures, string | null]>([
    ['when it closes nothing any more', closures([]), 'wipe'],
    ['not when it says the same', closures(['sun'], ['2026-06-10']), null],
    ['not when an entry or two change', closures(['sun'], ['2026-06-11', '2026-06-12']), null],
    [
      'not at ten changed days',
      closures(
        ['sun'],
        ['10', '11', '12', '13', '15', '16', '17', '18', '19', '20', '22'].map((d) => `2026-06-${d}`),
      ),
      null,
    ],
    [
      'above ten changed days',
      closures(
        ['sun'],
        ['11', '12', '13', '15', '16', '17', '18', '19', '20', '22'].map((d) => `2026-06-${d}`),
      ),
      'many',
    ],
    [
      'when another weekday is closed all of a sudden',
      closures(['sat', 'sun'], ['2026-06-10', '2026-06-11', '2026-06-12']),
      'many',
    ],
    [
      'not for what lies more than 60 days ahead',
      closures(['sun'], ['2026-06-10', ...Array.from({ length: 14 }, (_, n) => `2026-09-${10 + n}`)]),
      null,
    ],
  ])('%s', (_case, next, expected) => {
    expect(why(next)).toBe(expected);
  });
});
