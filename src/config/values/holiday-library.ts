// config: the adapter for date-holidays. It is asked once per country and year (1 ms a call), the core gets plain tables.
// Traps: its language code for Japanese is `jp`; some holidays last days or only an afternoon; Japan lacks citizens' holidays.

import { createRequire } from 'node:module';
import type Library from 'date-holidays';
import type { HolidaysTypes } from 'date-holidays';
import { completeByLaw } from '../../core/calendar/holiday-act.ts';
import type { Bilingual, EpochDay } from '../../core/model.ts';
import { civil, DAY_MS, parseDate } from '../../core/time/civil-date.ts';

export type Table = ReadonlyMap<EpochDay, Bilingual>;

const HOUR_MS = 3_600_000;
const NOTHING: Table = new Map();
/** The library's calendars are sound in these years; outside them no holidays are known. */
const YEARS = { first: 1850, last: 2250 };

const require = createRequire(import.meta.url);

/** Loading it takes longer than most commands run, so it is loaded when first asked; not by `import`, which would not answer at once. */
function library(): typeof Library {
  return require('date-holidays');
}

/** English names of the countries it knows, by code. */
export function countriesOfLibrary(): Readonly<Record<string, string>> {
  return new (library())().getCountries('en');
}

/** The holidays of a country, year by year, in order of date; in Japan completed by the law. */
export function openCountry(country: string): (year: number) => Table {
  // In UTC every day has 24 hours, whatever the zone of this process or of the country.
  const opened = new (library())(country, { types: ['public'], timezone: 'UTC' });
  const listed = memoise((year) => completeIfJapan(country, expand(opened, year)));
  // A holiday of several days may begin in the year before.
  return (year) => {
    if (year < YEARS.first || year > YEARS.last) return NOTHING;
    const both = [...listed(year - 1), ...listed(year)];
    return new Map(both.filter(([day]) => civil(day).year === year).sort(([a], [b]) => a - b));
  };
}

/** The same function, each year computed once. */
export function memoise(compute: (year: number) => Table): (year: number) => Table {
  const tables = new Map<number, Table>();
  return (year) => {
    let table = tables.get(year);
    if (!table) {
      table = compute(year);
      tables.set(year, table);
    }
    return table;
  };
}

function completeIfJapan(country: string, table: Table): Table {
  return country === 'JP' ? completeByLaw(table) : table;
}

function expand(opened: Library, year: number): Table {
  const table = new Map<EpochDay, Bilingual>();
  const english = namesByRule(opened.getHolidays(year, 'en'));
  for (const holiday of opened.getHolidays(year, 'jp')) {
    const en = english.get(keyOf(holiday)) ?? holiday.name;
    const name: Bilingual = { ja: /[\p{sc=Hani}\p{sc=Hira}\p{sc=Kana}]/u.test(holiday.name) ? holiday.name : en, en };
    for (const day of fullDays(holiday)) if (!table.has(day)) table.set(day, name);
  }
  return table;
}

function namesByRule(holidays: readonly HolidaysTypes.Holiday[]): ReadonlyMap<string, string> {
  return new Map(holidays.map((holiday) => [keyOf(holiday), holiday.name]));
}

function keyOf(holiday: HolidaysTypes.Holiday): string {
  return `${holiday.date} ${holiday.rule}`;
}

/** The dates a holiday covers whole: none for an afternoon, three for one of three and a half days. */
function fullDays(holiday: HolidaysTypes.Holiday): EpochDay[] {
  const first = parseDate(holiday.date.slice(0, 10));
  if (first === null || holiday.date.slice(11, 19) !== '00:00:00') return [];
  const days = Math.floor((holiday.end.getTime() - holiday.start.getTime() + HOUR_MS) / DAY_MS);
  return Array.from({ length: days }, (_, n) => first + n);
}
