// To whom a mail goes, and how long it is on its way.

import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { presentFor } from '../../../src/core/notifications/notice-rule.ts';
import { openZone } from '../../../src/core/time/zone.ts';

/** A contact of a shop, or somebody of its people, by mail. */
export const contactOf = (shop: string, name: string): string => `${name}-${shop}@world.example`;

/** Who gets at this moment what is for the maker of a promise, or for whoever has it in hand: they, who stands in for them, or staff. */
export function makerAt({ people = {}, timeZone }: ShopConfig, by: string | null, at: number): string {
  const present = by === null ? null : presentFor(by, (one) => people[one]?.away, openZone(timeZone).localDay(at));
  return present !== null && present in people ? present : 'staff';
}

/** On its way for as long as the server takes to answer. */
export const ON_ITS_WAY_MS = 10_000;

/** Behind others. */
export const LINE_MS = 3 * ON_ITS_WAY_MS;
