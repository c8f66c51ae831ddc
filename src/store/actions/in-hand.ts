// What people have in hand: whose it is, of many inquiries at once, and how often it was in vain.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, textArray, time } from '../sql-parameters.ts';

/** What one press takes in hand, and its undo. */
const ONE_PRESS = '1 hour';

/**
 * SQL: how often the inquiry of the open episode e was in hand in vain at `now`: it ran out or was given back, into nobody's hand,
 * and the customer still waits. Who takes back their own press within its hour has not tried.
 */
export const inVain = (now: Instant): RawBuilder<number> => sql<number>`(select count(*)::int from mute v
  where v.kind = 'in_hand' and v.inquiry_id = e.inquiry_id and least(v.lifted_at, v.until_at) > e.started_at
    and least(v.lifted_at, v.until_at) <= ${time(now)}
    and not coalesce(v.lifted_at < v.until_at and v.lifted_by = v.by_whom and v.until_at <= v.made_at + ${ONE_PRESS}::interval, false)
    and not exists (select 1 from mute n
      where n.kind = 'in_hand' and n.inquiry_id = v.inquiry_id and n.made_at = v.lifted_at and v.lifted_at < v.until_at))`;

/** The same of one inquiry; 0 when nobody waits. */
export async function countInVain(db: Db, inquiryId: number, now: Instant): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ${inVain(now)} as count from episode e where e.inquiry_id = ${inquiryId} and e.ended_at is null`.execute(db);
  return rows[0]?.count ?? 0;
}

/** A waiting inquiry, and whose it is. */
export interface HeldInquiry {
  readonly inquiryId: number;
  /** The whole number. */
  readonly inquiry: string;
  /** The mute by which somebody has it in hand, whose, and until when; null when nobody has. */
  readonly muteId: number | null;
  readonly by: string | null;
  readonly until: Instant | null;
}

export interface WhichHeld {
  /** In whose hand; left out: in anybody's, or nobody's. */
  readonly from?: string | undefined;
  /** Whole numbers; left out: all that `from` has. */
  readonly inquiries?: readonly string[] | undefined;
}

/** The inquiries of a shop that wait, locked until the transaction ends, in an order in which nobody waits for another in a circle. */
export async function lockHeld(
  trx: Trx,
  shop: string,
  { from, inquiries }: WhichHeld,
  now: Instant,
): Promise<HeldInquiry[]> {
  const asked = sql`i.shop = ${shop}
    and exists (select 1 from episode e where e.inquiry_id = i.id and e.ended_at is null)
    ${inquiries === undefined ? sql`` : sql`and i.external_id = any(${textArray(inquiries)})`}`;
  const held = sql`m.shop = i.shop and m.kind = 'in_hand' and m.inquiry_id = i.id and m.lifted_at is null
    and m.until_at > ${time(now)} ${from === undefined ? sql`` : sql`and m.by_whom = ${from}`}`;
  const { rows } = await sql<{ id: number }>`
    select i.id from inquiry i where ${asked} ${from === undefined ? sql`` : sql`and exists (select 1 from mute m where ${held})`}
    order by i.id for update of i`.execute(trx);
  // Read behind the lock: what somebody did meanwhile counts.
  const { rows: found } = await sql<HeldInquiry>`
    select i.id as "inquiryId", i.external_id as inquiry, m.id as "muteId", m.by_whom as by, m.until_at as until
    from inquiry i ${from === undefined ? sql`left join` : sql`join`} mute m on ${held}
    where i.id = any(${idArray(rows.map(({ id }) => id))}) and ${asked} order by i.id`.execute(trx);
  return found;
}

/** What somebody of a shop has to do. */
export interface LoadRow {
  readonly name: string;
  /** Waiting inquiries in their hand. */
  readonly inHand: number;
  readonly dueToday: number;
  readonly overdue: number;
  /** The nearest deadline that is still to come. */
  readonly nextDueAt: Instant | null;
  /** Promises of theirs that stand, and of these the broken ones. */
  readonly promised: number;
  readonly broken: number;
}

/** Everybody who has something in hand at `now`, or promised something that stands. `endOfToday`: of the shop. */
export async function loadOf(db: Db, shop: string, now: Instant, endOfToday: Instant): Promise<LoadRow[]> {
  const { rows } = await sql<LoadRow>`
    with held as (
      select m.by_whom as name, count(*)::int as in_hand,
        (count(*) filter (where e.breach_at > ${time(now)} and e.breach_at <= ${time(endOfToday)}))::int as due_today,
        (count(*) filter (where e.breach_at <= ${time(now)}))::int as overdue,
        min(e.breach_at) filter (where e.breach_at > ${time(now)}) as next_due_at
      from mute m join episode e on e.inquiry_id = m.inquiry_id and e.ended_at is null
      where m.shop = ${shop} and m.kind = 'in_hand' and m.lifted_at is null and m.until_at > ${time(now)} group by 1),
    promised as (
      select by_whom as name, count(*)::int as promised, (count(*) filter (where until_at <= ${time(now)}))::int as broken
      from promise where shop = ${shop} and stands and by_whom is not null group by 1)
    select name, coalesce(h.in_hand, 0) as "inHand", coalesce(h.due_today, 0) as "dueToday",
      coalesce(h.overdue, 0) as overdue, h.next_due_at as "nextDueAt", coalesce(p.promised, 0) as promised,
      coalesce(p.broken, 0) as broken
    from held h full join promised p using (name) order by name`.execute(db);
  return rows;
}
