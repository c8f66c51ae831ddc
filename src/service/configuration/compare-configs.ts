// A configuration beside the one in force: which shops are others, and what stays as it is. Pure.

import type { LoadedFolder } from '../../config/config-folder.ts';
import type { Config } from '../../config/load.ts';

/** A folder of which something is broken. */
export type Broken = Exclude<LoadedFolder, { readonly config: Config }>;

/**
 * What is good, and as they are in force the shops whose file is broken, or gone while another one is: it may be that one
 * under a name that is no shop's.
 */
export function withKept(
  inForce: Config,
  { service, shops: good, dir }: Broken & { readonly service: Config['service'] },
): { readonly next: Config; readonly kept: readonly string[] } {
  const shops = new Map(good);
  const kept: string[] = [];
  for (const [id, shop] of inForce.shops) {
    if (shops.has(id)) continue;
    shops.set(id, shop);
    kept.push(id);
  }
  const resting = new Set([...(inForce.resting ?? [])].filter((id) => kept.includes(id)));
  return { next: { service, shops, dir, ...(resting.size > 0 && { resting }) }, kept };
}

/**
 * The shops that are others than in force, or in one of both only; a step is a shop. What was read again and says the same is
 * the same.
 */
export function* changedShops(inForce: Config, next: Config): Generator<void, Set<string>> {
  const changed = new Set<string>();
  for (const [id, shop] of next.shops) {
    if (inForce.shops.get(id) !== shop) changed.add(id);
    yield;
  }
  for (const id of inForce.shops.keys()) {
    if (!next.shops.has(id)) changed.add(id);
    yield;
  }
  return changed;
}

/** The new configuration, but held shops as they are in force. */
export function mixed(inForce: Config, next: Config, held: ReadonlySet<string>): Config {
  const shops = new Map(next.shops);
  for (const id of held) {
    const shop = inForce.shops.get(id);
    if (shop === undefined) shops.delete(id);
    else shops.set(id, shop);
  }
  const resting = new Set([...(inForce.resting ?? [])].filter((id) => held.has(id)));
  return { ...next, shops, ...(resting.size > 0 && { resting }) };
}
