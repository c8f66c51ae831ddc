// The list that led to an inquiry, as the address carries it: the way back to it, and what comes next in it.

import type { Search } from '../../board/search.ts';
import { INQUIRIES, keptOf } from '../../inquiries/path.ts';
import { type ListQuery, OVER, readListQuery } from '../../list/filters.ts';
import { siftedPath } from '../../list/place.ts';
import { shopPath, type View } from '../../view.ts';

type Asked = Pick<View, 'query'>;

const carried = ({ query }: Asked): Readonly<Record<string, string>> =>
  Object.fromEntries(new URLSearchParams(query.list));

/** What the list was narrowed by; of what it cannot have been, by nothing. */
export function listOf(view: Asked): ListQuery {
  const asked = readListQuery(carried(view));
  return asked === 'invalid' ? {} : asked;
}

/** Of which shops the list was; null when it was the shop's own. */
export function overShopsOf(view: Asked): Search | null {
  const { [OVER.name]: over, shop, group } = carried(view);
  return over === OVER.shops ? { ...(shop && { q: shop }), ...(group && { group }) } : null;
}

/** What an address of the page carries on. */
export const keptList = ({ query }: Asked): { readonly list?: string } =>
  query.list === undefined ? {} : { list: query.list };

/** Where the list is, narrowed as it was. */
export function listPath(view: View, shop: string): string {
  const over = overShopsOf(view);
  const place = over === null ? { path: shopPath(shop), kept: {} } : { path: INQUIRIES, kept: keptOf(over) };
  return siftedPath(view, place, listOf(view));
}

/** The shop's own list: narrowed as it was, if it led here. */
export const shopListPath = (view: View, shop: string): string =>
  siftedPath(view, { path: shopPath(shop), kept: {} }, overShopsOf(view) === null ? listOf(view) : {});
