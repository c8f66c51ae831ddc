// Sources: when each polled shop is read next, by whom, and since when we do not know.

import { type RawBuilder, sql } from 'kysely';
import type { EpochDay, Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { anyText, orTime, textArray, time } from '../sql-parameters.ts';
import { noteFirstRead } from '../steps/lateness.ts';

export interface SourceState {
  readonly shop: string;
  readonly nextPollAt: Instant;
  readonly lastCompleteAt: Instant | null;
  readonly failingSince: Instant | null;
  readonly failureKind: string | null;
  readonly failure: string | null;
  readonly licenceExpiresAt: Instant | null;
  readonly licenceCheckedAt: Instant | null;
  readonly licenceWarned: number | null;
  /** Down to which date in Japan the first read has come, and how many inquiries it read; null: none is under way. */
  readonly firstBackTo: EpochDay | null;
  readonly firstInquiries: number | null;
}

const STATE = [
  'source.shop',
  'next_poll_at as nextPollAt',
  'last_complete_at as lastCompleteAt',
  'failing_since as failingSince',
  'failure_kind as failureKind',
  'failure',
  'licence_expires_at as licenceExpiresAt',
  'licence_checked_at as licenceCheckedAt',
  'licence_warned as licenceWarned',
  'first_read.back_to as firstBackTo',
  'first_read.inquiries as firstInquiries',
] as const;

/** A row of a first read says nothing any more of a source that was read completely. */
function states(db: Db) {
  return db
    .selectFrom('source')
    .leftJoin('first_read', (join) =>
      join.onRef('first_read.shop', '=', 'source.shop').on('source.last_complete_at', 'is', null),
    )
    .select(STATE);
}

/** Makes the list of polled shops what the configuration says; a new one is due at once. `among`: the others stay. */
export async function syncSources(
  db: Db,
  shops: readonly string[],
  now: Instant,
  among: readonly string[] | null = null,
): Promise<void> {
  const looked = among === null ? sql`` : sql`and shop = any(${textArray(among)})`;
  await sql`
    with gone as (delete from source where not shop = any(${textArray(shops)}) ${looked} returning shop),
    gone_days as (delete from source_day where shop in (select shop from gone))
    delete from first_read where shop in (select shop from gone)`.execute(db);
  await sql`insert into source (shop, next_poll_at) select *, ${time(now)} from unnest(${textArray(shops)})
    on conflict do nothing`.execute(db);
}

/**
 * Whether a source whose read was due before `since` has not been tried since: neither read nor failed. A calendar in RMS
 * is read after the inquiries of its shop, so it is not waited for where those cannot be read; nor is a first read that
 * goes on, which may take an hour.
 */
export async function isAnyReadOverdue(db: Db, since: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from source where next_poll_at < ${time(since)}
      and not exists (select 1 from first_read f where f.shop = source.shop and source.last_complete_at is null)
    union all
    select 1 from source n join outside_calendar o on o.shop = n.shop and o.source = 'rms'
    where n.failing_since is null and o.next_read_at < ${time(since)} limit 1`.execute(db);
  return rows.length > 0;
}

/** The reader is alive: its claim holds until `until`. */
export async function extendClaim(db: Db, shop: string, until: Instant): Promise<void> {
  await db
    .updateTable('source')
    .set({ claimed_until: time(until) })
    .where('shop', '=', shop)
    .where('claimed_until', 'is not', null)
    .execute();
}

/** The reader stopped in the middle: the next one may begin at once. */
export async function releaseClaim(db: Db, shop: string): Promise<void> {
  await db.updateTable('source').set({ claimed_until: null }).where('shop', '=', shop).execute();
}

/** A sweep that read everything up to `completeAt`. */
export async function recordComplete(db: Db, shop: string, completeAt: Instant, nextPollAt: Instant): Promise<void> {
  await db
    .updateTable('source')
    .set({
      last_complete_at: time(completeAt),
      next_poll_at: time(nextPollAt),
      claimed_until: null,
      failing_since: null,
      failure_kind: null,
      failure: null,
    })
    .where('shop', '=', shop)
    .execute();
  await noteFirstRead([shop], completeAt).execute(db);
}

export async function recordFailure(
  db: Db,
  shop: string,
  failure: { kind: string; message: string },
  now: Instant,
  nextPollAt: Instant,
): Promise<void> {
  await db
    .updateTable('source')
    .set(({ ref }) => ({
      next_poll_at: time(nextPollAt),
      claimed_until: null,
      failing_since: orTime(ref('failing_since'), now),
      failure_kind: failure.kind,
      failure: failure.message,
    }))
    .where('shop', '=', shop)
    .execute();
}

export async function recordLicence(
  db: Db,
  shop: string,
  licence: { expiresAt: Instant | null; warned: number | null },
  now: Instant,
): Promise<void> {
  await db
    .updateTable('source')
    .set({
      licence_checked_at: time(now),
      licence_expires_at: licence.expiresAt === null ? null : time(licence.expiresAt),
      licence_warned: licence.warned,
    })
    .where('shop', '=', shop)
    .execute();
}

export async function sourceStates(db: Db, shops: readonly string[]): Promise<Map<string, SourceState>> {
  const rows = await states(db).where('source.shop', '=', anyText(shops)).execute();
  return new Map(rows.map((row) => [row.shop, row]));
}

/**
 * Sources whose last read failed, or that should have been read before `dueBefore` and were not. Whoever gave a sign of
 * life since is still reading: a first read may take long.
 */
export async function unreadSources(db: Db, dueBefore: Instant): Promise<SourceState[]> {
  const before = time(dueBefore);
  return states(db)
    .where(({ or, and, eb }) =>
      or([
        eb('failing_since', 'is not', null),
        and([eb('next_poll_at', '<', before), or([eb('claimed_until', 'is', null), eb('claimed_until', '<', before)])]),
      ]),
    )
    .execute();
}

/** A source that is not tried for so long holds no mail back. */
const AWAITED_MS = 10 * 60_000;

/**
 * SQL: whether the source of the shop, an SQL expression, or its calendar in RMS was added just now (again) and not tried
 * yet: its facts may be old.
 */
export function isAwaited(shop: RawBuilder<unknown>, now: Instant): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from source n where n.shop = ${shop} and ${awaited(now)})`;
}

/** SQL: the same of any shop. */
export function isAnyAwaited(now: Instant): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from source n where ${awaited(now)})`;
}

/** Of source n. */
function awaited(now: Instant): RawBuilder<unknown> {
  const isNew = (due: RawBuilder<unknown>) => sql`${due} between ${time(now - AWAITED_MS)} and ${time(now)}`;
  return sql`n.failing_since is null and (n.last_complete_at is null and ${isNew(sql`n.next_poll_at`)}
    or exists (select 1 from outside_calendar o where o.shop = n.shop and o.source = 'rms' and o.read_at is null
      and o.failing_since is null and ${isNew(sql`o.next_read_at`)}))`;
}
