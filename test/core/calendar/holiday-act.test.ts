// core: national holidays by law. Trap: a substitute holiday is no neighbour that makes a citizens' holiday.

import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import { CITIZENS_HOLIDAY, completeByLaw } from '../../../src/core/calendar/holiday-act.ts';
import type { Bilingual } from '../../../src/core/model.ts';
import { epochDay, formatDate } from '../../../src/core/time/civil-date.ts';
import { day } from '../shop.ts';
import { lawfulHolidays } from './japanese-law.ts';

const YEARS = Array.from({ length: 61 }, (_, n) => 1990 + n);

function base(days: Record<string, string>): ReadonlyMap<number, Bilingual> {
  return new Map(Object.entries(days).map(([date, ja]) => [day(date), { ja, en: ja }]));
}

function added(days: Record<string, string>): string[] {
  const before = base(days);
  return [...completeByLaw(before).keys()].filter((date) => !before.has(date)).map(formatDate);
}

describe('the national holidays of Japan', () => {
  test.each(YEARS)('of %i are those of the law, date by date', (year) => {
    const lawful = lawfulHolidays(year);
    const ours = nationalHolidays('JP', year);
    for (let date = epochDay(year, 1, 1); date < epochDay(year + 1, 1, 1); date++) {
      expect(`${formatDate(date)} ${ours.has(date)}`).toBe(`${formatDate(date)} ${lawful.has(date)}`);
    }
  });

  test.each([
    ['2026-05-06', /振替休日/],
    ['2026-09-22', /国民の休日/],
    ['2032-09-21', /国民の休日/],
    ['2049-09-21', /国民の休日/],
    ['2019-04-30', /国民の休日/],
    ['2019-05-02', /国民の休日/],
    ['2026-11-23', /勤労感謝の日/],
  ])('%s is called what it is', (date, name) => {
    expect(nationalHolidays('JP', Number(date.slice(0, 4))).get(day(date))?.ja).toMatch(name);
  });
});

describe('a citizens’ holiday', () => {
  test('is a day between two national holidays, with its name in both languages', () => {
    const complete = completeByLaw(base({ '2032-09-20': '敬老の日', '2032-09-22': '秋分の日' }));
    expect(complete.get(day('2032-09-21'))).toEqual(CITIZENS_HOLIDAY);
  });

  test.each([
    ['two days between two holidays', { '2026-09-20': '祝日', '2026-09-23': '秋分の日' }, []],
    ['a day after a substitute holiday', { '2026-09-21': '敬老の日 振替休日', '2026-09-23': '秋分の日' }, []],
    ['a day after a citizens’ holiday', { '2026-09-21': '国民の休日', '2026-09-23': '秋分の日' }, []],
    ['a Sunday before 2007', { '1997-05-03': '憲法記念日', '1997-05-05': 'こどもの日' }, []],
    ['a Sunday since 2007', { '2031-05-03': '憲法記念日', '2031-05-05': 'こどもの日' }, ['2031-05-04']],
    ['a day before the rule was law', { '1984-05-03': '憲法記念日', '1984-05-05': 'こどもの日' }, []],
    ['a weekday under the old rule', { '1990-05-03': '憲法記念日', '1990-05-05': 'こどもの日' }, ['1990-05-04']],
  ])('%s: %j adds %j', (_case, days, dates) => {
    expect(added(days as Record<string, string>)).toEqual(dates);
  });

  test('leaves the given names and the given map alone', () => {
    const before = base({ '2026-09-21': '敬老の日', '2026-09-22': '特別な日', '2026-09-23': '秋分の日' });
    expect(completeByLaw(before)).toEqual(before);
    expect(completeByLaw(base({}))).toEqual(new Map());
  });
});
