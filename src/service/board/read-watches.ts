// The ready watches over inquiries: how many each has, and which.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { beforeBusinessDays } from '../../core/calendar/business-days-ago.ts';
import type { Instant } from '../../core/model.ts';
import { asksNothing } from '../../store/board/open-inquiries.ts';
import {
  type AnsweredWatch,
  countWatched,
  listWatched,
  type Since,
  type WatchCounts,
  type WatchCursor,
  type WatchQuery,
} from '../../store/board/watched-inquiries.ts';
import { giveOrCount, type KeptAnswer, noAnswer } from '../kept-answer.ts';
import type { Service } from '../service.ts';
import { describeFinished, type FinishedInquiry } from './read-finished.ts';
import { BEFORE_ALL } from './read-open-page.ts';

export type {
  AnsweredWatch,
  WatchCounts,
  WatchCursor,
} from '../../store/board/watched-inquiries.ts';

export interface WatchPage {
  readonly items: readonly FinishedInquiry[];
  /** Where the next page begins; null when all were looked at. */
  readonly next: WatchCursor | null;
  /** Fewer than a page fit so far, and not all were looked at. */
  readonly isSought: boolean;
}

/** So many business days, where nobody says how many. */
export const WATCH_DAYS = 3;
/** More than these are not counted. */
export const WATCHED_AT_MOST = 1_000;
/** Of so many shops counting is too dear to do it for each view. */
const KEPT_ABOVE = 20;
/** Real ms: what waited for days changes little meanwhile. */
const KEPT_MS = 10_000;
/** Counts that are kept at once. */
const KEPT_COUNTS = 20;

const kept = new WeakMap<Service, Map<string, KeptAnswer<WatchCounts>>>();

/** How many of each, `WATCHED_AT_MOST` at most, older than `WATCH_DAYS` business days of each shop's own calendar. */
export function readWatchCounts(service: Service, shops: readonly ShopConfig[]): Promise<WatchCounts> {
  const count = () => countWatched(service.db, sincesOf(service, shops, WATCH_DAYS), WATCHED_AT_MOST);
  if (shops.length <= KEPT_ABOVE) return count();
  return giveOrCount(keptOf(service, shops), {
    count,
    isDear: () => true,
    keptMs: KEPT_MS,
    onError: (error) => service.logger.warn({ err: error }, 'could not count the watches anew'),
  });
}

function keptOf(service: Service, shops: readonly ShopConfig[]): KeptAnswer<WatchCounts> {
  const counts = kept.get(service) ?? new Map<string, KeptAnswer<WatchCounts>>();
  kept.set(service, counts);
  const key = shops.map(({ id }) => id).join();
  const before = counts.get(key);
  if (before !== undefined) return before;
  const oldest = counts.keys().next();
  if (counts.size >= KEPT_COUNTS && !oldest.done) counts.delete(oldest.value);
  const fresh = noAnswer<WatchCounts>();
  counts.set(key, fresh);
  return fresh;
}

export interface WatchPageQuery extends Pick<WatchQuery, 'filters' | 'after' | 'limit'> {
  readonly watch: AnsweredWatch;
  readonly days: number;
}

/** With filters a page looks at so many, and at so many of each shop at least. */
const LOOKED_AT = 5_000;
const LEAST_LOOK = 10;

/** A page of a watch over what is answered, oldest first. */
export async function readWatched(
  service: Service,
  shops: readonly ShopConfig[],
  { days, limit, ...query }: WatchPageQuery,
): Promise<WatchPage> {
  if (shops.length === 0) return { items: [], next: null, isSought: false };
  const byId = new Map(shops.map((shop) => [shop.id, shop]));
  const isWhole = asksNothing(query.filters);
  const look = isWhole ? limit + 1 : Math.max(limit + 1, LEAST_LOOK, Math.ceil(LOOKED_AT / shops.length));
  const asked = { ...query, shops: sincesOf(service, shops, days), limit: limit + 1, look };
  const { rows, places, edge } = await listWatched(service.db, asked);
  const items = rows.slice(0, limit).map((row) => describeFinished(service, byId.get(row.shop)!, row));
  const isFull = rows.length > limit;
  const next = isFull ? places[limit - 1]! : edge;
  return { items, next, isSought: !isFull && edge !== null };
}

/** Shops that are configured alike have the same. */
function sincesOf({ counting, clock }: Service, shops: readonly ShopConfig[], days: number): Since[] {
  const now = clock.now();
  const before = new Map<unknown, Instant>();
  return shops.map((shop) => {
    const calendar = counting.calendarOf(shop);
    const at = before.get(calendar) ?? beforeBusinessDays(calendar, days, now) ?? BEFORE_ALL;
    before.set(calendar, at);
    return { shop: shop.id, before: at };
  });
}
