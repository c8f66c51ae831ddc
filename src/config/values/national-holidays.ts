// config: the adapter for date-holidays. It is asked once per country and year (1 ms a call), the core gets plain tables.
// Traps: its language code for Japanese is `jp`; some holidays last days or only an afternoon; Japan lacks citizens' holidays.

import Holidays, { type HolidaysTypes } from 'date-holidays';
import { completeByLaw } from '../../core/calendar/holiday-act.ts';
import type { Bilingual, EpochDay, NationalHolidays } from '../../core/model.ts';
import { civil, DAY_MS, parseDate } from '../../core/time/civil-date.ts';
import { nearest } from './did-you-mean.ts';

type Table = ReadonlyMap<EpochDay, Bilingual>;
type Country = (year: number) => Table;

const HOUR_MS = 3_600_000;
const NOTHING: Table = new Map();
/** The library's calendars are sound in these years; outside them no holidays are known. */
const YEARS = { first: 1850, last: 2250 };

const countries = new Map<string, Country>();
let countryNames: Readonly<Record<string, string>> | null = null;

/** Names by date of a country's full-day public holidays, each (country, year) computed once (RULES.md 4). */
export const nationalHolidays: NationalHolidays = (country, year) => {
  let byYear = countries.get(country);
  if (!byYear) {
    byYear = openCountry(country);
    countries.set(country, byYear);
  }
  return byYear(year);
};

export function isKnownCountry(code: string): boolean {
  return Object.hasOwn(knownCountries(), code);
}

/** "did you mean" for a country that is not known: its code in capitals, or the code of a name such as Japan. */
export function suggestCountry(written: string): string | undefined {
  const names = knownCountries();
  const short = written.slice(0, 2).toUpperCase();
  if (written.length <= 3) return isKnownCountry(short) ? `did you mean "${short}"?` : undefined;
  const name = nearest(written, ['none', ...Object.values(names)]);
  const code = Object.keys(names).find((key) => names[key] === name) ?? name;
  return code && `did you mean "${code}"?`;
}

function knownCountries(): Readonly<Record<string, string>> {
  countryNames ??= new Holidays().getCountries('en');
  return countryNames;
}

function openCountry(country: string): Country {
  // In UTC every day has 24 hours, whatever the zone of this process or of the country.
  const library = new Holidays(country, { types: ['public'], timezone: 'UTC' });
  const listed = memoise((year) => completeIfJapan(country, expand(library, year)));
  // A holiday of several days may begin in the year before.
  return memoise((year) => {
    if (year < YEARS.first || year > YEARS.last) return NOTHING;
    const both = [...listed(year - 1), ...listed(year)];
    return new Map(both.filter(([day]) => civil(day).year === year).sort(([a], [b]) => a - b));
  });
}

function completeIfJapan(country: string, table: Table): Table {
  return country === 'JP' ? completeByLaw(table) : table;
}

function expand(library: Holidays, year: number): Table {
  const table = new Map<EpochDay, Bilingual>();
  const english = namesByRule(library.getHolidays(year, 'en'));
  for (const holiday of library.getHolidays(year, 'jp')) {
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

function memoise(compute: Country): Country {
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
