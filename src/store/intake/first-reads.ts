// How far back the first read of a polled shop has come. A row is there while that read is under way, or waits to go on.

import { sql } from 'kysely';
import type { EpochDay, Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';
import type { SourceClaim } from './source-reads.ts';

export interface FirstReadPlace {
  /** Whatever began on this date in Japan or later was read. */
  readonly backTo: EpochDay;
  /** When the newest days were read last. */
  readonly readAt: Instant;
  /** How many inquiries were read. */
  readonly inquiries: number;
}

/** Where the first read of the shop stands; null where it has not begun. */
export async function firstReadOf(db: Db, shop: string): Promise<FirstReadPlace | null> {
  const row = await db
    .selectFrom('first_read')
    .select(['back_to as backTo', 'read_at as readAt', 'inquiries'])
    .where('shop', '=', shop)
    .executeTakeFirst();
  return row ?? null;
}

/** Notes how far it has come. False when another reader had taken the source over. */
export async function noteFirstReadPlace(
  db: Db,
  { shop, number }: Pick<SourceClaim, 'shop' | 'number'>,
  { backTo, readAt, inquiries }: FirstReadPlace,
): Promise<boolean> {
  const { rows } = await sql`
    insert into first_read (shop, back_to, read_at, inquiries)
    select shop, ${backTo}, ${time(readAt)}, ${inquiries} from source where shop = ${shop} and claims = ${number}
    on conflict (shop) do update
      set back_to = excluded.back_to, read_at = excluded.read_at, inquiries = excluded.inquiries
    returning shop`.execute(db);
  return rows.length > 0;
}

/** The shop was read completely. */
export async function endFirstRead(db: Db, shop: string): Promise<void> {
  await db.deleteFrom('first_read').where('shop', '=', shop).execute();
}
