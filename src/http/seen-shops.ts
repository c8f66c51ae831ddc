// http: which shops an answer is about: those that the asker may see, of a group when one is asked for.

import type { ShopConfig } from '../config/input/shop-settings.ts';
import { seesAll } from '../service/board/read-board-page.ts';
import { groupsOf, shopsByGroup } from '../service/groups.ts';
import type { Service } from '../service/service.ts';
import { maySee, type Principal } from './access/principal.ts';

type Configured = Pick<Service, 'config'>;

/** The groups of which the asker sees a shop, in order. */
export function groupsSeen({ config }: Configured, principal: Principal): readonly string[] {
  const all = groupsOf(config);
  if (principal.shops === null) return all;
  return all.filter((group) =>
    shopsByGroup(config)
      .get(group)!
      .some(({ id }) => maySee(principal, id)),
  );
}

/** Whether an answer is about a shop; null when there is no such group, or none that the asker sees. */
export function seerOf(
  service: Configured,
  principal: Principal,
  group: string | undefined,
): ((shop: string) => boolean) | null {
  if (group === undefined) return principal.shops === null ? seesAll : (shop) => maySee(principal, shop);
  if (!groupsSeen(service, principal).includes(group)) return null;
  const { shops } = service.config;
  return (shop) => shops.get(shop)?.group === group && maySee(principal, shop);
}

/** The shops themselves; null as with `seerOf`. */
export function seenShops(service: Configured, principal: Principal, group: string | undefined): ShopConfig[] | null {
  const sees = seerOf(service, principal, group);
  return sees && [...service.config.shops.values()].filter(({ id }) => sees(id));
}
