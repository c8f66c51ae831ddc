// What is searched for on the page of all shops, as its address says it.

import type { Context } from 'hono';

const LONGEST_SEARCH = 100;

/** The part of the query that searches: empty for all shops. */
export function searchOf(c: Context): { readonly q?: string } {
  const q = (c.req.query('q') ?? '').slice(0, LONGEST_SEARCH).trim();
  return q === '' ? {} : { q };
}
