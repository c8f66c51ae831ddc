// Where the list over shops is, and how its address narrows the shops.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { shopsFound } from '../../../service/board/read-board-page.ts';
import type { Service } from '../../../service/service.ts';
import type { Principal } from '../../access/principal.ts';
import { seenShops } from '../../seen-shops.ts';
import type { Search } from '../board/search.ts';

export const INQUIRIES = '/inquiries';

/** Where several of it are acted upon at once. */
export const TOGETHER = `${INQUIRIES}/together`;

const LONGEST = 100;

/** The parts of its address that choose shops: `q` is what is sought in inquiries there. */
export const keptOf = ({ q, group }: Search): Readonly<Record<string, string>> => ({
  ...(group !== undefined && { group }),
  ...(q !== undefined && { shop: q }),
});

/** Which shops its address asks for: part of their names, and their group. */
export function shopsAsked({ shop = '', group = '' }: Readonly<Record<string, string>>): Search {
  const q = shop.slice(0, LONGEST).trim();
  return { ...(q !== '' && { q }), ...(group !== '' && { group: group.slice(0, LONGEST) }) };
}

/** Those shops, as far as the asker sees them; null where there is no such group. */
export function chosenShops(service: Service, principal: Principal, { q = '', group }: Search): ShopConfig[] | null {
  const seen = seenShops(service, principal, group);
  return seen && shopsFound(seen, q);
}
