// In which order the board lists its shops, and the place of a shop in it, which a page's cursor names.

import type { Config } from '../../config/load.ts';
import { perConfig } from '../per-config.ts';
import type { Board, ShopCard } from './read-board.ts';

/** Worst first, by open inquiries, or by name. */
export const BOARD_SORTS = ['worst', 'unanswered', 'name'] as const;
export type BoardSort = (typeof BOARD_SORTS)[number];

/** What an order goes by: numbers, then the shop's id. */
export type BoardKey = readonly [...numbers: number[], id: string];

/** A shop at its place. */
export interface Placed {
  readonly card: ShopCard;
  readonly key: BoardKey;
}

/** By breaches, alerts, flags, unknown sources, what is due today, then what is due next. */
function worstKey({ shop, counts, freshness }: ShopCard): BoardKey {
  const { breached, ownerAlertDue, flagged, dueToday, nextDueAt } = counts;
  const unknown = Number(freshness.state === 'unknown');
  return [-breached, -ownerAlertDue, -flagged, -unknown, -dueToday, nextDueAt ?? Number.MAX_SAFE_INTEGER, shop.id];
}

const unansweredKey = ({ shop, counts }: ShopCard): BoardKey => [-counts.unanswered, shop.id];

/** The place of each shop by its name, as Japanese readers look it up; numbers in names count as such. */
const ranks = perConfig(({ shops }: Config): ReadonlyMap<string, number> => {
  const { compare } = new Intl.Collator('ja', { numeric: true });
  const named = [...shops.values()].sort((a, b) => compare(a.name, b.name));
  return new Map(named.map(({ id }, rank) => [id, rank]));
});

/** Below zero when `a` stands before `b`; both of one order. */
export function compareBoardKeys(a: BoardKey, b: BoardKey): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! < b[i]! ? -1 : 1;
  return 0;
}

function placedBy(cards: readonly ShopCard[], keyOf: (card: ShopCard) => BoardKey): Placed[] {
  const placed = cards.map((card) => ({ card, key: keyOf(card) }));
  return placed.sort((a, b) => compareBoardKeys(a.key, b.key));
}

const kept = new WeakMap<Board, Map<BoardSort, readonly Placed[]>>();

/** The shops of a board in an order; put in order once for a board that is given again. */
export function orderBoard(config: Config, board: Board, sort: BoardSort): readonly Placed[] {
  const known = kept.get(board) ?? new Map<BoardSort, readonly Placed[]>();
  kept.set(board, known);
  const before = known.get(sort);
  if (before !== undefined) return before;
  const placed = placedBy(board.cards, keyBy(config, sort));
  known.set(sort, placed);
  return placed;
}

function keyBy(config: Config, sort: BoardSort): (card: ShopCard) => BoardKey {
  if (sort === 'worst') return worstKey;
  if (sort === 'unanswered') return unansweredKey;
  const rank = ranks(config);
  return ({ shop }) => [rank.get(shop.id) ?? rank.size, shop.id];
}
