// What is coming for a shop: how many open inquiries fall due on each of the next business days.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { type ComingDays, comingDays } from '../../core/calendar/coming-days.ts';
import type { Instant } from '../../core/model.ts';
import { breachesWithin } from '../../store/board/due-within.ts';
import type { Service } from '../service.ts';

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
  const { startOfDay } = calendar.zone;
  const stretches = days.map(({ from, to }) => ({
    shop: shop.id,
    after: Math.max(now, startOfDay(from)),
    upTo: startOfDay(to + 1),
  }));
  const due = await breachesWithin(service.db, stretches);
  return days.map((day, i) => ({ ...day, due: due[i]! }));
}
