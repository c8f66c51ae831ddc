// The groups of shops on the board: how many shops each has, and how they stand together.

import { groupBy } from '../group-by.ts';
import type { Board } from './read-board.ts';
import { type Totals, totalsOf } from './read-board-page.ts';

export interface GroupCounts extends Totals {
  readonly group: string;
  readonly shops: number;
}

/** Of the shops that the asker may see; by name. */
export function groupsOnBoard({ cards }: Pick<Board, 'cards'>, sees: (shop: string) => boolean): GroupCounts[] {
  const grouped = cards.filter(({ shop }) => shop.group !== undefined && sees(shop.id));
  return [...groupBy(grouped, ({ shop }) => shop.group!)]
    .map(([group, members]) => ({ group, shops: members.length, ...totalsOf(members) }))
    .sort((a, b) => (a.group < b.group ? -1 : 1));
}
