// The list that led to an inquiry, as the address carries it: the way back to it, and what comes next in it.

import { type ListQuery, readListQuery } from '../../list/filters.ts';
import { siftedPath } from '../../list/sift.tsx';
import { shopPath, type View } from '../../view.ts';

/** What the list was narrowed by; of what it cannot have been, by nothing. */
export function listOf({ query }: Pick<View, 'query'>): ListQuery {
  const asked = readListQuery(Object.fromEntries(new URLSearchParams(query.list)));
  return asked === 'invalid' ? {} : asked;
}

/** What an address of the page carries on. */
export const keptList = ({ query }: Pick<View, 'query'>): { readonly list?: string } =>
  query.list === undefined ? {} : { list: query.list };

/** Where the shop's list is, narrowed as it was. */
export const listPath = (view: View, shop: string): string =>
  siftedPath(view, { path: shopPath(shop), kept: {} }, listOf(view));
