// The secret addresses of iCalendar feeds, one a shop: a new one ends the one before.

import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';

export interface FeedAddress {
  readonly shop: string;
  readonly madeAt: Instant;
  readonly madeBy: string;
  /** To the hour; null: never. */
  readonly lastUsedAt: Instant | null;
}

const ADDRESS = ['shop', 'made_at as madeAt', 'made_by as madeBy', 'last_used_at as lastUsedAt'] as const;

/** Keeps the hash of the shop's new secret instead of the one before. */
export async function putFeedAddress(
  db: Db,
  { shop, hash, by }: { readonly shop: string; readonly hash: Buffer; readonly by: string },
  now: Instant,
): Promise<void> {
  const address = { hash, made_at: time(now), made_by: by };
  await db
    .insertInto('feed_address')
    .values({ shop, ...address })
    .onConflict((conflict) => conflict.column('shop').doUpdateSet({ ...address, last_used_at: null }))
    .execute();
}

/** Ends the shop's address; false when there was none. */
export async function dropFeedAddress(db: Db, shop: string): Promise<boolean> {
  const { numDeletedRows } = await db.deleteFrom('feed_address').where('shop', '=', shop).executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}

export async function feedAddressOf(db: Db, shop: string): Promise<FeedAddress | null> {
  return (await db.selectFrom('feed_address').select(ADDRESS).where('shop', '=', shop).executeTakeFirst()) ?? null;
}

export async function feedAddressBy(db: Db, hash: Buffer): Promise<FeedAddress | null> {
  return (await db.selectFrom('feed_address').select(ADDRESS).where('hash', '=', hash).executeTakeFirst()) ?? null;
}

export async function markFeedUsed(db: Db, shop: string, now: Instant): Promise<void> {
  await db
    .updateTable('feed_address')
    .set({ last_used_at: time(now) })
    .where('shop', '=', shop)
    .execute();
}
