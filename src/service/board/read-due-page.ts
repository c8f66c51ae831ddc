// The open inquiries of several shops whose deadline lies on some dates: what a count of the days ahead counts.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import type { DayRange } from '../../core/time/day-ranges.ts';
import { dueInquiries } from '../../store/board/due-within.ts';
import { cursorOf } from '../../store/board/open-inquiries.ts';
import type { Service } from '../service.ts';
import { describeOpen, type OpenCursor, type OpenInquiry, stretchOf } from './read-open-page.ts';

export interface DueInquiry extends OpenInquiry {
  readonly of: ShopConfig;
}

export interface DuePage {
  readonly now: Instant;
  /** By deadline, whatever the shop. */
  readonly items: readonly DueInquiry[];
  readonly next: OpenCursor | null;
}

export interface DueQuery {
  /** Dates of each shop, in its own zone. */
  readonly days: DayRange;
  readonly after: OpenCursor | null;
  readonly limit: number;
  /** The moment to come that is shown; default: now. */
  readonly at?: Instant | null;
}

/** A page of them, exactly those that `comingTogether` and `readComing` count on these dates (RULES.md 4). */
export async function readDuePage(
  service: Service,
  shops: readonly ShopConfig[],
  { days, after, limit, at = null }: DueQuery,
): Promise<DuePage> {
  const now = at ?? service.clock.now();
  const byId = new Map(shops.map((shop) => [shop.id, shop]));
  const stretches = shops
    .map((shop) => ({ shop: shop.id, ...stretchOf(shop.timeZone, days, now) }))
    .filter((stretch) => stretch.after < stretch.upTo);
  const rows = await dueInquiries(service.db, stretches, { now, after, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const items = shown.map((row) => {
    const of = byId.get(row.shop)!;
    return { ...describeOpen(service, of, row, now), of };
  });
  return { now, items, next: rows.length > limit && last ? cursorOf(last) : null };
}
