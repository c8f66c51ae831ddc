// Shops of which nobody has said whether they close for a season that is near: what the list of shops, a shop's page and
// the page of all of them show, long before a mail asks.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import type { OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import { type ComingSeason, comingSeasons } from '../../core/calendar/seasons.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import type { Service } from '../service.ts';

/** From so many days on silence about a season is said loudly. */
export const SEASON_SOON_DAYS = 60;

export interface MissingSeasons {
  readonly shop: ShopConfig;
  readonly today: EpochDay;
  /** The nearest first; never none. */
  readonly missing: readonly ComingSeason[];
}

type Parts = Pick<Service, 'clock' | 'counting'>;

interface Kept {
  readonly today: EpochDay;
  readonly outside: readonly OutsideCalendar[];
  readonly missing: readonly ComingSeason[];
}

/** By the shop as it was configured: an edit makes another one. Looked at once a day, or when a calendar elsewhere changes. */
const kept = new WeakMap<ShopConfig, Kept>();

/** The seasons of one shop as of a moment; null when there is nothing to say, or when the shop does not want to hear of them. */
export function readMissingSeasons(
  { clock, counting }: Parts,
  shop: ShopConfig,
  at: Instant = clock.now(),
): MissingSeasons | null {
  if (shop.calendar.seasons === 'off') return null;
  const calendar = counting.calendarOf(shop);
  const today = calendar.zone.localDay(at);
  const outside = counting.outsideOf(shop);
  const before = kept.get(shop);
  const isKept =
    before?.today === today &&
    before.outside.length === outside.length &&
    before.outside.every((one, i) => one === outside[i]);
  const missing = isKept
    ? before.missing
    : comingSeasons({ calendar, outside }, today, nationalHolidays).filter(
        ({ season, state }) => state === 'missing' && season.from - today <= SEASON_SOON_DAYS,
      );
  if (!isKept) kept.set(shop, { today, outside, missing });
  return missing.length === 0 ? null : { shop, today, missing };
}

/** Of many shops, those whose season is nearest first. */
export function readAllMissingSeasons(parts: Parts, shops: readonly ShopConfig[]): MissingSeasons[] {
  return shops
    .flatMap((shop) => readMissingSeasons(parts, shop) ?? [])
    .sort((a, b) => daysLeft(a) - daysLeft(b) || (a.shop.id < b.shop.id ? -1 : 1));
}

const daysLeft = ({ today, missing }: MissingSeasons): number => missing[0]!.season.from - today;
