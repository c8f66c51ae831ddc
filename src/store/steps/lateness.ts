// The facts behind a late step (core/lateness.ts), read only where it is late at all: they cost a look at its events.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { anyText, time } from '../sql-parameters.ts';
import type { StepCause } from '../tables/steps-tables.ts';

export interface LateColumns {
  readonly cause: StepCause;
  readonly learnedAt: Instant | null;
  readonly watchedFrom: Instant | null;
  readonly awayUntil: Instant | null;
}

/** Detected later than this, it may be late. */
const LATE = '1 second';

const ifLate = (fact: ReturnType<typeof sql>) =>
  sql`case when t.detected_at - t.due_at > ${LATE}::interval then ${fact} end`;

/** Columns of step t and its episode e. A shop that no release noted the first read of is known by its first inquiry. */
export const LATE_COLUMNS = sql`t.cause,
  ${ifLate(sql`(select max(v.learned_at) from event v where v.inquiry_id = e.inquiry_id
    and (v.type = 'customer_message' and v.at = e.started_at
      or v.type in ('reopened', 'answer_withdrawn') and v.at <= t.due_at))`)} as "learnedAt",
  ${ifLate(sql`coalesce((select s.first_read_at from shop s where s.id = t.shop),
    (select min(n.first_seen_at) from inquiry n where n.shop = t.shop))`)} as "watchedFrom",
  ${ifLate(sql`greatest(
    (select max(g.to_at) from worker_gap g where g.from_at <= t.due_at and g.to_at > t.due_at),
    (select n.at from config_revision r cross join lateral (
        select at from config_revision where shop = r.shop and number > r.number order by number limit 1) n
      where r.shop = t.shop and r.spec is null and r.at <= t.due_at and n.at > t.due_at limit 1))`)} as "awayUntil"`;

/** Notes that no worker did its tick between these. */
export async function noteGap(db: Db, from: Instant, to: Instant): Promise<void> {
  await db
    .insertInto('worker_gap')
    .values({ from_at: time(from), to_at: time(to) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** SQL: notes that something was read of these shops now, the first time. */
export function noteFirstRead(shops: readonly string[], now: Instant): RawBuilder<unknown> {
  return sql`update shop set first_read_at = ${time(now)} where id = ${anyText(shops)} and first_read_at is null`;
}
