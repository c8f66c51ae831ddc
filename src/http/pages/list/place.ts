// Where a list stands, and its address with what is asked for.

import { href, type View } from '../view.ts';
import { type ListQuery, queryOf } from './filters.ts';

/** Where a list stands, and what its address says besides the filters. */
export interface Place {
  readonly path: string;
  readonly kept: Readonly<Record<string, string>>;
}

/** The part of the address that opens the form. */
export const FORM = { name: 'form', open: 'open' } as const;

/** Where the list shows what is asked for. */
export const siftedPath = (view: View, { path, kept }: Place, query: ListQuery): string =>
  href(view, path, { ...kept, ...queryOf(query), ...sameMoment(view) });

/** On a page of a moment to come, what its own address says of it. */
export const sameMoment = ({ ahead, query }: View): { readonly at?: string } =>
  ahead === null || query.at === undefined ? {} : { at: query.at };
