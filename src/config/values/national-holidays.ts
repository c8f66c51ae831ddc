// config: the national holidays of a country. Japan's stand in a table of our own; only for other countries and far years the
// library is asked, which takes longer to load than a command to run.

import type { Bilingual, EpochDay, NationalHolidays } from '../../core/model.ts';
import { epochDay } from '../../core/time/civil-date.ts';
import { nearest } from './did-you-mean.ts';
import { countriesOfLibrary, memoise, openCountry, type Table } from './holiday-library.ts';
import { DATES, NAMES } from './japan-table.ts';

type Country = (year: number) => Table;

const countries = new Map<string, Country>();
let countryNames: Readonly<Record<string, string>> | null = null;

/** Names by date of a country's full-day public holidays, each (country, year) computed once (RULES.md 4). */
export const nationalHolidays: NationalHolidays = (country, year) => {
  let byYear = countries.get(country);
  if (!byYear) {
    byYear = memoise(country === 'JP' ? japan() : openCountry(country));
    countries.set(country, byYear);
  }
  return byYear(year);
};

export function isKnownCountry(code: string): boolean {
  return code === 'JP' || Object.hasOwn(knownCountries(), code);
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
  countryNames ??= countriesOfLibrary();
  return countryNames;
}

function japan(): Country {
  let library: Country | null = null;
  return (year) => {
    const table = holidaysOfJapan(year);
    if (table) return table;
    library ??= openCountry('JP');
    return library(year);
  };
}

/** The holidays of one year, in order of date; null for a year that is not in the table. */
export function holidaysOfJapan(year: number): ReadonlyMap<EpochDay, Bilingual> | null {
  const written = DATES[year];
  if (written === undefined) return null;
  return new Map(
    written.split(' ').map((entry) => {
      const [month, day, name] = entry.split(/[-:]/).map(Number);
      return [epochDay(year, month!, day!), NAMES[name!]!];
    }),
  );
}
