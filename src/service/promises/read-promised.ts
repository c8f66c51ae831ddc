// What shops have promised and not answered yet, as lists show it: what is due first in front.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { businessDaysLeft } from '../../core/steps/counting.ts';
import {
  PROMISES_COUNTED,
  type PromiseFilters,
  type StandingPromiseRow,
  standingOverShops,
  standingPromises,
} from '../../store/promises/standing-promises.ts';
import type { Service } from '../service.ts';

export { PROMISES_COUNTED, type PromiseFilters } from '../../store/promises/standing-promises.ts';

export interface PromisedInquiry extends StandingPromiseRow {
  readonly of: ShopConfig;
  /** `until` has passed. */
  readonly isBroken: boolean;
  /** On the shop's own calendar, as core `businessDaysLeft`. */
  readonly businessDaysLeft: number;
}

export interface Promised {
  readonly items: readonly PromisedInquiry[];
  /** How many there are in all; over shops `PROMISES_COUNTED` at most. */
  readonly count: number;
}

type Parts = Pick<Service, 'db' | 'counting'>;

/** Up to `limit` of a shop's, as they are at `now` (epoch ms), or will be if nobody answers. */
export async function readPromised(
  service: Parts,
  shop: ShopConfig,
  limit: number,
  now: Instant,
  filters: PromiseFilters = {},
): Promise<Promised> {
  const { rows, count } = await standingPromises(service.db, shop.id, limit, now, filters);
  return { items: rows.map((row) => described(service, shop, row, now)), count };
}

/** The same of several shops. */
export async function readPromisedOverShops(
  service: Parts & Pick<Service, 'config'>,
  shops: readonly ShopConfig[],
  limit: number,
  now: Instant,
  filters: PromiseFilters = {},
): Promise<Promised> {
  const byId = new Map(shops.map((shop) => [shop.id, shop]));
  const isAll = shops.length === service.config.shops.size;
  const { rows, count } = await standingOverShops(service.db, isAll ? null : [...byId.keys()], limit, now, filters);
  const items = rows.flatMap((row) => {
    const of = byId.get(row.shop);
    return of === undefined ? [] : [described(service, of, row, now)];
  });
  // Of a shop that is not configured any more nothing is listed.
  return { items, count: count < PROMISES_COUNTED ? count - (rows.length - items.length) : count };
}

function described({ counting }: Parts, of: ShopConfig, row: StandingPromiseRow, now: Instant): PromisedInquiry {
  const left = businessDaysLeft(counting.calendarOf(of), now, row.until);
  return { ...row, of, isBroken: row.until <= now, businessDaysLeft: left };
}
