// config: the table of Japan's national holidays as the core takes it.

import type { Bilingual, EpochDay } from '../../core/model.ts';
import { epochDay } from '../../core/time/civil-date.ts';
import { DATES, NAMES } from './japan-table.ts';

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
