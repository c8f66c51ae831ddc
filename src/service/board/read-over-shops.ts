// The open inquiries of several shops in one list, worst first, filtered and paged like a shop's own.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import type { Stretch } from '../../store/board/due-within.ts';
import { asksNothing, cursorOf } from '../../store/board/open-inquiries.ts';
import {
  listOverShops,
  type OverShopsPart,
  type OverShopsQuery,
  type OverShopsRow,
} from '../../store/board/open-over-shops.ts';
import type { Service } from '../service.ts';
import {
  AFTER_ALL,
  BEFORE_ALL,
  describeOpen,
  endOfToday,
  type Filters,
  type OpenCursor,
  type OpenInquiry,
  type PageQuery,
  stretchOfDue,
} from './read-open-page.ts';

export interface InquiryOfShop extends OpenInquiry {
  readonly of: ShopConfig;
}

export interface OverShopsPage {
  readonly now: Instant;
  /** By deadline, whatever the shop. */
  readonly items: readonly InquiryOfShop[];
  /** Where the next page begins; null when all were looked at. */
  readonly next: OpenCursor | null;
  /** Fewer than a page fit so far, and not all were looked at: the next page looks on. */
  readonly isSought: boolean;
}

/** So many inquiries a page looks at over all shops, by the index alone, and where each has to be read. */
const LOOKED_AT = 50_000;
const READ = 10_000;
/** At least so many of each shop; so many times more when that did not fill the page. */
const LEAST_LOOK = 10;
const LOOK_FURTHER = 5;
/** So many times what a page has are looked at first. */
const FIRST_LOOK = 2;

/** A page of them. The order is stable: a cursor never skips or repeats one. */
export async function readOverShops(
  service: Service,
  shops: readonly ShopConfig[],
  { filters = {}, after, limit, asOf, at = null }: PageQuery,
): Promise<OverShopsPage> {
  const now = at ?? service.clock.now();
  const byId = new Map(shops.map((shop) => [shop.id, shop]));
  const { step, due, ...others } = filters;
  const stretches = shops
    .map((shop) => ({ shop: shop.id, ...stretchOfAny(shop.timeZone, due, asOf ?? now) }))
    .filter((stretch) => stretch.after < stretch.upTo);
  const isEvery = stretches.length === service.config.shops.size && areAlike(stretches);
  const asked = { stretches, isEvery, now, step, filters: others, orNone: due === undefined || due === 'coming' };
  const { rows, edge } = await lookThrough(service, asked, after, limit + 1);
  const items = rows.slice(0, limit).map((row) => {
    const of = byId.get(row.shop)!;
    return { ...describeOpen(service, of, row, now), of };
  });
  const last = items.at(-1);
  const isFull = rows.length > limit && last !== undefined;
  return { now, items, next: isFull ? cursorOf(last) : edge, isSought: !isFull && edge !== null };
}

type Asked = Omit<OverShopsQuery, 'after' | 'limit' | 'look'>;

/**
 * Looks at a few of each shop, or of all together where it is every shop, and further behind the edge until there are
 * enough, all were looked at, or it is too much.
 */
async function lookThrough(
  { db }: Service,
  asked: Asked,
  from: OpenCursor | null,
  limit: number,
): Promise<OverShopsPart> {
  const shops = asked.isEvery ? 1 : Math.max(1, asked.stretches.length);
  const isRead = !asksNothing(asked.filters);
  const budget = isRead ? READ : LOOKED_AT;
  // Of every shop together a few of the worst will do for most filters.
  const first = isRead && !asked.isEvery ? budget : FIRST_LOOK * limit;
  let look = Math.max(LEAST_LOOK, Math.ceil(first / shops));
  const rows: OverShopsRow[] = [];
  for (let [after, looked] = [from, 0]; ; look = Math.min(LOOK_FURTHER * look, Math.ceil((budget - looked) / shops))) {
    const part = await listOverShops(db, { ...asked, after, look, limit: limit - rows.length });
    rows.push(...part.rows);
    looked += look * shops;
    if (part.edge === null || rows.length >= limit || looked >= budget) return { rows, edge: part.edge };
    after = part.edge;
  }
}

const areAlike = ([first, ...others]: readonly Stretch[]): boolean =>
  others.every(({ after, upTo }) => after === first!.after && upTo === first!.upTo);

function stretchOfAny(timeZone: string, due: Filters['due'], asOf: Instant) {
  if (due === 'coming') return { after: endOfToday(timeZone, asOf), upTo: AFTER_ALL };
  return due === undefined || due === 'later'
    ? { after: BEFORE_ALL, upTo: AFTER_ALL }
    : stretchOfDue(timeZone, due, asOf);
}
