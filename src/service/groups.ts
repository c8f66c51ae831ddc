// Groups: the agency's names for the shops that it looks at together (CONTRACT.md, `group`).

import type { ShopConfig } from '../config/input/shop-settings.ts';
import { groupBy } from './group-by.ts';
import { perConfig } from './per-config.ts';

const byGroup = perConfig(({ shops }): ReadonlyMap<string, readonly ShopConfig[]> => {
  const grouped = [...shops.values()].filter(({ group }) => group !== undefined);
  return new Map([...groupBy(grouped, ({ group }) => group!)].sort(([a], [b]) => (a < b ? -1 : 1)));
});

type Configured = Parameters<typeof byGroup>[0];

/** The groups with their shops, by name. */
export const shopsByGroup = (config: Configured): ReadonlyMap<string, readonly ShopConfig[]> => byGroup(config);

/** The names of all groups, in order. */
export const groupsOf = (config: Configured): readonly string[] => [...byGroup(config).keys()];

/** The ids of the shops that these groups have now; a group that there is not any more has none. */
export const shopsIn = (config: Configured, groups: readonly string[]): string[] =>
  groups.flatMap((group) => (byGroup(config).get(group) ?? []).map(({ id }) => id));
