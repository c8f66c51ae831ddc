// Revisions of the configuration: what is in force per shop, and every one there was. Registering takes the one lock
// that recomputing shares, so that of two revisions one comes after the other and a run of the older one ends.
// Trap: the lock is of the transaction, never of the session: sessions are the pool's.

import { type RawBuilder, sql } from 'kysely';
import type { Bilingual, Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyText, idArray, textArray, time } from '../sql-parameters.ts';
import type { RevisionCause } from '../tables/configuration-tables.ts';

const LOCK = 7_462_215_905;

/** Waits until no page is being recomputed, and keeps others from beginning one, until the transaction ends. */
export async function lockRevisions(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
}

/** Keeps the revisions as they are until the transaction ends; any number of pages may do so at once. */
export async function shareRevisions(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${LOCK})`.execute(trx);
}

export interface KnownShop {
  readonly id: string;
  /** What its open episodes are counted with, or are just being recomputed with; '' when it was removed. */
  readonly revision: string;
  /** Of the whole file; '' when none was stored. */
  readonly hash: string;
  readonly removedAt: Instant | null;
}

/** Every shop that was ever configured; of `only` when it is given. */
export async function knownShops(db: Db, only: ReadonlySet<string> | null = null): Promise<Map<string, KnownShop>> {
  const rows = await db
    .selectFrom('shop')
    .select(['id', 'revision', 'config_hash as hash', 'removed_at as removedAt'])
    .$if(only !== null, (query) => query.where('id', '=', anyText([...only!])))
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

export interface NewRevision {
  /** '' for service.yaml. */
  readonly shop: string;
  readonly hash: string;
  readonly revision: string;
  readonly difference: Readonly<Record<keyof Bilingual, readonly string[]>>;
  /** As read, without secrets; null when the shop is no longer configured. */
  readonly spec: unknown;
}

export interface RevisionOrigin {
  readonly cause: RevisionCause;
  /** Who applied it by command, else null. */
  readonly who: string | null;
}

/** Stores revisions and puts those of shops in force; asks for a recompute where what decides deadlines changed. */
export async function storeRevisions(
  trx: Trx,
  revisions: readonly NewRevision[],
  origin: RevisionOrigin,
  now: Instant,
): Promise<void> {
  for (let from = 0; from < revisions.length; from += A_STATEMENT)
    await storeSome(trx, revisions.slice(from, from + A_STATEMENT), origin, now);
}

/** A mall's first start has 57,000 of them: more in one statement take longer than one may on a machine that does much else. */
const A_STATEMENT = 5_000;

async function storeSome(
  trx: Trx,
  revisions: readonly NewRevision[],
  origin: RevisionOrigin,
  now: Instant,
): Promise<void> {
  const rows = sql`unnest(${textArray(revisions.map((r) => r.shop))}, ${textArray(revisions.map((r) => r.hash))},
    ${textArray(revisions.map((r) => r.revision))}, ${jsonArray(revisions.map((r) => r.difference))},
    ${jsonArray(revisions.map((r) => r.spec))}) with ordinality r(shop, hash, revision, difference, spec, ord)`;
  await sql`
    insert into config_revision (shop, hash, revision, at, who, cause, difference, spec)
    select shop, hash, revision, ${time(now)}, ${origin.who}, ${origin.cause}, difference, spec from ${rows}
    order by ord`.execute(trx);
  await sql`
    insert into shop as s (id, revision, config_hash, watched_since, recomputed_at)
    select shop, revision, hash, ${time(now)}, ${time(now)} from ${rows} where shop <> ''
    on conflict (id) do update set revision = excluded.revision, config_hash = excluded.config_hash,
      removed_at = case when excluded.revision = '' then ${time(now)} end,
      recounts_wanted = s.recounts_wanted + (s.revision <> excluded.revision)::int,
      recount_asked_at = case when s.revision <> excluded.revision then ${time(now)} else s.recount_asked_at end`.execute(
    trx,
  );
}

const jsonArray = (values: readonly unknown[]) =>
  sql`${values.map((value) => (value === null ? null : JSON.stringify(value)))}::jsonb[]`;

/** The spec of each shop's newest revision, as it was stored. */
export async function latestSpecs(db: Db, shops: readonly string[]): Promise<Map<string, unknown>> {
  const { rows } = await sql<{ shop: string; spec: unknown }>`
    select s.shop, r.spec from unnest(${textArray(shops)}) s(shop)
    cross join lateral (select spec from config_revision where shop = s.shop order by number desc limit 1) r`.execute(
    db,
  );
  return new Map(rows.map(({ shop, spec }) => [shop, spec]));
}

/** The newest spec under each of the revisions that a shop's episodes were counted with; those not stored are left out. */
export async function specsOf(db: Db, shop: string, revisions: readonly string[]): Promise<Map<string, unknown>> {
  const rows = await db
    .selectFrom('config_revision')
    .distinctOn('revision')
    .select(['revision', 'spec'])
    .where('shop', '=', shop)
    .where('revision', '=', anyText(revisions))
    .where('spec', 'is not', null)
    .orderBy('revision')
    .orderBy('number', 'desc')
    .execute();
  return new Map(rows.map(({ revision, spec }) => [revision, spec]));
}

export interface SpecInForce {
  readonly shop: string;
  readonly hash: string;
  readonly at: Instant;
  readonly spec: unknown;
}

/** The newest revision of every shop that was not taken away, and of service.yaml (''). */
export async function specsInForce(db: Db): Promise<SpecInForce[]> {
  const { rows } = await sql<SpecInForce>`
    select s.id as shop, r.hash, r.at, r.spec
    from (select id from shop where removed_at is null union all select '') s(id)
    cross join lateral (select hash, at, spec from config_revision where shop = s.id order by number desc limit 1) r
    where r.spec is not null order by s.id`.execute(db);
  return rows;
}

interface StoredRevision {
  readonly number: number;
  readonly hash: string;
  readonly revision: string;
  readonly at: Instant;
  readonly who: string | null;
  readonly cause: RevisionCause;
  readonly difference: NewRevision['difference'];
}

/** A shop's revisions, the newest first; '' for service.yaml. */
export async function revisionsOf(db: Db, shop: string, limit: number): Promise<StoredRevision[]> {
  return db
    .selectFrom('config_revision')
    .select(['number', 'hash', 'revision', 'at', 'who', 'cause', 'difference'])
    .where('shop', '=', shop)
    .orderBy('number', 'desc')
    .limit(limit)
    .execute();
}

export interface WantedRecompute {
  readonly shop: string;
  readonly revision: string;
  /** Give it back to `markRecomputed`. */
  readonly wanted: number;
}

/** Shops whose open episodes may still be counted with another revision than the one in force. */
export async function wantedRecomputes(db: Db): Promise<WantedRecompute[]> {
  return db
    .selectFrom('shop')
    .select(['id as shop', 'revision', 'recounts_wanted as wanted'])
    .whereRef('recounts_wanted', '<>', 'recounts_done')
    .orderBy('recount_asked_at')
    .orderBy('id')
    .execute();
}

/** The recomputes that were wanted when `wantedRecomputes` was asked are done; later wishes stay. */
export async function markRecomputed(db: Db, done: readonly WantedRecompute[], now: Instant): Promise<void> {
  await sql`
    update shop s set recounts_done = greatest(s.recounts_done, d.wanted), recomputed_at = ${time(now)}
    from unnest(${textArray(done.map((d) => d.shop))}, ${idArray(done.map((d) => d.wanted))}) d(shop, wanted)
    where s.id = d.shop`.execute(db);
}

/** A shop and the revision that its inquiries were counted with. */
export interface CountedWith {
  readonly shop: string;
  readonly revision: string;
}

/** Asks for a recompute of shops for which `revision` is not (any more) the one in force. Returns them. */
export async function requestRecomputeIfOvertaken(
  db: Db,
  used: readonly CountedWith[],
  now: Instant,
): Promise<string[]> {
  const { rows } = await recomputeIfOvertaken(used, now).execute(db);
  return rows.map((row) => row.shop);
}

/** SQL: the same. */
export const recomputeIfOvertaken = (used: readonly CountedWith[], now: Instant): RawBuilder<{ shop: string }> =>
  sql<{ shop: string }>`
    update shop s set recounts_wanted = s.recounts_wanted + 1, recount_asked_at = ${time(now)}
    from unnest(${textArray(used.map((u) => u.shop))}, ${textArray(used.map((u) => u.revision))}) u(shop, revision)
    where s.id = u.shop and s.revision <> u.revision
    returning s.id as shop`;

/** A recompute that takes longer, or that nobody can do, holds no mail back; nor one asked for while the clock was ahead. */
const RECOMPUTE_MS = 5 * 60_000;

/** SQL: whether open episodes of the shop, an SQL expression, are just being recomputed. */
export function isRecomputing(shop: RawBuilder<unknown>, now: Instant): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from shop rs where ${recomputing(now)} and rs.id = ${shop})`;
}

/** SQL: the same of any shop. */
export function isAnyRecomputing(now: Instant): RawBuilder<boolean> {
  return sql<boolean>`exists (select 1 from shop rs where ${recomputing(now)})`;
}

const recomputing = (now: Instant) => sql`rs.recounts_wanted <> rs.recounts_done
  and rs.recount_asked_at between ${time(now - RECOMPUTE_MS)} and ${time(now + RECOMPUTE_MS)}`;
