// Where a page of the board ended, as the text that a link brings back: the place in the order, readable.

import { z } from 'zod';
import type { BoardKey } from '../../service/board/read-board.ts';

const Key = z.tuple([
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.coerce.number(),
  z.string(),
]);

export const writeBoardCursor = (key: BoardKey): string => key.join('.');

/** Null for the first page. */
export function readBoardCursor(text: string | undefined): BoardKey | null | 'invalid' {
  if (text === undefined) return null;
  if (!/^(-?\d{1,16}\.){6}[a-z0-9-]{1,64}$/.test(text)) return 'invalid';
  return Key.parse(text.split('.'));
}
