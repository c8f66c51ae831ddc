// cli: what the service knows of calendars outside the shop files (RMS, imported ones), for commands that can do without.
// Trap: a database is asked only where there is one and a shop takes such a calendar; none is ever made for a look.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import { outsideSources, RMS_CALENDAR } from '../../service/outside-sources.ts';
import { outsideOfShop } from '../../store/outside-calendars/outside-calendars.ts';
import { whereDatabaseAnswers } from '../io/settings.ts';

export interface KnownOutside {
  /** What is in force, in order of precedence. */
  readonly calendars: readonly OutsideCalendar[];
  /** Whether RMS's calendar was ever read. */
  readonly metRms: boolean;
}

/** By shop, for the shops that take outside calendars; null when no database answers. */
export async function knownOutside(
  shops: readonly ShopConfig[],
  data: string,
): Promise<ReadonlyMap<string, KnownOutside> | null> {
  const taking = shops.filter((shop) => outsideSources(shop).length > 0);
  if (taking.length === 0) return new Map();
  return whereDatabaseAnswers(data, async (db) => {
    const known = new Map<string, KnownOutside>();
    for (const shop of taking) {
      const rows = new Map((await outsideOfShop(db, shop.id)).map((row) => [row.source, row]));
      const calendars = outsideSources(shop).flatMap(({ key }) => rows.get(key)?.inForce ?? []);
      known.set(shop.id, { calendars, metRms: (rows.get(RMS_CALENDAR)?.readAt ?? null) !== null });
    }
    return known;
  });
}
