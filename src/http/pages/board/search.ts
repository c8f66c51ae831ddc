// What is searched for on the page of all shops, as its address says it.

import type { Context } from 'hono';
import type { BoardSort } from '../../../service/board/order-board.ts';

const LONGEST_SEARCH = 100;

const SORTS = ['unanswered', 'name'] as const satisfies readonly BoardSort[];

export interface Search {
  /** Part of a shop's name or id. */
  readonly q?: string;
  /** A group of shops. */
  readonly group?: string;
  /** Only shops where there is something to do. */
  readonly need?: 'act';
  /** Left out: worst first. */
  readonly sort?: Exclude<BoardSort, 'worst'>;
}

/** The part of the query that searches: empty for all shops. */
export function searchOf(c: Context): Search {
  const q = (c.req.query('q') ?? '').slice(0, LONGEST_SEARCH).trim();
  const group = (c.req.query('group') ?? '').slice(0, LONGEST_SEARCH);
  const need = c.req.query('need') === 'act' && ({ need: 'act' } as const);
  const sort = SORTS.find((one) => one === c.req.query('sort'));
  return { ...(q !== '' && { q }), ...(group !== '' && { group }), ...need, ...(sort && { sort }) };
}
