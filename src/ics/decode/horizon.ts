// ics: the dates that count of an imported calendar.

import type { EpochDay } from '../../core/model.ts';
import { civil, epochDay } from '../../core/time/civil-date.ts';
import type { Zone } from '../../core/time/zone.ts';

export interface Horizon {
  readonly today: EpochDay;
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** The shop's. */
  readonly zone: Zone;
}

/**
 * From the beginning of last year to the end of the third after this one: whole years, so that what repeats for ever
 * gives the same dates from day to day.
 */
export function horizonOf(today: EpochDay, zone: Zone): Horizon {
  const { year } = civil(today);
  return { today, from: epochDay(year - 1, 1, 1), to: epochDay(year + 3, 12, 31), zone };
}
