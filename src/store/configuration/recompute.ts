// Recomputing open episodes with another revision: which ones, a page of them with their raised steps, and the one
// UPDATE that writes a page. Trap: an episode's row lock is what intake, firing and recomputing take turns on; a page
// leaves out rows that somebody holds, so that nobody waits in a circle.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyId, idArray, textArray, timeArray } from '../sql-parameters.ts';
import {
  DUE,
  type DueColumns,
  type EpisodeTimes,
  type InColumns,
  SET_TIMES,
  TIME_NAMES,
  timeArrays,
  withDue,
} from '../steps/episode-times.ts';

/** A shop and the revision its open episodes, and the notices of its promises, are to be counted with. */
export interface RecomputeTarget {
  readonly shop: string;
  readonly revision: string;
}

/**
 * Ids of open episodes that another revision counted, over all given shops, the most urgent first. A shop for which the
 * target is not (any more) the revision in force has none.
 */
export async function staleOpenEpisodes(db: Db, targets: readonly RecomputeTarget[]): Promise<number[]> {
  return otherwiseCounted(db, targets, sql`join shop s on s.id = t.shop and s.revision = t.revision`);
}

/** The same for revisions that are not in force yet. */
export async function episodesToMove(db: Db, targets: readonly RecomputeTarget[]): Promise<number[]> {
  return otherwiseCounted(db, targets, sql``);
}

async function otherwiseCounted(
  db: Db,
  targets: readonly RecomputeTarget[],
  inForce: RawBuilder<unknown>,
): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(e.id order by e.breach_at nulls first, e.id) as ids
    from unnest(${textArray(targets.map((t) => t.shop))}, ${textArray(targets.map((t) => t.revision))}) t(shop, revision)
    ${inForce} join episode e on e.shop = t.shop
    where e.ended_at is null and e.revision <> t.revision`.execute(db);
  return rows[0]?.ids ?? [];
}

/** What an open episode is counted from. */
export interface OpenEpisode {
  readonly id: number;
  readonly shop: string;
  readonly inquiryId: number;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly opener: string;
  readonly startedAt: Instant;
  readonly revision: string;
  /** The shop's revision in force; '' when the shop is no longer configured. */
  readonly inForce: string;
  /** Somebody reopened the thread: its events must be read to know the pauses. */
  readonly reopened: boolean;
}

/** The same with what people know it by, and with when its steps are due as counted now. */
export interface CountedEpisode extends OpenEpisode, Pick<EpisodeTimes, 'due'> {
  readonly inquiry: string;
}

const OPEN = sql`e.id, e.shop, e.inquiry_id as "inquiryId", i.channel, i.type, i.category, e.opener,
  (extract(epoch from e.started_at) * 1000)::float8 as "startedAt", e.revision,
  (select s.revision from shop s where s.id = e.shop) as "inForce",
  (exists (select 1 from event v where v.inquiry_id = e.inquiry_id and v.type = 'reopened')
    or exists (select 1 from event_copy v where v.inquiry_id = e.inquiry_id and v.type = 'reopened')) as reopened`;

/** `limit 1` keeps the planner from reading all inquiries for a page of them. */
const OPEN_ROWS = (ids: readonly number[]) => sql`
  from episode e cross join lateral (select * from inquiry where id = e.inquiry_id limit 1) i
  where e.id = any(${idArray(ids)}) and e.ended_at is null`;

/** Of the given episodes those that are still open and that nobody else holds; they are held until the transaction ends. */
export async function lockOpenEpisodes(trx: Trx, ids: readonly number[]): Promise<OpenEpisode[]> {
  const { rows } = await sql<OpenEpisode>`
    select ${OPEN} ${OPEN_ROWS(ids)} for no key update of e skip locked`.execute(trx);
  return rows;
}

/** Of the given episodes those that are still open, to look at. */
export async function countedEpisodes(db: Db, ids: readonly number[]): Promise<CountedEpisode[]> {
  const { rows } = await sql<InColumns<CountedEpisode, DueColumns>>`
    select ${OPEN}, i.external_id as inquiry, ${DUE} ${OPEN_ROWS(ids)}`.execute(db);
  return rows.map(withDue);
}

/** A step that stands raised (not withdrawn). */
export interface RaisedStep {
  readonly episodeId: number;
  readonly step: Step;
  readonly dueAt: Instant;
  readonly whileCompleted: boolean;
  readonly notifiedAt: Instant | null;
  readonly opsNotifiedAt: Instant | null;
}

export async function raisedSteps(db: Db, episodeIds: readonly number[]): Promise<RaisedStep[]> {
  return db
    .selectFrom('step')
    .select([
      'episode_id as episodeId',
      'step',
      'due_at as dueAt',
      'while_completed as whileCompleted',
      'notified_at as notifiedAt',
      'ops_notified_at as opsNotifiedAt',
    ])
    .where('episode_id', '=', anyId(episodeIds))
    .where('withdrawn_at', 'is', null)
    .execute();
}

/** Of these open episodes, which is the last of its thread by nature, those that are not also the first. */
export async function laterEpisodes(db: Db, episodeIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (episodeIds.length === 0) return new Set();
  const { rows } = await sql<{ id: number }>`
    select e.id from episode e join inquiry i on i.id = e.inquiry_id
    where e.id = any(${idArray(episodeIds)}) and (i.past_waits > 0 or exists (
      select 1 from episode b
      where b.inquiry_id = e.inquiry_id and b.id <> e.id and b.ended_by is distinct from 'superseded'))`.execute(db);
  return new Set(rows.map(({ id }) => id));
}

/** What a recompute writes into one episode. */
export interface Recomputed extends EpisodeTimes {
  readonly id: number;
  readonly nextDueAt: Instant | null;
  readonly revision: string;
}

/** Writes the deadlines of a page. Steps that stand raised, or are due by now, are brought in line with `syncSteps`. */
export async function writeRecomputed(trx: Trx, rows: readonly Recomputed[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update episode e set ${SET_TIMES}, next_due_at = r.next_due_at, revision = r.revision
    from unnest(${idArray(rows.map((r) => r.id))}, ${timeArrays(rows)}, ${timeArray(rows.map((r) => r.nextDueAt))},
      ${textArray(rows.map((r) => r.revision))}) r(id, ${TIME_NAMES}, next_due_at, revision)
    where e.id = r.id`.execute(trx);
}

/**
 * Nothing more happens to open episodes of a shop that is no longer configured: not armed, and what is pending keeps no slot
 * until the shop is back.
 */
export async function disarmEpisodes(trx: Trx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await trx.updateTable('episode').set({ next_due_at: null, revision: '' }).where('id', '=', anyId(ids)).execute();
  await trx
    .updateTable('step')
    .set({ slot_at: null })
    .where('episode_id', '=', anyId(ids))
    .where(({ or, ref }) => or([ref('owner_owed'), ref('ops_owed')]))
    .execute();
}

/** Waits until nobody holds the episode, ten seconds at most. */
export async function waitForEpisode(db: Db, id: number): Promise<void> {
  try {
    await db.transaction().execute(async (trx) => {
      await sql`set local lock_timeout = '10s'`.execute(trx);
      await trx.selectFrom('episode').select('id').where('id', '=', id).forNoKeyUpdate().execute();
    });
  } catch (error) {
    if ((error as { code?: unknown }).code !== LOCK_TIMEOUT) throw error;
  }
}

const LOCK_TIMEOUT = '55P03';
