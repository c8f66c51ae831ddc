// How many promises were made in a stretch of time, and what became of them: decided by event times, as core
// `promiseState` decides.

import { sql } from 'kysely';
import type { Instant, PromiseState } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';
import { stateAt } from './stored-promises.ts';

/** The states add up to `made`. */
export interface PromiseNumbers extends Readonly<Record<PromiseState, number>> {
  readonly made: number;
  /** Of those kept: the inquiry was completed, and nobody answered. */
  readonly keptByCompletion: number;
}

/** Of a shop's promises made in [from, to), as they are at `now`; those of inquiries that left by `retention` are among them. */
export async function promiseNumbers(
  db: Db,
  { shop, from, to }: { readonly shop: string; readonly from: Instant; readonly to: Instant },
  now: Instant,
): Promise<PromiseNumbers> {
  const { rows } = await sql<{ state: PromiseState; isCompleted: boolean; count: number }>`
    select ${stateAt(now)} as state, coalesce(p.ended_by = 'completed', false) as "isCompleted", count(*)::int as count from promise p
    where p.shop = ${shop} and p.made_at >= ${time(from)} and p.made_at < ${time(to)} group by 1, 2`.execute(db);
  const counts = { standing: 0, kept: 0, broken: 0, extended: 0, withdrawn: 0 };
  for (const { state, count } of rows) counts[state] += count;
  const byCompletion = rows.find(({ state, isCompleted }) => state === 'kept' && isCompleted);
  const made = rows.reduce((sum, { count }) => sum + count, 0);
  return { ...counts, made, keptByCompletion: byCompletion?.count ?? 0 };
}

export interface PromiseBacklog {
  /** Still to come. */
  readonly standing: number;
  /** Past their date, and not answered. */
  readonly broken: number;
  /** Past their date, and not recorded as that yet. */
  readonly waiting: number;
}

/** What is promised over all shops. */
export async function promiseBacklog(db: Db, now: Instant): Promise<PromiseBacklog> {
  const { rows } = await sql<PromiseBacklog>`
    select (count(*) filter (where stands and until_at > ${time(now)}))::int as standing,
      (count(*) filter (where stands and until_at <= ${time(now)}))::int as broken,
      (count(*) filter (where next_due_at <= ${time(now)}))::int as waiting
    from promise where stands or next_due_at <= ${time(now)}`.execute(db);
  return rows[0]!;
}
