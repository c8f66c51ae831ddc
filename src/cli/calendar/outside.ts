// cli: what the service knows of calendars outside the shop files (RMS, imported ones), for commands that can do without.
// A database is asked, and loaded, only where there is one and a shop takes such a calendar; none is ever made for a look.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { outsideSources } from '../../service/outside-sources.ts';
import { hasDatabase } from '../io/has-database.ts';
import type { KnownOutside } from './ask-outside.ts';

/** By shop, for the shops that take outside calendars; null when no database answers. */
export async function knownOutside(
  shops: readonly ShopConfig[],
  data: string,
): Promise<ReadonlyMap<string, KnownOutside> | null> {
  const taking = shops.filter((shop) => outsideSources(shop).length > 0);
  if (taking.length === 0) return new Map();
  if (!hasDatabase(data)) return null;
  const { askOutside } = await import('./ask-outside.ts');
  return askOutside(taking, data);
}
