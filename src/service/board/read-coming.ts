// What is coming for a shop: how many open inquiries fall due on each of the next business days.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { type ComingDays, comingDays, comingDaysTogether } from '../../core/calendar/coming-days.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { breachesWithin } from '../../store/board/due-within.ts';
import type { Service } from '../service.ts';
import { HORIZON_DAYS } from './cut-days.ts';
import type { Board } from './read-board.ts';
import { stretchOf } from './read-open-page.ts';

/** So many business days ahead, today among them. */
export const COMING_DAYS = 10;

/** How many open inquiries have their deadline on the day, or on one of the closed dates. */
export interface Coming extends ComingDays {
  readonly due: number;
}

/**
 * The next ten business days of a shop's own calendar and the closed dates between them, in order. Of today's only what
 * is still to come counts; a deadline at the start of a date belongs to the date before (RULES.md 3, 4).
 */
export async function readComing(
  service: Pick<Service, 'db' | 'counting' | 'clock'>,
  shop: ShopConfig,
  now: Instant = service.clock.now(),
): Promise<Coming[]> {
  const calendar = service.counting.calendarOf(shop);
  const days = comingDays(calendar, now, COMING_DAYS);
  const stretches = days.map((day) => ({ shop: shop.id, ...stretchOf(shop.timeZone, day, now) }));
  const due = await breachesWithin(service.db, stretches);
  return days.map((day, i) => ({ ...day, due: due[i]! }));
}

/** With more shops than this the others open on no date on which none of these does. */
const MOST_CALENDARS = 1_000;

/**
 * The same of several shops together, out of the board's own counts: a date is a business day when one of the shops is open,
 * and each shop's deadlines count on its own local date. Fewer days when there are fewer than ten among the next 60 dates.
 */
export function comingTogether(
  { counting }: Pick<Service, 'counting'>,
  { now, firstDay, dueOn }: Pick<Board, 'now' | 'firstDay' | 'dueOn'>,
  shops: readonly ShopConfig[],
): Coming[] {
  const due = new Array<number>(HORIZON_DAYS).fill(0);
  const add = (count: number, offset: number): void => {
    due[offset] = (due[offset] ?? 0) + count;
  };
  for (const { id } of shops) dueOn.get(id)?.forEach(add);
  // Shops that are configured alike share one.
  const calendars = [...new Set(shops.slice(0, MOST_CALENDARS).map((shop) => counting.calendarOf(shop)))];
  const isOpen = (day: EpochDay) => calendars.some((calendar) => calendar.isOpen(day));
  const zones = new Set(shops.map(({ timeZone }) => timeZone));
  const today = Math.min(...[...zones].map((timeZone) => openZone(timeZone).localDay(now)));
  const days = comingDaysTogether(isOpen, today, { count: COMING_DAYS, horizon: firstDay + HORIZON_DAYS - today });
  const dueWithin = ({ from, to }: ComingDays) =>
    due.slice(from - firstDay, to + 1 - firstDay).reduce((sum, count) => sum + count, 0);
  return days.map((day) => ({ ...day, due: dueWithin(day) }));
}
