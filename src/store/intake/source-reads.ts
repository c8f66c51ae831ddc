// Who reads which shop's source, and what the last complete read showed. Trap: what is known of rows counts only while
// every read since has noted what it took in: a reader that died in the middle, one of the release before, or one that
// was overtaken makes it void, and then everything is read and decoded again.

import { sql } from 'kysely';
import type { EpochDay, Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray, time } from '../sql-parameters.ts';
import { noteFirstRead } from '../steps/lateness.ts';

/** A source in the hands of one reader. */
export interface SourceClaim {
  readonly shop: string;
  /** Counts the claims on this source: whoever holds an older one has been overtaken. */
  readonly number: number;
  readonly lastCompleteAt: Instant | null;
  readonly licenceExpiresAt: Instant | null;
  readonly licenceCheckedAt: Instant | null;
  /** When more than the newest days is to be read; null: now. */
  readonly olderDueAt: Instant | null;
  /** Whether what is stored of rows may be relied on. */
  readonly rowsHold: boolean;
}

/** Takes due sources for one reader until `until`, the longest overdue first; those that others take are left to them. */
export async function claimSources(
  db: Db,
  { now, until, limit, shop }: { now: Instant; until: Instant; limit: number; shop?: string },
): Promise<SourceClaim[]> {
  const { rows } = await sql<SourceClaim>`
    with due as (
      select shop, claimed_until is null and rows_at is not distinct from last_complete_at as holds from source
      where next_poll_at <= ${time(now)} and (claimed_until is null or claimed_until <= ${time(now)})
        ${shop === undefined ? sql`` : sql`and shop = ${shop}`}
      order by next_poll_at limit ${limit} for update skip locked)
    update source s set claimed_until = ${time(until)}, claims = s.claims + 1 from due where s.shop = due.shop
    returning s.shop, s.claims as number, s.last_complete_at as "lastCompleteAt",
      s.licence_expires_at as "licenceExpiresAt", s.licence_checked_at as "licenceCheckedAt",
      s.older_due_at as "olderDueAt", due.holds as "rowsHold"`.execute(db);
  return rows;
}

/** What the last complete read showed of the inquiries that began on `from` or later, by day. */
export async function rowsOfDays(db: Db, shop: string, from: EpochDay): Promise<Map<EpochDay, Buffer>> {
  const rows = await db
    .selectFrom('source_day')
    .select(['day', 'rows'])
    .where('shop', '=', shop)
    .where('day', '>=', from)
    .execute();
  return new Map(rows.map(({ day, rows: bytes }) => [day, bytes]));
}

export interface CompleteRead {
  /** Everything up to this instant was seen. */
  readonly completeAt: Instant;
  readonly nextPollAt: Instant;
  /** When more than the newest days is to be read; null: as it was. */
  readonly olderDueAt: Instant | null;
  /** Days whose rows are others than before; without bytes: nothing is known of them. */
  readonly days: ReadonlyMap<EpochDay, Buffer | null>;
}

/** Ends a read that saw everything it was to see. False when another reader had taken over: then nothing is known. */
export async function recordRead(db: Db, claim: SourceClaim, read: CompleteRead): Promise<boolean> {
  const { shop, number } = claim;
  const kept = [...read.days].flatMap(([day, rows]) => (rows === null ? [] : [{ day, rows }]));
  const gone = [...read.days].flatMap(([day, rows]) => (rows === null ? [day] : []));
  const { rows } = await sql<{ mine: boolean }>`
    with mine as (
      update source set last_complete_at = ${time(read.completeAt)}, rows_at = ${time(read.completeAt)},
        next_poll_at = ${time(read.nextPollAt)}, claimed_until = null, failing_since = null, failure_kind = null,
        failure = null, older_due_at = ${read.olderDueAt === null ? sql`older_due_at` : time(read.olderDueAt)}
      where shop = ${shop} and claims = ${number} returning shop)
    ${gone.length === 0 ? sql`` : sql`, gone as (delete from source_day where shop in (select shop from mine) and day = any(${idArray(gone)}))`}
    ${
      kept.length === 0
        ? sql``
        : sql`, kept as (
      insert into source_day (shop, day, rows)
      select mine.shop, d.day, decode(d.rows, 'hex') from mine,
        unnest(${idArray(kept.map(({ day }) => day))}, ${kept.map((one) => one.rows.toString('hex'))}::text[]) d(day, rows)
      on conflict (shop, day) do update set rows = excluded.rows)`
    }
    select exists (select 1 from mine) as mine`.execute(db);
  const { mine } = rows[0]!;
  if (!mine) await forgetRows(db, shop);
  else if (claim.lastCompleteAt === null) await noteFirstRead([shop], read.completeAt).execute(db);
  return mine;
}

/** Events were taken in that no complete read will note: what is known of rows is void. */
export async function forgetRows(db: Db, shop: string): Promise<void> {
  await db.updateTable('source').set({ rows_at: null }).where('shop', '=', shop).execute();
}
