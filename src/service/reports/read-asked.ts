// What customers asked about in a month of a shop, beside the month before; and in weeks, for summaries. Of a month that runs the
// month before is counted up to the same time, for half a month beside a whole one would say that everything fell.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { type Asked, type AskedRow, askedOf } from '../../core/reports/asked.ts';
import { addMonths, formatMonth, type Month, spanOf } from '../../core/reports/month.ts';
import { openZone } from '../../core/time/zone.ts';
import { type AskedSpan, askedRows } from '../../store/reports/asked-rows.ts';
import type { Between } from '../../store/reports/report-rows.ts';
import { countPastWaits } from '../../store/retention/past-episodes.ts';
import type { Db } from '../../store/schema.ts';
import type { Service } from '../service.ts';
import { readForReport } from './report-database.ts';

/** A shop's month; instants are epoch ms. */
export interface AskedMonth extends Asked {
  readonly shop: string;
  readonly name: string;
  readonly timeZone: string;
  /** `YYYY-MM` */
  readonly month: string;
  readonly asOf: Instant;
  readonly state: 'future' | 'running' | 'complete';
  readonly from: Instant;
  readonly to: Instant;
  /** What it is compared with: the month before, up to the same time while the month runs. */
  readonly previous: Between & { readonly month: string };
  /** Waits of both months that left by `retention`: what they asked is not counted. */
  readonly past: number;
}

/** What customers asked about in the shop's month. */
export async function readAsked(service: Service, shop: ShopConfig, month: Month): Promise<AskedMonth> {
  const now = service.clock.now();
  const zone = openZone(shop.timeZone);
  const { from, to } = spanOf(month, zone);
  const earlier = addMonths(month, -1);
  const whole = spanOf(earlier, zone);
  const state = from > now ? 'future' : to > now ? 'running' : 'complete';
  const before = { from: whole.from, to: state === 'running' ? Math.min(whole.to, whole.from + now - from) : whole.to };
  const asked = { shop: shop.id, from, to, before };
  const [rows, past] =
    state === 'future'
      ? [[], 0]
      : await readForReport(service, async (db) => [
          (await askedRows(db, [asked])).get(shop.id) ?? [],
          await countPastWaits(db, shop.id, { from: before.from, to }),
        ]);
  return {
    shop: shop.id,
    name: shop.name,
    timeZone: shop.timeZone,
    month: formatMonth(month),
    asOf: now,
    state,
    from,
    to,
    previous: { month: formatMonth(earlier), ...before },
    past,
    ...askedOf(rows),
  };
}

/** By shop, what was asked most in its stretch, at most so many. */
export async function readMostAsked(
  db: Db,
  spans: readonly AskedSpan[],
  most: number,
): Promise<ReadonlyMap<string, readonly AskedRow[]>> {
  const rows = await askedRows(db, spans);
  return new Map(
    [...rows].map(([shop, counted]) => {
      const asked = askedOf(counted).rows.filter(({ inquiries }) => inquiries > 0);
      return [shop, asked.slice(0, most)];
    }),
  );
}
