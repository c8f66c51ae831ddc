// Where the list over shops is, and how its address narrows the shops.

import type { Search } from '../board/search.ts';

export const INQUIRIES = '/inquiries';

/** The parts of its address that choose shops: `q` is what is sought in inquiries there. */
export const keptOf = ({ q, group }: Search): Readonly<Record<string, string>> => ({
  ...(group !== undefined && { group }),
  ...(q !== undefined && { shop: q }),
});
