// What the page of all shops shows: each shop's counts, what is muted and how fresh our knowledge is, worst first.
// Counting all shops reads every open inquiry, so those who ask at about the same time share one count.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import {
  type OpenCounts,
  openCountsByShop,
  openCountsOf,
  type ShopCounts,
  type ShopMutes,
  shopMutes,
} from '../../store/board/open-inquiries.ts';
import { type Freshness, readFreshness } from '../monitoring/read-freshness.ts';
import type { Service } from '../service.ts';
import { endOfToday } from './read-open-page.ts';

export type { OpenCounts, ShopMutes } from '../../store/board/open-inquiries.ts';

export interface ShopCard {
  readonly shop: ShopConfig;
  readonly counts: OpenCounts;
  readonly freshness: Freshness;
  /** Null when nothing is muted or in hand. */
  readonly mutes: ShopMutes | null;
}

/** A shop that is no longer configured and still has open inquiries: nobody is told of them. */
export interface GoneShop {
  readonly id: string;
  readonly unanswered: number;
}

export interface Board {
  /** When it was counted. */
  readonly now: Instant;
  /** Worst first. */
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

/** One shop's card; null when it is not configured. */
export async function readShopCard(service: Service, shopId: string): Promise<ShopCard | null> {
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return null;
  const now = service.clock.now();
  const [counts, freshness, mutes] = await Promise.all([
    openCountsOf(service.db, shopId, now, endOfToday(shop.timeZone, now)),
    readFreshness(service, [shop], now),
    shopMutes(service.db, now, shopId),
  ]);
  return { shop, counts, freshness: freshness.get(shopId)!, mutes: mutes.get(shopId) ?? null };
}

interface Counted {
  readonly board: Promise<Board>;
  /** Real time (performance.now) until which the answer is given again. */
  goodUntil: number;
}

/** Counting fewer open inquiries is too cheap to be worth an answer that is a second old. */
const KEPT_ABOVE = 20_000;
const KEPT_MS = 1_000;
const counted = new WeakMap<Service, Counted>();

/** All configured shops, worst first. One count runs at a time, and an expensive one is given again for a second. */
export function readBoard(service: Service): Promise<Board> {
  const last = counted.get(service);
  if (last !== undefined && performance.now() <= last.goodUntil) return last.board;
  const next: Counted = { board: countBoard(service), goodUntil: Number.POSITIVE_INFINITY };
  counted.set(service, next);
  const settled = ({ cards }: Board) => {
    const open = cards.reduce((sum, { counts }) => sum + counts.unanswered, 0);
    next.goodUntil = open < KEPT_ABOVE ? 0 : performance.now() + KEPT_MS;
  };
  next.board.then(settled, () => counted.delete(service));
  return next.board;
}

async function countBoard(service: Service): Promise<Board> {
  const now = service.clock.now();
  const { shops } = service.config;
  const ends = new Map([...shops.values()].map(({ timeZone }) => [timeZone, endOfToday(timeZone, now)]));
  const dayEnds = [...new Set(ends.values())];
  const [counts, freshness, mutes] = await Promise.all([
    openCountsByShop(service.db, now, dayEnds),
    readFreshness(service, [...shops.values()], now),
    shopMutes(service.db, now),
  ]);
  const cards = [...shops.values()].map((shop) => ({
    shop,
    counts: countsIn(counts.get(shop.id), dayEnds.indexOf(ends.get(shop.timeZone)!)),
    freshness: freshness.get(shop.id)!,
    mutes: mutes.get(shop.id) ?? null,
  }));
  const gone = [...counts].filter(([id]) => !shops.has(id)).map(([id, { unanswered }]) => ({ id, unanswered }));
  return { now, cards: cards.sort(worstFirst), gone: gone.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function countsIn(counts: ShopCounts | undefined, dayEnd: number): OpenCounts {
  if (counts === undefined) return NOTHING_OPEN;
  const { dueBy, ...rest } = counts;
  return { ...rest, dueToday: dueBy[dayEnd]! };
}

/** What the order of the board goes by. */
export type BoardKey = readonly [
  breached: number,
  ownerAlertDue: number,
  flagged: number,
  unknown: number,
  dueToday: number,
  nextDueAt: number,
  id: string,
];

/** Where a shop stands: by breaches, alerts, flags, unknown sources, what is due today, then what is due next. */
export function boardKeyOf({ shop, counts, freshness }: ShopCard): BoardKey {
  const { breached, ownerAlertDue, flagged, dueToday, nextDueAt } = counts;
  const unknown = Number(freshness.state === 'unknown');
  return [-breached, -ownerAlertDue, -flagged, -unknown, -dueToday, nextDueAt ?? Number.MAX_SAFE_INTEGER, shop.id];
}

/** Below zero when `a` stands before `b`. */
export function compareBoardKeys(a: BoardKey, b: BoardKey): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1;
}

const worstFirst = (a: ShopCard, b: ShopCard): number => compareBoardKeys(boardKeyOf(a), boardKeyOf(b));
