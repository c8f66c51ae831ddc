// How many waits usually begin on each weekday, from full weeks of a shop's own history and nothing else (RULES.md 4).

import type { EpochDay, Weekday } from '../model.ts';
import { mondayOf, weekdayOf } from '../time/civil-date.ts';

/** So many full weeks are looked at, where the history has them. */
export const ARRIVAL_WEEKS = 8;

export interface UsualArrivals {
  /** The first Monday and the last Sunday of the weeks looked at. */
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly weeks: number;
  /** How many waits began on that weekday in all those weeks together. */
  readonly began: Readonly<Record<Weekday, number>>;
}

/**
 * The last eight full weeks, Monday to Sunday, before the week of `today`, of those that began after the first date of which
 * anything is known; null where there is none. `began` counts by local date.
 */
export function usualArrivals(began: ReadonlyMap<EpochDay, number>, today: EpochDay): UsualArrivals | null {
  const first = Math.min(...began.keys());
  const monday = mondayOf(today);
  // The week of the first date known may have begun before anybody looked.
  const weeks = Math.min(ARRIVAL_WEEKS, Math.floor((monday - mondayOf(first)) / 7) - 1);
  // Without any date known `weeks` is no number.
  if (!(weeks >= 1)) return null;
  const from = monday - 7 * weeks;
  const sums = { sun: 0, mon: 0, tue: 0, wed: 0, thu: 0, fri: 0, sat: 0 };
  for (const [day, count] of began) if (day >= from && day < monday) sums[weekdayOf(day)] += count;
  return { from, to: monday - 1, weeks, began: sums };
}

/** The mean of a weekday, with one decimal. */
export const meanArrivals = ({ began, weeks }: UsualArrivals, weekday: Weekday): number =>
  Math.round((began[weekday] / weeks) * 10) / 10;
