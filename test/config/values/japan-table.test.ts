// The table of Japan's holidays is written by this test: `npx vitest run test/config/values/japan-table.test.ts --update` after a
// new date-holidays or a new law. Without --update it is held against both, year by year.

import { expect, test } from 'vitest';
import { memoise, openCountry } from '../../../src/config/values/holiday-library.ts';
import { holidaysOfJapan, nationalHolidays } from '../../../src/config/values/national-holidays.ts';
import { civil } from '../../../src/core/time/civil-date.ts';

const YEARS = Array.from({ length: 61 }, (_, i) => 1990 + i);
const library = memoise(openCountry('JP'));

const quoted = (text: string): string => (text.includes("'") ? JSON.stringify(text) : `'${text}'`);
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The source text of the table, as the library and the Holiday Act make it. */
function tableSource(): string {
  const names = new Map<string, number>();
  const years = YEARS.map((year) => {
    const entries = [...library(year)].map(([day, { ja, en }]) => {
      const name = `  { ja: ${quoted(ja)}, en: ${quoted(en)} },`;
      if (!names.has(name)) names.set(name, names.size);
      const { month, day: ofMonth } = civil(day);
      return `${twoDigits(month)}-${twoDigits(ofMonth)}:${names.get(name)}`;
    });
    return `  ${year}: '${entries.join(' ')}',`;
  });
  return `// config: Japan's national holidays by year. Written by its test (test/config/values/japan-table.test.ts), not by hand.

import type { Bilingual } from '../../core/model.ts';

export const NAMES: readonly Bilingual[] = [
${[...names.keys()].join('\n')}
];

/** Month, day and the index of the name, in order of date. */
export const DATES: Readonly<Record<number, string>> = {
${years.join('\n')}
};
`;
}

test('the table is what date-holidays and the law make of it', async () => {
  await expect(tableSource()).toMatchFileSnapshot('../../../src/config/values/japan-table.ts');
});

test.each(YEARS)('%i has the same dates and names, in the same order', (year) => {
  expect([...holidaysOfJapan(year)!]).toEqual([...library(year)]);
});

test('years outside the table are asked of the library', () => {
  for (const year of [1989, 2051]) {
    expect(holidaysOfJapan(year)).toBeNull();
    expect(nationalHolidays('JP', year)).toEqual(library(year));
  }
  expect(nationalHolidays('JP', 2051).size).toBeGreaterThan(15);
});
