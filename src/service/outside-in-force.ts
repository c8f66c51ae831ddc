// What outside calendars close, as this process counts with it: read from the store when it changed there.
// Trap: another process may have stored it, so it is read again before revisions are compared.

import type { ShopConfig } from '../config/input/shop-settings.ts';
import type { OutsideCalendar } from '../core/calendar/outside-calendar.ts';
import { virtualMs } from '../core/clock.ts';
import { outsideInForce, syncOutside } from '../store/outside-calendars/outside-calendars.ts';
import { outsideSources } from './outside-sources.ts';
import type { Service } from './service.ts';

type Parts = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;

/** Changes of the last minute are read again: a transaction may end later than one that began after it. */
const OVERLAP_REAL_MS = 60_000;

/**
 * Makes the store's list of outside calendars what the configuration says: once for each that comes in force. `among`:
 * the others are as they were.
 */
export async function syncOutsideCalendars(
  { db, clock, config }: Pick<Parts, 'db' | 'clock'> & { readonly config: Pick<Parts['config'], 'shops'> },
  among: readonly string[] | null = null,
): Promise<void> {
  const wanted = [...config.shops.values()].flatMap((shop) =>
    outsideSources(shop).map(({ key, feed }) => ({ shop: shop.id, source: key, name: feed?.name ?? '' })),
  );
  await syncOutside(db, wanted, clock.now(), among);
}

/** Hands what the store has to `counting`, all of it the first time. Returns the shops of which something was read. */
export async function refreshOutside({ db, clock, config, counting }: Parts): Promise<ShopConfig[]> {
  const now = clock.now();
  const seen = counting.outsideSeenAt();
  const rows = await outsideInForce(db, seen === null ? null : seen - virtualMs(clock, OVERLAP_REAL_MS));
  const byShop = new Map<string, Map<string, OutsideCalendar>>();
  for (const { shop, source, inForce } of rows) {
    const known = byShop.get(shop) ?? new Map<string, OutsideCalendar>();
    byShop.set(shop, known.set(source, inForce));
  }
  counting.setOutside(byShop, now);
  return [...byShop.keys()].flatMap((id) => config.shops.get(id) ?? []);
}
