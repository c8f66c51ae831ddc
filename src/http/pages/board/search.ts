// What is searched for on the page of all shops, as its address says it.

import type { Context } from 'hono';

const LONGEST_SEARCH = 100;

export interface Search {
  /** Part of a shop's name or id. */
  readonly q?: string;
  /** A group of shops. */
  readonly group?: string;
  /** Only shops where there is something to do. */
  readonly need?: 'act';
}

/** The part of the query that searches: empty for all shops. */
export function searchOf(c: Context): Search {
  const q = (c.req.query('q') ?? '').slice(0, LONGEST_SEARCH).trim();
  const group = (c.req.query('group') ?? '').slice(0, LONGEST_SEARCH);
  const need = c.req.query('need') === 'act' && ({ need: 'act' } as const);
  return { ...(q !== '' && { q }), ...(group !== '' && { group }), ...need };
}
