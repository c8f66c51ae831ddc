// The shops of a page of the board as a table with one head, by which it is sorted. Of many shops the calm ones are folded to one
// line beneath those where there is something to do.

import type { ByStep } from '../../../core/model.ts';
import type { BoardSort } from '../../../service/board/order-board.ts';
import type { ShopCard } from '../../../service/board/read-board.ts';
import { isPressing } from '../../../service/board/read-board-page.ts';
import { COLUMNS, Icon } from '../parts.tsx';
import { countNames } from '../tiles.tsx';
import { href, type View } from '../view.ts';
import { FEWEST } from './find.tsx';
import { type BesideCard, keptShopRow } from './row.tsx';
import { BOARD_WORDS } from './words.ts';

interface TableProps {
  readonly view: View;
  readonly cards: readonly ShopCard[];
  /** What the columns of the steps are called, over all shops found. */
  readonly names: ByStep<string>;
  readonly sort: BoardSort;
  /** The address of the page without its place and order. */
  readonly query: Readonly<Record<string, string>>;
  readonly beside: (shop: string) => BesideCard;
}

/** `found`: shops over all pages. */
export function ShopTables({ found, ...table }: TableProps & { readonly found: number }) {
  const { cards, view } = table;
  const pressing = cards.filter(isPressing);
  if (found < FEWEST || table.sort !== 'worst' || pressing.length === cards.length) return <Shops {...table} />;
  const calm = cards.filter((card) => !isPressing(card));
  return (
    <>
      {pressing.length === 0 ? null : <Shops {...table} cards={pressing} />}
      <details class="calm more" open={pressing.length === 0}>
        <summary>{BOARD_WORDS[view.language].calmHere(calm.length)}</summary>
        <Shops {...table} cards={calm} />
      </details>
    </>
  );
}

function Shops({ view, cards, beside, ...head }: TableProps) {
  return (
    <table class="shops more">
      <Head view={view} {...head} />
      <tbody>{cards.map((card) => keptShopRow(view, card, beside(card.shop.id)))}</tbody>
    </table>
  );
}

function Head({ view, names, sort, query }: Omit<TableProps, 'cards' | 'beside'>) {
  const [{ board }, own] = [view.words, BOARD_WORDS[view.language]];
  const counts = countNames(view, names);
  const by = (one: BoardSort, text: string, sorts: 'ascending' | 'descending') => (
    <th scope="col" class={one === 'name' ? undefined : 'figure'} aria-sort={sort === one ? sorts : undefined}>
      <a href={href(view, '/', { ...query, ...(one !== sort && { sort: one }) })}>{text}</a>
    </th>
  );
  return (
    <thead>
      <tr>
        {by('name', own.shop, 'ascending')}
        {COLUMNS.map(([key, level]) =>
          key === 'unanswered' ? (
            by('unanswered', counts.unanswered, 'descending')
          ) : (
            <th scope="col" class="figure">
              <Icon name={level} /> {counts[key]}
            </th>
          ),
        )}
        <th scope="col" class="figure">
          {own.dueToday}
        </th>
        <th scope="col">{board.next}</th>
      </tr>
    </thead>
  );
}
