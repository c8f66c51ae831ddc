import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { isKnownCountry, nationalHolidays, suggestCountry } from '../../../src/config/values/national-holidays.ts';
import { epochDay, formatDate, weekdayOf } from '../../../src/core/time/civil-date.ts';

/** The Holiday Act again, from its articles and the special acts of 2019 to 2021, without the library. */
function byLaw(year: number): string[] {
  const named = new Set(namedDays(year).map(([month, day]) => epochDay(year, month, day)));
  const all = new Set(named);
  for (const day of named) {
    if (weekdayOf(day) !== 'sun') continue;
    let substitute = day + 1;
    while (year >= 2007 && named.has(substitute)) substitute++;
    all.add(substitute);
  }
  for (const day of named) if (named.has(day + 2) && (year >= 2007 || weekdayOf(day + 1) !== 'sun')) all.add(day + 1);
  return [...all].sort((a, b) => a - b).map(formatDate);
}

function namedDays(year: number): [number, number][] {
  const nthMonday = (month: number, n: number): [number, number] => {
    const first = epochDay(year, month, 1);
    const monday = [0, 1, 2, 3, 4, 5, 6].find((i) => weekdayOf(first + i) === 'mon')!;
    return [month, 1 + monday + 7 * (n - 1)];
  };
  // The almanac's approximation for 1980 to 2099.
  const equinox = (base: number) => Math.floor(base + 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4));
  const games = year === 2020 || year === 2021;
  const days: ([number, number] | false)[] = [
    [1, 1],
    year < 2000 ? [1, 15] : nthMonday(1, 2),
    [2, 11],
    year >= 2020 && [2, 23],
    [3, equinox(20.8431)],
    [4, 29],
    [5, 3],
    year >= 2007 && [5, 4],
    [5, 5],
    year >= 1996 && !games && (year < 2003 ? [7, 20] : nthMonday(7, 3)),
    year >= 2016 && !games && [8, 11],
    year < 2003 ? [9, 15] : nthMonday(9, 3),
    [9, equinox(23.2488)],
    !games && (year < 2000 ? [10, 10] : nthMonday(10, 2)),
    [11, 3],
    [11, 23],
    year < 2019 && [12, 23],
    year === 1990 && [11, 12],
    year === 1993 && [6, 9],
    ...(year === 2019
      ? ([
          [5, 1],
          [10, 22],
        ] as [number, number][])
      : []),
    ...(year === 2020
      ? ([
          [7, 23],
          [7, 24],
          [8, 10],
        ] as [number, number][])
      : []),
    ...(year === 2021
      ? ([
          [7, 22],
          [7, 23],
          [8, 8],
        ] as [number, number][])
      : []),
  ];
  return days.filter((day) => day !== false);
}

function dates(country: string, year: number): string[] {
  return [...nationalHolidays(country, year).keys()].map(formatDate);
}

describe('national holidays of Japan', () => {
  test.each(Array.from({ length: 61 }, (_, i) => 1990 + i))('%i is right by law', (year) => {
    expect(dates('JP', year)).toEqual(byLaw(year));
  });

  test('the citizens’ holidays that the library lacks are named', () => {
    expect(nationalHolidays('JP', 2032).get(epochDay(2032, 9, 21))?.ja).toBe('国民の休日');
    expect(nationalHolidays('JP', 2049).get(epochDay(2049, 9, 21))?.ja).toBe('国民の休日');
  });

  test('names come in Japanese and in English', () => {
    expect(nationalHolidays('JP', 2026).get(epochDay(2026, 11, 23))).toEqual({
      ja: '勤労感謝の日',
      en: 'Labor Thanksgiving Day',
    });
  });

  test('bank holidays and the end of the year are none', () => {
    expect(dates('JP', 2026)).not.toContain('2026-12-31');
    expect(dates('JP', 2026)).not.toContain('2026-01-02');
  });
});

describe('national holidays elsewhere', () => {
  test('only whole public days, several days in full, also over the year’s end', () => {
    expect(dates('IS', 2026)).not.toContain('2026-12-24');
    expect(dates('TR', 2026).filter((date) => date.startsWith('2026-05-2'))).toEqual([
      '2026-05-27',
      '2026-05-28',
      '2026-05-29',
    ]);
    expect(dates('SZ', 2027)).toContain('2027-01-02');
    expect(dates('DE', 2026)).toContain('2026-10-03');
  });

  test('the time zone of the process changes nothing', () => {
    const script = `
      import { nationalHolidays } from './src/config/values/national-holidays.ts';
      console.log(JSON.stringify(['JP', 'US', 'TR'].map((c) => [...nationalHolidays(c, 2026).keys()])));`;
    const inZone = (TZ: string) =>
      execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
        env: { ...process.env, TZ },
      }).toString();
    const here = JSON.stringify(['JP', 'US', 'TR'].map((c) => [...nationalHolidays(c, 2026).keys()]));
    expect(inZone('Pacific/Kiritimati').trim()).toBe(here);
  });

  test('a year is computed once', () => {
    expect(nationalHolidays('US', 2026)).toBe(nationalHolidays('US', 2026));
  });

  test('an unknown country is suggested by code or name', () => {
    expect(isKnownCountry('JP')).toBe(true);
    expect(isKnownCountry('toString')).toBe(false);
    expect(['jp', 'JPN', 'Japan', 'Germny', 'non', 'XX'].map(suggestCountry)).toEqual([
      'did you mean "JP"?',
      'did you mean "JP"?',
      'did you mean "JP"?',
      'did you mean "DE"?',
      'did you mean "NO"?',
      undefined,
    ]);
  });
});
