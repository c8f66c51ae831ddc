// Inquiries as a table of one line each; on a phone two lines. Worst first, as the service gives them.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { OpenInquiry } from '../../../service/board/read-open-page.ts';
import type { View } from '../view.ts';
import { fromList } from './filters.ts';
import { InquiryRow } from './row.tsx';
import { LIST_WORDS } from './words.ts';

export interface Listed {
  readonly shop: ShopConfig;
  readonly row: OpenInquiry;
}

export interface TableProps {
  readonly view: View;
  readonly items: readonly Listed[];
  /** The id of the heading that names it. */
  readonly labelledBy: string;
  /** A list over shops says of each inquiry whose it is. */
  readonly isOverShops?: boolean;
  /** With a box to tick each, inside a form. */
  readonly canTick?: boolean;
}

export function InquiryTable({ view, items, labelledBy, isOverShops = false, canTick = false }: TableProps) {
  const carried = fromList(view, isOverShops);
  return (
    <table class={isOverShops ? 'list over' : 'list'} aria-labelledby={labelledBy}>
      <Heads view={view} isOverShops={isOverShops} canTick={canTick} />
      <tbody>
        {items.map(({ shop, row }) => (
          <InquiryRow
            {...{ view, shop, row, isOverShops, canTick, carried }}
            zone={openZone(shop.timeZone)}
            isBeneath={row.sameAs !== undefined && items.some((one) => isSame(one, shop, row.sameAs))}
          />
        ))}
      </tbody>
    </table>
  );
}

const isSame = ({ shop, row }: Listed, of: ShopConfig, inquiry: string | undefined): boolean =>
  shop.id === of.id && row.inquiry === inquiry;

function Heads({ view, isOverShops, canTick }: { view: View; isOverShops: boolean; canTick: boolean }) {
  const [{ heads, choose }, { received, due, left }] = [LIST_WORDS[view.language], view.words.shop];
  const columns: readonly (readonly [string, string])[] = [
    ...(canTick ? ([['tick', choose]] as const) : []),
    ['step', heads.step],
    ['numbers', heads.number],
    ...(isOverShops ? ([['shop-name', heads.shop]] as const) : []),
    ['about', heads.about],
    ['received', received],
    ['due', due],
    ['left', left],
    ['holder', heads.who],
    ['act', heads.act],
  ];
  return <ColumnHeads columns={columns} />;
}

/** The head of a list's table: each column's class, and what it says. */
export function ColumnHeads({ columns }: { columns: readonly (readonly [name: string, said: string])[] }) {
  return (
    <thead>
      <tr>
        {columns.map(([name, said]) => (
          <th scope="col" class={name}>
            {said}
          </th>
        ))}
      </tr>
    </thead>
  );
}
