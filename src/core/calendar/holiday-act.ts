// The Holiday Act (国民の祝日に関する法律) where data sets fall short: art. 3 (3), citizens' holidays (国民の休日).
// Only a 国民の祝日 makes its neighbour a holiday; a substitute or another citizens' holiday does not.

import type { Bilingual, EpochDay } from '../model.ts';
import { epochDay, weekdayOf } from '../time/civil-date.ts';

/** The last date whose 春分/秋分 are announced officially; every release moves it (RULES.md 4). */
export const EQUINOX_OFFICIAL_UNTIL: EpochDay = epochDay(2027, 12, 31);

export const CITIZENS_HOLIDAY: Bilingual = { ja: '国民の休日', en: 'Citizens’ Holiday' };

/** Art. 3 (3) came into force on 1985-12-27; until 2006 it left out Sundays, since 2007 it does not. */
const IN_FORCE_FROM = epochDay(1985, 12, 27);
const SUNDAYS_INCLUDED_FROM = epochDay(2007, 1, 1);

/**
 * Adds the citizens' holidays that the law derives: a day that is no holiday itself, between two national holidays
 * (RULES.md 4; Holiday Act art. 3 (3)). Names tell what a day is: 振替休日 and 国民の休日 are holidays but not
 * 国民の祝日. The days of the enthronement (2019-05-01, 10-22) count as 国民の祝日 by their special act.
 * Pure: returns a new map; dates already in `base` keep their names.
 */
export function completeByLaw(base: ReadonlyMap<EpochDay, Bilingual>): ReadonlyMap<EpochDay, Bilingual> {
  const complete = new Map(base);
  for (const day of base.keys()) {
    const between = day + 1;
    if (base.has(between) || !isNationalHoliday(base, day) || !isNationalHoliday(base, between + 1)) continue;
    if (inForce(between)) complete.set(between, CITIZENS_HOLIDAY);
  }
  return complete;
}

function isNationalHoliday(base: ReadonlyMap<EpochDay, Bilingual>, day: EpochDay): boolean {
  const name = base.get(day);
  return name !== undefined && !/振替休日|国民の休日/.test(name.ja);
}

function inForce(day: EpochDay): boolean {
  if (day < IN_FORCE_FROM) return false;
  return day >= SUNDAYS_INCLUDED_FROM || weekdayOf(day) !== 'sun';
}
