// core tests: the Holiday Act as a table of its own, from the law's text and nothing else. Trap: it changed six times
// between 1990 and 2021, and the equinoxes follow the astronomical formula in use for 1980 to 2099.

import type { EpochDay } from '../../../src/core/model.ts';
import { epochDay, weekdayOf } from '../../../src/core/time/civil-date.ts';

type DayOf = (year: number) => EpochDay;

interface Rule {
  readonly from: number;
  readonly to: number;
  readonly day: DayOf;
}

const EVER = { from: 1949, to: 9999 };

const RULES: readonly Rule[] = [
  { ...EVER, day: fixed(1, 1) },
  { from: 1949, to: 1999, day: fixed(1, 15) },
  { from: 2000, to: 9999, day: monday(1, 2) },
  { ...EVER, day: fixed(2, 11) },
  { ...EVER, day: equinox(3, 20.8431) },
  { ...EVER, day: fixed(4, 29) },
  { ...EVER, day: fixed(5, 3) },
  { from: 2007, to: 9999, day: fixed(5, 4) },
  { ...EVER, day: fixed(5, 5) },
  { from: 1996, to: 2002, day: fixed(7, 20) },
  { from: 2003, to: 9999, day: moved({ 2020: [7, 23], 2021: [7, 22] }, monday(7, 3)) },
  { from: 2016, to: 9999, day: moved({ 2020: [8, 10], 2021: [8, 8] }, fixed(8, 11)) },
  { from: 1966, to: 2002, day: fixed(9, 15) },
  { from: 2003, to: 9999, day: monday(9, 3) },
  { ...EVER, day: equinox(9, 23.2488) },
  { from: 1966, to: 1999, day: fixed(10, 10) },
  { from: 2000, to: 9999, day: moved({ 2020: [7, 24], 2021: [7, 23] }, monday(10, 2)) },
  { ...EVER, day: fixed(11, 3) },
  { ...EVER, day: fixed(11, 23) },
  // The Emperor's birthday; none in 2019.
  { from: 1989, to: 2018, day: fixed(12, 23) },
  { from: 2020, to: 9999, day: fixed(2, 23) },
  // Special acts: enthronement 1990, wedding 1993, accession and enthronement 2019.
  { from: 1990, to: 1990, day: fixed(11, 12) },
  { from: 1993, to: 1993, day: fixed(6, 9) },
  { from: 2019, to: 2019, day: fixed(5, 1) },
  { from: 2019, to: 2019, day: fixed(10, 22) },
];

/** All dates of a year that are holidays by law: national, substitute (art. 3 (2)) and citizens' (art. 3 (3)). */
export function lawfulHolidays(year: number): Set<EpochDay> {
  const national = new Set(RULES.filter((rule) => rule.from <= year && year <= rule.to).map((rule) => rule.day(year)));
  const substitutes = new Set(
    [...national].filter((day) => weekdayOf(day) === 'sun').map((day) => substitute(national, day, year)),
  );
  const between = [...national].map((day) => day + 1).filter((day) => !national.has(day) && national.has(day + 1));
  const citizens = between.filter((day) => year >= 2007 || (weekdayOf(day) !== 'sun' && !substitutes.has(day)));
  return new Set([...national, ...substitutes, ...citizens]);
}

/** Until 2006 the day after, since 2007 the nearest day after that is no national holiday. */
function substitute(national: ReadonlySet<EpochDay>, sunday: EpochDay, year: number): EpochDay {
  let day = sunday + 1;
  while (year >= 2007 && national.has(day)) day++;
  return day;
}

function fixed(month: number, day: number): DayOf {
  return (year) => epochDay(year, month, day);
}

function monday(month: number, nth: number): DayOf {
  return (year) => {
    let day = epochDay(year, month, 1);
    while (weekdayOf(day) !== 'mon') day++;
    return day + (nth - 1) * 7;
  };
}

function equinox(month: number, base: number): DayOf {
  return (year) => epochDay(year, month, Math.floor(base + 0.242194 * (year - 1980) - Math.floor((year - 1980) / 4)));
}

function moved(years: Readonly<Record<number, readonly [number, number]>>, else_: DayOf): DayOf {
  return (year) => (years[year] ? epochDay(year, ...years[year]) : else_(year));
}
