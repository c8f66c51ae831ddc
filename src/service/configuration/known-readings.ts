// A start with tens of thousands of files parses only those whose text is another than the one that the database knows
// what it says of. The text decides, by its hash, and the code that reads it (reading.ts `keyOf`), never the file's time.

import type { KnownReadings } from '../../config/config-folder.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { CalendarSpec } from '../../core/model.ts';
import { isAnyTextKnown, knownTexts, noteTexts } from '../../store/configuration/texts.ts';
import type { Db } from '../../store/schema.ts';
import { hashOf, rememberHash } from './register-revisions.ts';
import { storedShop } from './stored-config.ts';

const PAGE = 1_000;

/** What the database knows of texts; null while it knows nothing. */
export async function openKnownReadings(db: Db): Promise<KnownReadings | null> {
  if (!(await isAnyTextKnown(db))) return null;
  return async (keys) => {
    const shops = (await knownTexts(db, keys)).flatMap(({ shop, hash, spec }): [string, ShopConfig][] => {
      const stored = storedShop(spec);
      if (stored === null || stored.rests || hasAddress(stored.config)) return [];
      rememberHash(stored.config, hash);
      return [[shop, stored.config]];
    });
    return new Map(shops);
  };
}

/** Notes what texts said that were read: shops with the keys of their texts (`ConfigFolder.drainKeys`). */
export async function noteReadings(db: Db, readings: ReadonlyMap<ShopConfig, string>): Promise<void> {
  const texts = [...readings].map(([shop, key]) => ({ shop: shop.id, key, hash: hashOf(shop) }));
  for (let at = 0; at < texts.length; at += PAGE) await noteTexts(db, texts.slice(at, at + PAGE));
}

/** Addresses of imported calendars are not stored (kept-spec.ts): the file is needed. */
const hasAddress = ({ calendar, calendars }: ShopConfig): boolean =>
  [calendar, ...Object.values(calendars ?? {})].some((one: CalendarSpec) => one.ics?.some((feed) => 'url' in feed));
