// Reads for the pages and the API: one inquiry with its history. What is open is in open-inquiries.ts.

import { sql } from 'kysely';
import type { Instant, Status, Step } from '../../core/model.ts';
import { INQUIRY_COLUMNS, type InquiryFacts } from '../inquiry-facts.ts';
import type { Db } from '../schema.ts';
import { anyId, idArray } from '../sql-parameters.ts';
import { LATE_COLUMNS, type LateColumns } from '../steps/lateness.ts';

export interface FoundInquiry extends InquiryFacts {
  readonly id: number;
  readonly status: Status;
  readonly firstSeenAt: Instant;
  /** Until when what happened to it has left, with how many waits; null: nothing has. */
  readonly pastUntil: Instant | null;
  readonly pastWaits: number;
}

export async function findInquiry(db: Db, shop: string, inquiry: string): Promise<FoundInquiry | null> {
  const facts = await db
    .selectFrom('inquiry')
    .select(['id', ...INQUIRY_COLUMNS, 'status', 'first_seen_at as firstSeenAt'])
    .select(['past_until as pastUntil', 'past_waits as pastWaits'])
    .where('shop', '=', shop)
    .where('external_id', '=', inquiry)
    .executeTakeFirst();
  return facts ?? null;
}

/** The four times of a step kept apart (RULES.md 5), without the answer's, which is the episode's end. */
export interface StepRow extends LateColumns {
  readonly episodeId: number;
  readonly step: Step;
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
  readonly notifiedAt: Instant | null;
  readonly opsNotifiedAt: Instant | null;
  readonly loweredAt: Instant | null;
  readonly loweredWhy: string | null;
  readonly withdrawnAt: Instant | null;
  readonly withdrawnWhy: string | null;
  readonly whileCompleted: boolean;
}

export async function stepRows(db: Db, episodeIds: readonly number[]): Promise<StepRow[]> {
  const { rows } = await sql<StepRow>`
    select t.episode_id as "episodeId", t.step, t.due_at as "dueAt", t.detected_at as "detectedAt", ${LATE_COLUMNS},
      t.notified_at as "notifiedAt", t.ops_notified_at as "opsNotifiedAt", t.lowered_at as "loweredAt",
      t.lowered_why as "loweredWhy", t.withdrawn_at as "withdrawnAt", t.withdrawn_why as "withdrawnWhy",
      t.while_completed as "whileCompleted"
    from step t join episode e on e.id = t.episode_id where t.episode_id = any(${idArray(episodeIds)})
    order by t.episode_id, t.due_at, t.detected_at`.execute(db);
  return rows;
}

export interface WithdrawalRow {
  readonly episodeId: number;
  readonly step: Step;
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
  readonly notifiedAt: Instant | null;
  readonly withdrawnAt: Instant;
  readonly why: string;
  readonly revision: string;
}

export async function withdrawalRows(db: Db, episodeIds: readonly number[]): Promise<WithdrawalRow[]> {
  return db
    .selectFrom('step_withdrawal')
    .select(['episode_id as episodeId', 'step', 'due_at as dueAt', 'detected_at as detectedAt'])
    .select(['notified_at as notifiedAt', 'withdrawn_at as withdrawnAt', 'why', 'revision'])
    .where('episode_id', '=', anyId(episodeIds))
    .orderBy('withdrawn_at')
    .orderBy('id')
    .execute();
}
