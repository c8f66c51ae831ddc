// cli: what a database knows of calendars outside the shop files.

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

/** By shop; null when the database does not answer. */
export async function askOutside(
  shops: readonly ShopConfig[],
  data: string,
): Promise<ReadonlyMap<string, KnownOutside> | null> {
  return whereDatabaseAnswers(data, async (db) => {
    const known = new Map<string, KnownOutside>();
    for (const shop of shops) {
      const rows = new Map((await outsideOfShop(db, shop.id)).map((row) => [row.source, row]));
      const calendars = outsideSources(shop).flatMap(({ key }) => rows.get(key)?.inForce ?? []);
      known.set(shop.id, { calendars, metRms: (rows.get(RMS_CALENDAR)?.readAt ?? null) !== null });
    }
    return known;
  });
}
