// Episodes: the derived rows that firing works on. `next_due_at` is the only thing a tick looks at.

import { type RawBuilder, sql } from 'kysely';
import type { EndedBy, Instant } from '../../core/model.ts';
import { prepared } from '../database.ts';
import { markChanged, markEnded } from '../goals/goal-marks.ts';
import type { Db, Trx } from '../schema.ts';
import { anyId, idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import { type EpisodeTimes, SET_TIMES, TIME_COLUMNS, TIME_NAMES, timeArrays, withTimes } from './episode-times.ts';

/** What the core derives for one episode. */
export interface EpisodeFacts extends EpisodeTimes {
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: EndedBy | 'superseded' | null;
  readonly revision: string;
}

export interface NewEpisode extends EpisodeFacts {
  readonly inquiryId: number;
  readonly shop: string;
  readonly opener: string;
}

export interface StoredEpisode extends EpisodeFacts {
  readonly id: number;
  readonly inquiryId: number;
  readonly opener: string;
}

/** The episodes of the given inquiries, oldest first; of those that began in one instant the one that ended first. */
export async function episodesOf(db: Db, inquiryIds: readonly number[]): Promise<StoredEpisode[]> {
  const rows = await db
    .selectFrom('episode')
    .select(['id', 'inquiry_id as inquiryId', 'opener', 'revision', ...TIME_COLUMNS])
    .select(['started_at as startedAt', 'ended_at as endedAt', 'ended_by as endedBy'])
    .where('inquiry_id', '=', anyId(inquiryIds))
    .orderBy('inquiry_id')
    .orderBy('started_at')
    .orderBy('ended_at', (order) => order.asc().nullsLast())
    .orderBy('id')
    .execute();
  return rows.map(withTimes);
}

/** Inserts new episodes; a waiting one is armed with its earliest step. Returns their ids in the order given. */
export async function insertEpisodes(trx: Trx, rows: readonly NewEpisode[], now: Instant): Promise<number[]> {
  if (rows.length === 0) return [];
  const added = sql`
    insert into episode (${INTO}) select ${valuesOf(now)}
    from unnest(${newColumnsOf(rows)}) with ordinality r(inquiry_id, ${NEW_NAMES}, ord)
    order by r.ord
    returning id, shop, started_at, ended_at`;
  const { rows: ids } = rows.some(hasEnded)
    ? await sql<{
        id: number;
      }>`with added as (${added}), marked as (${markEnded('added')}) select id from added`.execute(trx)
    : await sql<{ id: number }>`${added}`.execute(trx);
  return ids.map((row) => row.id);
}

const INTO = sql`inquiry_id, shop, opener, started_at, ended_at, ended_by, ended_learned_at, ${TIME_NAMES}, revision, next_due_at`;

/** From a row r of NEW_NAMES and its inquiry. */
const valuesOf = (now: Instant) => sql`r.inquiry_id, r.shop, r.opener, r.started_at, r.ended_at, r.ended_by,
  case when r.ended_at is not null then ${time(now)} end, r.flag_at, r.mail_owner_at, r.breach_at, r.provisional,
  r.flag_due_at, r.owner_alert_due_at, r.breach_due_at, r.revision,
  case when r.ended_at is null then coalesce(r.flag_due_at, r.owner_alert_due_at, r.breach_due_at) end`;

const NEW_NAMES = sql`shop, opener, started_at, ended_at, ended_by, ${TIME_NAMES}, revision`;

const newColumnsOf = (rows: readonly NewEpisode[]) => sql`
  ${idArray(rows.map((r) => r.inquiryId))}, ${textArray(rows.map((r) => r.shop))},
  ${textArray(rows.map((r) => r.opener))}, ${columnsOf(rows)}`;

/** SQL: inserts them, where `inquiryId` is the `ord` of a row of `inquiries` (ord, id). */
export function insertEpisodesOf(inquiries: string, rows: readonly NewEpisode[], now: Instant): RawBuilder<unknown> {
  return sql`
    insert into episode (${INTO}) select ${valuesOf(now)}
    from (select k.id as inquiry_id, f.* from ${sql.table(inquiries)} k
      join unnest(${newColumnsOf(rows)}) with ordinality f(ord, ${NEW_NAMES}, place) on f.ord = k.ord
      order by f.place) r
    returning id, inquiry_id, opener, shop, started_at, ended_at`;
}

export const hasEnded = ({ endedAt }: Pick<EpisodeFacts, 'endedAt'>): boolean => endedAt !== null;

/** Rewrites episodes that changed. Follow with `syncSteps`, which also arms them anew. */
export async function updateEpisodes(
  trx: Trx,
  rows: readonly (EpisodeFacts & { readonly id: number })[],
  now: Instant,
): Promise<void> {
  if (rows.length === 0) return;
  // Whoever changes the start or the end holds the inquiry, so `before` is what is changed.
  await sql`
    with before as (select id, started_at, ended_at from episode where id = any(${idArray(rows.map((r) => r.id))})),
    changed as (
      update episode e set started_at = r.started_at, ended_at = r.ended_at, ended_by = r.ended_by,
        ended_learned_at = case when r.ended_at is null then null else coalesce(e.ended_learned_at, ${time(now)}) end,
        ${SET_TIMES}, revision = r.revision, next_due_at = null
      from unnest(${idArray(rows.map((r) => r.id))}, ${columnsOf(rows)})
        r(id, started_at, ended_at, ended_by, ${TIME_NAMES}, revision)
      join before b on b.id = r.id
      where e.id = r.id
      returning e.id, e.shop, e.started_at, e.ended_at, b.started_at as started_before, b.ended_at as ended_before)
    ${markChanged('changed')}`.execute(trx);
}

function columnsOf(rows: readonly EpisodeFacts[]) {
  return sql`${timeArray(rows.map((r) => r.startedAt))}, ${timeArray(rows.map((r) => r.endedAt))},
    ${textArray(rows.map((r) => r.endedBy))}, ${timeArrays(rows)}, ${textArray(rows.map((r) => r.revision))}`;
}

export interface Claim {
  readonly ids: readonly number[];
  /** Shops of the claimed episodes that pass a step somebody is mailed about. */
  readonly shops: readonly string[];
}

/** Locks up to `limit` episodes with a step due at `now`; rows another worker or an edit holds are left out. */
export async function claimDue(trx: Trx, now: Instant, limit: number): Promise<Claim> {
  const { rows } = await sql<{ ids: number[] | null; shops: string[] | null }>`
    with due as (
      select id, shop, owner_alert_due_at, breach_due_at from episode
      where next_due_at <= ${time(now)} order by next_due_at limit ${limit} for update skip locked)
    select array_agg(id)::float8[] as ids,
      array_agg(distinct shop) filter (where least(owner_alert_due_at, breach_due_at) <= ${time(now)}) as shops
    from due`.execute(trx);
  return { ids: rows[0]?.ids ?? [], shops: rows[0]?.shops ?? [] };
}

/** Whether a step is due that is not raised, whoever holds its row; in the order of the index, which a plan for any time uses. */
export async function isAnyDue(db: Db, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from episode where next_due_at <= ${time(now)} order by next_due_at limit 1`.execute(prepared(db));
  return rows.length > 0;
}

/**
 * Whether a step is due that is not raised, waiting for whoever holds its row (another worker, or an edit that may move
 * it). One row at a time, so that nobody waits for us meanwhile; an edit that takes longer is left to the next tick.
 */
export async function waitForLockedDue(db: Db, now: Instant): Promise<boolean> {
  try {
    return await db.transaction().execute(async (trx) => {
      await sql`set local lock_timeout = '10s'`.execute(trx);
      const one = trx.selectFrom('episode').select('id').where('next_due_at', '<=', time(now)).orderBy('next_due_at');
      return (await one.limit(1).forUpdate().executeTakeFirst()) !== undefined;
    });
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_TIMEOUT) return false;
    throw error;
  }
}

const LOCK_TIMEOUT = '55P03';

/**
 * Instants after `from` and up to `to` at which a step falls due, the first of each fifth of a second; a loose scan of the
 * due index.
 */
export async function dueInstantsBetween(db: Db, from: Instant, to: Instant): Promise<Instant[]> {
  const { rows } = await sql<{ at: Instant }>`
    with recursive due as (
      (select next_due_at as at from episode where next_due_at > ${time(from)} order by 1 limit 1)
      union all
      select (select next_due_at from episode where next_due_at > ${FIFTH_ENDS} order by 1 limit 1)
      from due where due.at <= ${time(to)})
    select at from due where at <= ${time(to)}`.execute(prepared(db));
  return rows.map((row) => row.at);
}

/** The end of the fifth of a second that holds `due.at`; a fifth begins after the end of the one before. */
const FIFTH_ENDS = sql`date_bin('200 ms', due.at - interval '1 microsecond', 'epoch') + interval '200 ms'`;
