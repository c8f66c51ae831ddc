// What a shop has promised and not answered yet, as lists show it: what is due first in front.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { businessDaysLeft } from '../../core/steps/counting.ts';
import { type StandingPromiseRow, standingPromises } from '../../store/promises/standing-promises.ts';
import type { Service } from '../service.ts';

export interface PromisedInquiry extends StandingPromiseRow {
  /** `until` has passed. */
  readonly isBroken: boolean;
  /** On the shop's own calendar, as core `businessDaysLeft`. */
  readonly businessDaysLeft: number;
}

export interface Promised {
  readonly items: readonly PromisedInquiry[];
  /** How many there are in all. */
  readonly count: number;
}

/** Up to `limit` of them, as they are at `now` (epoch ms), or will be if nobody answers. */
export async function readPromised(
  { db, counting }: Pick<Service, 'db' | 'counting'>,
  shop: ShopConfig,
  limit: number,
  now: Instant,
): Promise<Promised> {
  const { rows, count } = await standingPromises(db, shop.id, limit, now);
  const calendar = counting.calendarOf(shop);
  const items = rows.map((row) => ({
    ...row,
    isBroken: row.until <= now,
    businessDaysLeft: businessDaysLeft(calendar, now, row.until),
  }));
  return { items, count };
}
