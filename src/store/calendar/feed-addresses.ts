// The secret addresses of iCalendar feeds, one a shop: a new one ends the one before.

import { sql } from 'kysely';
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

const ADDRESS = sql`shop, made_at as "madeAt", made_by as "madeBy", last_used_at as "lastUsedAt"`;

/** Keeps the hash of the shop's new secret instead of the one before. */
export async function putFeedAddress(
  db: Db,
  { shop, hash, by }: { readonly shop: string; readonly hash: Buffer; readonly by: string },
  now: Instant,
): Promise<void> {
  await sql`
    insert into feed_address (shop, hash, made_at, made_by) values (${shop}, ${hash}, ${time(now)}, ${by})
    on conflict (shop) do update set hash = excluded.hash, made_at = excluded.made_at, made_by = excluded.made_by,
      last_used_at = null`.execute(db);
}

/** Ends the shop's address; false when there was none. */
export async function dropFeedAddress(db: Db, shop: string): Promise<boolean> {
  const { numAffectedRows } = await sql`delete from feed_address where shop = ${shop}`.execute(db);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function feedAddressOf(db: Db, shop: string): Promise<FeedAddress | null> {
  const { rows } = await sql<FeedAddress>`select ${ADDRESS} from feed_address where shop = ${shop}`.execute(db);
  return rows[0] ?? null;
}

export async function feedAddressBy(db: Db, hash: Buffer): Promise<FeedAddress | null> {
  const { rows } = await sql<FeedAddress>`select ${ADDRESS} from feed_address where hash = ${hash}`.execute(db);
  return rows[0] ?? null;
}

export async function markFeedUsed(db: Db, shop: string, now: Instant): Promise<void> {
  await sql`update feed_address set last_used_at = ${time(now)} where shop = ${shop}`.execute(db);
}
