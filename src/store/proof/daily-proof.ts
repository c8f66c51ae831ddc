// The daily proof: one row per day, made by one process; the reads it is made of go page by page.
// Trap: candidates come from episodes and events, what is expected of them only ever from events.

import { sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import type { Db, StepCause } from '../schema.ts';
import { idArray, time } from '../sql-parameters.ts';

export type Finding = 'missing' | 'late' | 'surplus';

/** One step that is not as it should be. */
export interface ProofExample {
  readonly what: Finding;
  readonly shop: string;
  readonly inquiry: string;
  readonly step: Step;
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
}

const PROOF = sql`to_char(day, 'YYYY-MM-DD') as day, made_at as "madeAt", expected, raised, late, missing, surplus,
  learned_late as "learnedLate", recounted, slowest_ms as "slowestMs", examples`;

/** The last proofs, the newest day first. */
export async function latestProofs(db: Db, limit: number): Promise<DailyProof[]> {
  const { rows } = await sql<DailyProof>`
    select ${PROOF} from daily_proof where made_at is not null order by day desc limit ${limit}`.execute(db);
  return rows;
}

/** Takes a day for this process until `until`; false when it is proved already, or somebody else is at it. */
export async function claimProof(db: Db, day: string, now: Instant, until: Instant): Promise<boolean> {
  const { rows } = await sql`
    insert into daily_proof as p (day, claimed_until) values (${day}::date, ${time(until)})
    on conflict (day) do update set claimed_until = excluded.claimed_until
      where p.made_at is null and (p.claimed_until is null or p.claimed_until <= ${time(now)})
    returning 1`.execute(db);
  return rows.length > 0;
}

/** The process stopped in the middle: the next one may begin at once. */
export async function releaseProof(db: Db, day: string): Promise<void> {
  await sql`update daily_proof set claimed_until = null where day = ${day}::date and made_at is null`.execute(db);
}

export async function storeProof(db: Db, day: string, result: ProofResult, now: Instant): Promise<void> {
  await sql`
    update daily_proof set claimed_until = null, made_at = ${time(now)}, expected = ${result.expected},
      raised = ${result.raised}, late = ${result.late}, missing = ${result.missing}, surplus = ${result.surplus},
      learned_late = ${result.learnedLate}, recounted = ${result.recounted}, slowest_ms = ${result.slowestMs},
      examples = ${JSON.stringify(result.examples)}::jsonb
    where day = ${day}::date`.execute(db);
}

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
}

export async function proofInquiries(db: Db, ids: readonly number[]): Promise<ProofInquiry[]> {
  const { rows } = await sql<ProofInquiry>`
    select id, shop, external_id as inquiry, channel, type, category from inquiry
    where id = any(${idArray(ids)})`.execute(db);
  return rows;
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
  const { rows } = await sql<RecordedStep>`
    select episode_id as "episodeId", step, due_at as "dueAt", detected_at as "detectedAt", cause from step
    where episode_id = any(${idArray(episodeIds)}) and due_at >= ${time(from)} and due_at < ${time(to)}
      and withdrawn_at is null and not while_completed`.execute(db);
  return rows;
}

/** Recomputes asked for so far, and whether one is under way: while that is so, rows and files do not agree. */
export async function recomputeState(db: Db): Promise<{ asked: number; isPending: boolean }> {
  const { rows } = await sql<{ asked: number; isPending: boolean }>`
    select coalesce(sum(recounts_wanted), 0)::int as asked,
      coalesce(bool_or(recounts_wanted <> recounts_done), false) as "isPending"
    from shop`.execute(db);
  return rows[0]!;
}
