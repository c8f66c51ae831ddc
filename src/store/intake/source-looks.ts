// A look at a source between two complete reads: it holds the same claim as a reader, so that one process at a time asks
// for a shop. What it takes in no complete read has noted, so what is known of the rows of those days is forgotten first.

import { sql } from 'kysely';
import type { EpochDay, Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray, time } from '../sql-parameters.ts';

export interface LookClaim {
  readonly shop: string;
  readonly number: number;
  readonly licenceExpiresAt: Instant | null;
}

/** Takes the source until `until`; null while somebody reads it. What a dead reader left is void, as for the next reader. */
export async function claimForLook(db: Db, shop: string, now: Instant, until: Instant): Promise<LookClaim | null> {
  const { rows } = await sql<LookClaim>`
    update source set claimed_until = ${time(until)}, claims = claims + 1,
      rows_at = case when claimed_until is null then rows_at end
    where shop = ${shop} and (claimed_until is null or claimed_until <= ${time(now)})
    returning shop, claims as number, licence_expires_at as "licenceExpiresAt"`.execute(db);
  return rows[0] ?? null;
}

/** Gives it back, if nobody took it over; the next read begins at `from` at the earliest, for the pace's sake. */
export async function endLook(db: Db, { shop, number }: LookClaim, from: Instant): Promise<void> {
  await sql`
    update source set claimed_until = null, next_poll_at = greatest(next_poll_at, ${time(from)})
    where shop = ${shop} and claims = ${number}`.execute(db);
}

/** Of these days nothing is known any more. */
export async function forgetDays(db: Db, shop: string, days: readonly EpochDay[]): Promise<void> {
  await sql`delete from source_day where shop = ${shop} and day = any(${idArray(days)})`.execute(db);
}
