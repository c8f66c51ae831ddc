// Where a page of the board ended, as the text that a link brings back: the place in its order, readable.

import type { BoardKey, BoardSort } from '../../service/board/order-board.ts';

/** How many numbers the keys of an order have before the shop's id. */
const NUMBERS: Readonly<Record<BoardSort, number>> = { worst: 6, unanswered: 1, name: 1 };

export const writeBoardCursor = (key: BoardKey): string => key.join('.');

/** The place in that order; null for the first page. */
export function readBoardCursor(text: string | undefined, sort: BoardSort = 'worst'): BoardKey | null | 'invalid' {
  if (text === undefined) return null;
  const parts = text.split('.');
  const id = parts.pop()!;
  const isOurs = parts.length === NUMBERS[sort] && parts.every((part) => /^-?\d{1,16}$/.test(part));
  return isOurs && /^[a-z0-9-]{1,64}$/.test(id) ? [...parts.map(Number), id] : 'invalid';
}
