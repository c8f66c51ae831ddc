// A page of the board: the shops that the asker may see, searched, from where the page before ended.
// Shops move while one turns pages. The cursor is a place in the order, so a shop that stays is never skipped.

import { policiesInUse, type ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant, Policy } from '../../core/model.ts';
import { searchText } from '../../core/search-text.ts';
import type { Service } from '../service.ts';
import { type BoardKey, type BoardSort, compareBoardKeys, orderBoard, type Placed } from './order-board.ts';
import type { Board, GoneShop, OpenCounts, ShopCard } from './read-board.ts';
import { type Coming, comingTogether } from './read-coming.ts';

export interface BoardQuery {
  readonly sees: (shop: string) => boolean;
  /** Part of a shop's name or id, compared as core `searchText` makes it; '' for all. */
  readonly q: string;
  /** Only shops where there is something to do; left out: all. */
  readonly needsAct?: boolean;
  /** Left out: worst first. */
  readonly sort?: BoardSort;
  readonly after: BoardKey | null;
  readonly limit: number;
}

export type Totals = Pick<OpenCounts, 'unanswered' | 'flagged' | 'ownerAlertDue' | 'breached' | 'dueToday'>;

export interface BoardPage {
  /** When it was counted. */
  readonly now: Instant;
  /** Shops that the asker may see, and how many of them the search finds. */
  readonly shops: number;
  readonly found: number;
  /** Of these, where there is something to do. */
  readonly pressing: number;
  /** How many shops are listed, how many of them stand before this page, and how many pages do. */
  readonly listed: number;
  readonly before: number;
  readonly pagesBefore: number;
  /** Where the first pages begin, `MOST_JUMPS` at most; null: at the top. */
  readonly starts: readonly (BoardKey | null)[];
  /** Over all shops found; those of which the state is not known are in it with what is known of them. */
  readonly totals: Totals;
  /** What the shops found are counted by, each policy once. */
  readonly policies: readonly Policy[];
  readonly unknown: number;
  /** In the order asked for. */
  readonly cards: readonly ShopCard[];
  /** Where the next page begins; null on the last one. */
  readonly next: BoardKey | null;
  /** What falls due on the next business days of all shops found (RULES.md 4). */
  readonly coming: readonly Coming[];
  /** No longer configured, with open inquiries; on the last page only. */
  readonly gone: readonly GoneShop[];
}

/** Sees every shop. Whoever asks so gets what was found for the one before, while the board is the same. */
export const seesAll = (): boolean => true;

/** What a search finds on a board, before it is cut into pages. */
interface Found extends Pick<BoardPage, 'totals' | 'policies' | 'unknown' | 'coming'> {
  /** Shops that the asker may see. */
  readonly seen: number;
  readonly placed: readonly Placed[];
  readonly pressing: readonly Placed[];
}

const kept = new WeakMap<Board, Map<BoardSort, Found>>();

/** The page of `board` that begins after a place in its order. */
export function pageOfBoard(
  service: Pick<Service, 'counting' | 'config'>,
  board: Board,
  { sees, q, needsAct = false, sort = 'worst', after, limit }: BoardQuery,
): BoardPage {
  const { seen, placed, pressing, ...rest } = foundOn(service, board, { sees, q, sort });
  const listed = needsAct ? pressing : placed;
  const from = after === null ? 0 : placeAfter(listed, after);
  const cards = listed.slice(from, from + limit);
  const next = listed.length - from > limit ? (cards.at(-1)?.key ?? null) : null;
  const finds = finder(q);
  return {
    ...rest,
    now: board.now,
    shops: seen,
    found: placed.length,
    pressing: pressing.length,
    listed: listed.length,
    before: from,
    pagesBefore: limit === 0 ? 0 : Math.floor(from / limit),
    starts: startsOf(listed, limit),
    cards: cards.map(({ card }) => card),
    next,
    gone: next === null ? board.gone.filter(({ id }) => sees(id) && finds(id)) : [],
  };
}

/** How many stand at a place or before it. */
function placeAfter(listed: readonly Placed[], place: BoardKey): number {
  const at = listed.findIndex(({ key }) => compareBoardKeys(key, place) > 0);
  return at === -1 ? listed.length : at;
}

type Search = Required<Pick<BoardQuery, 'sees' | 'q' | 'sort'>>;

function foundOn(service: Pick<Service, 'counting' | 'config'>, board: Board, search: Search): Found {
  if (search.sees !== seesAll || search.q !== '') return find(service, board, search);
  const known = kept.get(board) ?? new Map<BoardSort, Found>();
  kept.set(board, known);
  const found = known.get(search.sort) ?? find(service, board, search);
  known.set(search.sort, found);
  return found;
}

function find(service: Pick<Service, 'counting' | 'config'>, board: Board, { sees, q, sort }: Search): Found {
  const seen = orderBoard(service.config, board, sort).filter(({ card }) => sees(card.shop.id));
  const finds = finder(q);
  const placed = q === '' ? seen : seen.filter(({ card: { shop } }) => finds(shop.name, shop.id));
  const cards = placed.map(({ card }) => card);
  const shops = cards.map(({ shop }) => shop);
  return {
    seen: seen.length,
    placed,
    pressing: placed.filter(({ card }) => isPressing(card)),
    totals: totalsOf(cards),
    policies: policiesOf(shops),
    unknown: cards.filter(({ freshness }) => freshness.state === 'unknown').length,
    coming: comingTogether(service, board, shops),
  };
}

/** Something has passed a step or is due today, a promise is broken, or nobody knows. */
export function isPressing({ counts, freshness, promises }: ShopCard): boolean {
  const { flagged, ownerAlertDue, breached, dueToday } = counts;
  return flagged + ownerAlertDue + breached + dueToday + (promises?.broken ?? 0) > 0 || freshness.state === 'unknown';
}

/** So many pages can be jumped to. */
const MOST_JUMPS = 10;

function startsOf(listed: readonly Placed[], limit: number): (BoardKey | null)[] {
  const pages = limit === 0 ? 0 : Math.min(MOST_JUMPS, Math.ceil(listed.length / limit));
  return Array.from({ length: pages }, (_, i) => (i === 0 ? null : listed[i * limit - 1]!.key));
}

/** The shops that the search of the board finds; all for ''. */
export function shopsFound(shops: readonly ShopConfig[], q: string): ShopConfig[] {
  const finds = finder(q);
  return shops.filter(({ name, id }) => finds(name, id));
}

function finder(q: string): (...names: readonly string[]) => boolean {
  const part = searchText(q.trim());
  return (...names) => part === '' || names.some((name) => searchText(name).includes(part));
}

const inUse = new WeakMap<ShopConfig, readonly Policy[]>();

function policiesOf(shops: readonly ShopConfig[]): Policy[] {
  const distinct = new Set<Policy>();
  for (const shop of shops) {
    const policies = inUse.get(shop) ?? policiesInUse(shop);
    inUse.set(shop, policies);
    for (const policy of policies) distinct.add(policy);
  }
  return [...distinct];
}

/** Added up over these shops. */
export function totalsOf(cards: readonly ShopCard[]): Totals {
  const totals = { unanswered: 0, flagged: 0, ownerAlertDue: 0, breached: 0, dueToday: 0 };
  for (const { counts } of cards) for (const key of Object.keys(totals) as (keyof Totals)[]) totals[key] += counts[key];
  return totals;
}
