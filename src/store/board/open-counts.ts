// How many inquiries are open, how far, and when they fall due: of one shop, and of all. Levels come from due instants, so
// they hold also before a step is recorded.

import { type QueryResult, type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { prepared } from '../database.ts';
import { isOfShops } from '../of-shops.ts';
import type { Db } from '../schema.ts';
import { time, timeArray } from '../sql-parameters.ts';

/** Nested counts of open inquiries: who has passed 2 business days has also passed 1 (RULES.md 1). */
export interface OpenCounts {
  readonly unanswered: number;
  readonly flagged: number;
  readonly ownerAlertDue: number;
  readonly breached: number;
  /** The last step, the breach, is still to come and falls due before the end of today. */
  readonly dueToday: number;
  /** The earliest step of any of them that is still to come. */
  readonly nextDueAt: Instant | null;
}

/** The steps that have passed at `at`, and what comes next. */
const countsAt = (at: RawBuilder<unknown>) => sql`count(*)::int as unanswered,
  count(*) filter (where flag_due_at <= ${at})::int as flagged,
  count(*) filter (where owner_alert_due_at <= ${at})::int as "ownerAlertDue",
  count(*) filter (where breach_due_at <= ${at})::int as breached,
  min(case when flag_due_at > ${at} then flag_due_at when owner_alert_due_at > ${at} then owner_alert_due_at
    when breach_due_at > ${at} then breach_due_at end) as "nextDueAt"`;

/** Of one shop: also how many deadlines are over, whether or not the breach counts (RULES.md 2.4). */
export interface OneShopCounts extends OpenCounts {
  readonly overdue: number;
}

/** The counts of one shop; `dayEnd` is the end of its today. */
export async function openCountsOf(db: Db, shop: string, now: Instant, dayEnd: Instant): Promise<OneShopCounts> {
  const { rows } = await sql<OneShopCounts>`
    select ${countsAt(time(now))}, count(*) filter (where breach_at <= ${time(now)})::int as overdue,
      count(*) filter (where breach_at > ${time(now)} and breach_at <= ${time(dayEnd)})::int as "dueToday"
    from episode where ended_at is null and shop = ${shop}`.execute(prepared(db));
  return rows[0]!;
}

/** What of `OpenCounts` does not depend on the shop's zone, and how many deadlines lie in each stretch asked for. */
export interface ShopCounts extends Omit<OpenCounts, 'dueToday'> {
  /** By the stretch (ends[i - 1], ends[i]]: the last step of so many falls due in it; 0 is up to the first end. */
  readonly dueIn: ReadonlyMap<number, number>;
}

/**
 * The counts of every shop that has open inquiries. `ends`, in order, cut time into stretches, the last of them open.
 * Reads every open inquiry: ask it rarely.
 */
export async function openCountsByShop(
  db: Db,
  now: Instant,
  ends: readonly Instant[],
): Promise<Map<string, ShopCounts>> {
  // Instants have whole milliseconds: at or after an end and one more is after it.
  const starts = timeArray(ends.map((end) => end + 1));
  type Row = Omit<ShopCounts, 'dueIn'> & { shop: string; stretches: readonly number[]; due: readonly number[] };
  const count = sql<Row>`
    with counted as (
      select shop, width_bucket(breach_at, ${starts}) as stretch, ${countsAt(time(now))}
      from episode where ended_at is null and ${isOfShops()} group by 1, 2)
    select shop, sum(unanswered)::int as unanswered, sum(flagged)::int as flagged,
      sum("ownerAlertDue")::int as "ownerAlertDue", sum(breached)::int as breached, min("nextDueAt") as "nextDueAt",
      coalesce(array_agg(stretch) filter (where stretch is not null), '{}') as stretches,
      coalesce(array_agg(unanswered) filter (where stretch is not null), '{}') as due
    from counted group by shop`;
  const { rows } = await alone(db, count);
  return new Map(
    rows.map(({ shop, stretches, due, ...counts }) => [
      shop,
      { ...counts, dueIn: new Map(stretches.map((stretch, i) => [stretch, due[i]!])) },
    ]),
  );
}

/** By one process of the server: nobody waits for a count of many, and what is due and pages need the others meanwhile. */
function alone<Row>(db: Db, statement: RawBuilder<Row>): Promise<QueryResult<Row>> {
  return db.transaction().execute(async (trx) => {
    await sql`set local max_parallel_workers_per_gather = 0`.execute(trx);
    return statement.execute(trx);
  });
}
