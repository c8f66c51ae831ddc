// What the page of all shops shows: each shop's counts, what is muted and how fresh our knowledge is.
// Counting all shops reads every open inquiry, so those who ask at about the same time share one count.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { type OpenCounts, openCountsByShop, openCountsOf, type ShopCounts } from '../../store/board/open-counts.ts';
import { type ShopMutes, shopMutes } from '../../store/board/open-inquiries.ts';
import { countPromises, type PromiseCounts } from '../../store/promises/standing-promises.ts';
import { giveOrCount, type KeptAnswer, noAnswer } from '../kept-answer.ts';
import { type Freshness, readFreshness } from '../monitoring/read-freshness.ts';
import type { Service } from '../service.ts';
import { cutDays, dueOnDays } from './cut-days.ts';
import { endOfToday } from './read-open-page.ts';

export type { OpenCounts } from '../../store/board/open-counts.ts';
export type { ShopMutes } from '../../store/board/open-inquiries.ts';
export type { PromiseCounts } from '../../store/promises/standing-promises.ts';

export interface ShopCard {
  readonly shop: ShopConfig;
  readonly counts: OpenCounts;
  readonly freshness: Freshness;
  /** Null when nothing is muted or in hand. */
  readonly mutes: ShopMutes | null;
  /** Null when nothing is promised. */
  readonly promises: PromiseCounts | null;
}

/** The card of one shop alone. */
export interface OneShopCard extends ShopCard {
  /** Open inquiries whose deadline is over: the first group of its list. */
  readonly overdue: number;
}

/** A shop that is no longer configured and still has open inquiries: nobody is told of them. */
export interface GoneShop {
  readonly id: string;
  readonly unanswered: number;
}

export interface Board {
  /** When it was counted, or the moment to come that it shows. */
  readonly now: Instant;
  /** The local date of `now` where it is earliest: the first of `dueOn`. */
  readonly firstDay: EpochDay;
  /** By shop: how many deadlines still to come lie on that date of the shop, on the next, and so on. */
  readonly dueOn: ReadonlyMap<string, readonly number[]>;
  /** In no order: `orderBoard` gives one. */
  readonly cards: readonly ShopCard[];
  readonly gone: readonly GoneShop[];
}

const NOTHING_OPEN: OpenCounts = {
  unanswered: 0,
  flagged: 0,
  ownerAlertDue: 0,
  breached: 0,
  dueToday: 0,
  nextDueAt: null,
};

/**
 * One shop's card; null when it is not configured. `at`: as it will be at that moment if nobody answers and nothing new
 * comes; how fresh our knowledge is, is always told of now.
 */
export async function readShopCard(
  service: Service,
  shopId: string,
  at: Instant | null = null,
): Promise<OneShopCard | null> {
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return null;
  const now = service.clock.now();
  const shown = at ?? now;
  const [{ overdue, ...counts }, freshness, mutes, promises] = await Promise.all([
    openCountsOf(service.db, shopId, shown, endOfToday(shop.timeZone, shown)),
    readFreshness(service, [shop], now),
    shopMutes(service.db, shown, shopId),
    countPromises(service.db, shown, shopId),
  ]);
  const about = { mutes: mutes.get(shopId) ?? null, promises: promises.get(shopId) ?? null };
  return { shop, counts, overdue, freshness: freshness.get(shopId)!, ...about };
}

/** Counting fewer open inquiries is too cheap to be worth an answer that is a second old. */
const KEPT_ABOVE = 5_000;
/** Moments to come that are kept at once. */
const KEPT_MOMENTS = 20;
const counted = new WeakMap<Service, Map<Instant | null, KeptAnswer<Board>>>();

/**
 * All configured shops; `at` as with `readShopCard`. One count of a moment runs at a time, and an expensive one
 * is given again for a while, and for some more while the next is counted.
 */
export function readBoard(service: Service, at: Instant | null = null): Promise<Board> {
  return giveOrCount(keptOf(service, at), {
    count: () => (at === null ? countBoard(service, null) : inTurn(service, () => countBoard(service, at))),
    isDear: ({ cards }) => cards.reduce((sum, { counts }) => sum + counts.unanswered, 0) >= KEPT_ABOVE,
    onError: (error) => service.logger.warn({ err: error }, 'could not count the board anew'),
  });
}

const turns = new WeakMap<Service, Promise<unknown>>();

/** One moment to come after the other: whoever asks for many holds up nobody but those who look ahead. */
function inTurn<T>(service: Service, count: () => Promise<T>): Promise<T> {
  const turn = Promise.allSettled([turns.get(service)]).then(count);
  turns.set(service, turn);
  return turn;
}

function keptOf(service: Service, at: Instant | null): KeptAnswer<Board> {
  const moments = counted.get(service) ?? new Map<Instant | null, KeptAnswer<Board>>();
  counted.set(service, moments);
  const before = moments.get(at);
  if (before !== undefined) return before;
  const oldest = [...moments.keys()].find((moment) => moment !== null);
  if (moments.size > KEPT_MOMENTS && oldest !== undefined) moments.delete(oldest);
  const fresh = noAnswer<Board>();
  moments.set(at, fresh);
  return fresh;
}

async function countBoard(service: Service, at: Instant | null): Promise<Board> {
  const now = service.clock.now();
  const shown = at ?? now;
  const shops = [...service.config.shops.values()];
  const cut = cutDays(new Set(shops.map(({ timeZone }) => timeZone)), shown);
  const [counts, freshness, mutes, promises] = await Promise.all([
    openCountsByShop(service.db, shown, cut.ends),
    readFreshness(service, shops, now),
    shopMutes(service.db, shown),
    countPromises(service.db, shown),
  ]);
  const dueOn = new Map<string, readonly number[]>();
  const cards = shops.map((shop): ShopCard => {
    const known = {
      freshness: freshness.get(shop.id)!,
      mutes: mutes.get(shop.id) ?? null,
      promises: promises.get(shop.id) ?? null,
    };
    const found = counts.get(shop.id);
    if (found === undefined) return { shop, counts: NOTHING_OPEN, ...known };
    const due = dueOnDays(cut, shop.timeZone, found.dueIn);
    dueOn.set(shop.id, due);
    return { shop, counts: countsIn(found, due[cut.todays.get(shop.timeZone)!] ?? 0), ...known };
  });
  const gone = [...counts].flatMap(([id, { unanswered }]) =>
    service.config.shops.has(id) ? [] : [{ id, unanswered }],
  );
  const { firstDay } = cut;
  return {
    now: shown,
    firstDay,
    dueOn,
    cards,
    gone: gone.sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const countsIn = ({ dueIn: _, ...counts }: ShopCounts, dueToday: number): OpenCounts => ({ ...counts, dueToday });
