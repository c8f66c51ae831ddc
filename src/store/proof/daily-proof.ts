// The daily proof: one row per day, made by one process; the reads it is made of go page by page.
// Candidates come from episodes and events, what is expected of them only ever from events.

import { sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { anyId, json, time } from '../sql-parameters.ts';
import type { StepCause } from '../tables/steps-tables.ts';

export type Finding = 'missing' | 'late' | 'surplus';

/** One step, or one notice, that is not as it should be. */
export interface ProofExample {
  readonly what: Finding;
  readonly shop: string;
  readonly inquiry: string;
  readonly step: Step;
  /** The notice, where it is about one; `step` is then the one it goes with. */
  readonly notice?: string;
  readonly dueAt: Instant;
}

export interface ProofResult {
  readonly expected: number;
  readonly raised: number;
  readonly late: number;
  readonly missing: number;
  readonly surplus: number;
  /** Known only after they were due. */
  readonly learnedLate: number;
  /** Due by an edited calendar or policy after their instant had passed. */
  readonly recounted: number;
  readonly slowestMs: number;
  readonly examples: readonly ProofExample[];
}

export interface DailyProof extends ProofResult {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly madeAt: Instant;
  /** From when the day's canary was to be told until a mail server took its mail; null: none arrived. */
  readonly canaryMs: number | null;
}

/** The last proofs, the newest day first. */
export async function latestProofs(db: Db, limit: number): Promise<DailyProof[]> {
  return db
    .selectFrom('daily_proof')
    .select([
      'day',
      'expected',
      'raised',
      'late',
      'missing',
      'surplus',
      'learned_late as learnedLate',
      'recounted',
      'slowest_ms as slowestMs',
      'canary_ms as canaryMs',
    ])
    .select(({ ref }) => [
      ref('made_at').$notNull().as('madeAt'),
      ref('examples').$castTo<readonly ProofExample[]>().as('examples'),
    ])
    .where('made_at', 'is not', null)
    .orderBy('day', 'desc')
    .limit(limit)
    .execute();
}

/** Takes a day for this process until `until`; false when it is proved already, or somebody else is at it. */
export async function claimProof(db: Db, day: string, now: Instant, until: Instant): Promise<boolean> {
  const claimed_until = time(until);
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('daily_proof')
    .values({ day, claimed_until })
    .onConflict((conflict) =>
      conflict
        .column('day')
        .doUpdateSet({ claimed_until })
        .where('daily_proof.made_at', 'is', null)
        .where(({ or, eb, ref }) => {
          const claimed = ref('daily_proof.claimed_until');
          return or([eb(claimed, 'is', null), eb(claimed, '<=', time(now))]);
        }),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** The process stopped in the middle: the next one may begin at once. */
export async function releaseProof(db: Db, day: string): Promise<void> {
  await db
    .updateTable('daily_proof')
    .set({ claimed_until: null })
    .where('day', '=', day)
    .where('made_at', 'is', null)
    .execute();
}

export async function storeProof(db: Db, day: string, result: ProofResult, now: Instant): Promise<void> {
  const { learnedLate, slowestMs, examples, expected, raised, late, missing, surplus, recounted } = result;
  const counts = { expected, raised, late, missing, surplus, recounted, learned_late: learnedLate };
  await db
    .updateTable('daily_proof')
    .set({ ...counts, slowest_ms: slowestMs, examples: json(examples), claimed_until: null, made_at: time(now) })
    .set({ canary_ms: canaryMsOf(day) })
    .where('day', '=', day)
    .execute();
}

const canaryMsOf = (day: string) => sql<number | null>`(
  select extract(epoch from accepted_at - due_at)::float8 * 1000 from canary where day = ${day} and arrived_at is not null)`;

/** Ids of all open episodes that began before then: the one look at all of them a day. */
export async function openBefore(db: Db, end: Instant): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(id order by inquiry_id) as ids from episode
    where ended_at is null and started_at < ${time(end)}`.execute(db);
  return rows[0]?.ids ?? [];
}

/** Ids of the inquiries of which something was learned since then. */
export async function inquiriesLearnedSince(db: Db, since: Instant): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(distinct inquiry_id) as ids from (
      select inquiry_id from event where learned_at >= ${time(since)}
      union all select inquiry_id from event_copy where learned_at >= ${time(since)}) learned`.execute(db);
  return rows[0]?.ids ?? [];
}

export interface ProofInquiry {
  readonly id: number;
  readonly shop: string;
  readonly inquiry: string;
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  /** How many of its waits left by `retention`. */
  readonly pastWaits: number;
}

export async function proofInquiries(db: Db, ids: readonly number[]): Promise<ProofInquiry[]> {
  return db
    .selectFrom('inquiry')
    .select(['id', 'shop', 'external_id as inquiry', 'channel', 'type', 'category', 'past_waits as pastWaits'])
    .where('id', '=', anyId(ids))
    .execute();
}

/** A step as it stands recorded, with the episode it belongs to. */
export interface RecordedStep {
  readonly episodeId: number;
  readonly step: Step;
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
  readonly cause: StepCause;
}

/** The steps of these episodes that stand raised and counted, due in [from, to). */
export async function recordedSteps(
  db: Db,
  episodeIds: readonly number[],
  from: Instant,
  to: Instant,
): Promise<RecordedStep[]> {
  return db
    .selectFrom('step')
    .select(['episode_id as episodeId', 'step', 'due_at as dueAt', 'detected_at as detectedAt', 'cause'])
    .where('episode_id', '=', anyId(episodeIds))
    .where('due_at', '>=', time(from))
    .where('due_at', '<', time(to))
    .where('withdrawn_at', 'is', null)
    .where('while_completed', '=', false)
    .execute();
}

/** Recomputes asked for so far, and whether one is under way: while that is so, rows and files do not agree. */
export async function recomputeState(db: Db): Promise<{ asked: number; isPending: boolean }> {
  const { rows } = await sql<{ asked: number; isPending: boolean }>`
    select coalesce(sum(recounts_wanted), 0)::int as asked,
      coalesce(bool_or(recounts_wanted <> recounts_done), false) as "isPending"
    from shop`.execute(db);
  return rows[0]!;
}
