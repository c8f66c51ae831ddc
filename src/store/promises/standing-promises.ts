// Promises that nobody has fulfilled, taken back or replaced, as lists show them: broken ones first, then by what is due.

import { sql } from 'kysely';
import type { Instant, PromiseReason, Status } from '../../core/model.ts';
import { isSilenced } from '../actions/mutes.ts';
import { prepared } from '../database.ts';
import { INQUIRY, type InquiryFacts } from '../inquiry-facts.ts';
import type { Db } from '../schema.ts';
import { textArray, time, timeArray } from '../sql-parameters.ts';

export interface StandingPromiseRow extends InquiryFacts {
  readonly id: number;
  readonly shop: string;
  readonly madeAt: Instant;
  readonly until: Instant;
  readonly by: string | null;
  readonly reason: PromiseReason | null;
  /** Of the inquiry: whether the customer waits for an answer as well. */
  readonly status: Status;
  /** Who has it in hand, and until when; null when nobody has. */
  readonly inHandBy: string | null;
  readonly inHandUntil: Instant | null;
}

const ROW = sql`p.id, p.shop, ${INQUIRY}, i.status, p.made_at as "madeAt", p.until_at as until, p.by_whom as by, p.reason,
  h.by_whom as "inHandBy", h.until_at as "inHandUntil"`;

const joins = (now: Instant) => sql`join inquiry i on i.id = p.inquiry_id
  left join mute h on h.shop = p.shop and h.kind = 'in_hand' and h.inquiry_id = p.inquiry_id and h.lifted_at is null
    and h.until_at > ${time(now)}`;

/** Which of them; left out: all. */
export interface PromiseFilters {
  /** Who promised. */
  readonly by?: string | undefined;
  readonly isBroken?: true | undefined;
}

const asked = ({ by, isBroken }: PromiseFilters, now: Instant) => sql`
  ${by === undefined ? sql`` : sql`and p.by_whom = ${by}`} ${isBroken ? sql`and p.until_at <= ${time(now)}` : sql``}`;

/** A shop's, up to `limit`, and how many there are. */
export async function standingPromises(
  db: Db,
  shop: string,
  limit: number,
  now: Instant,
  filters: PromiseFilters = {},
): Promise<{ readonly rows: readonly StandingPromiseRow[]; readonly count: number }> {
  const { rows } = await sql<StandingPromiseRow & { readonly count: number }>`
    select ${ROW}, (count(*) over ())::int as count from promise p ${joins(now)}
    where p.shop = ${shop} and p.stands ${asked(filters, now)} order by p.until_at, p.id limit ${limit}`.execute(
    prepared(db),
  );
  return { rows: rows.map(({ count, ...row }) => row), count: rows[0]?.count ?? 0 };
}

/** More than these are not counted. */
export const PROMISES_COUNTED = 1_000;

/** Those of these shops (null: of all), up to `limit`, and how many there are, up to `PROMISES_COUNTED`. */
export async function standingOverShops(
  db: Db,
  shops: readonly string[] | null,
  limit: number,
  now: Instant,
  filters: PromiseFilters = {},
): Promise<{ readonly rows: readonly StandingPromiseRow[]; readonly count: number }> {
  const which = asked(filters, now);
  const ours = shops === null ? which : sql`and p.shop = any(${textArray(shops)}) ${which}`;
  const { rows } = await sql<StandingPromiseRow>`
    select ${ROW} from promise p ${joins(now)} where p.stands ${ours} order by p.until_at, p.id limit ${limit}`.execute(
    db,
  );
  if (rows.length < limit) return { rows, count: rows.length };
  const all = await sql<{ count: number }>`select count(*)::int as count from (
    select from promise p where p.stands ${ours} limit ${PROMISES_COUNTED}) few`.execute(db);
  return { rows, count: all.rows[0]!.count };
}

/**
 * Those of these shops that are broken, or due before the end of the shop's today; up to `limit` of each shop. Left out are
 * muted inquiries, and those whose own deadline is still to come today: they are listed by that.
 */
export async function promisesDueBy(
  db: Db,
  days: readonly { readonly shop: string; readonly end: Instant }[],
  limit: number,
  now: Instant,
): Promise<(StandingPromiseRow & { readonly all: number })[]> {
  const { rows } = await sql<StandingPromiseRow & { readonly all: number }>`
    with due as (
      select p.id, row_number() over (partition by p.shop order by p.until_at, p.id) as nth,
        (count(*) over (partition by p.shop))::int as "all"
      from unnest(${textArray(days.map(({ shop }) => shop))}, ${timeArray(days.map(({ end }) => end))}) d(shop, day_end)
      join promise p on p.shop = d.shop and p.stands and p.until_at <= d.day_end
      where not ${isSilenced(sql`p.shop`, sql`p.inquiry_id`, now)} and not exists (
        select 1 from episode e where e.inquiry_id = p.inquiry_id and e.ended_at is null and e.breach_at > ${time(now)}
          and e.breach_at <= d.day_end))
    select ${ROW}, d."all" from due d join promise p on p.id = d.id ${joins(now)}
    where d.nth <= ${limit} order by p.shop, d.nth`.execute(db);
  return rows;
}

export interface PromiseCounts {
  /** Promises that stand, broken ones included. */
  readonly promised: number;
  /** Of these, past their `until`. */
  readonly broken: number;
}

/** By shop; shops without any are left out. */
export async function countPromises(
  db: Db,
  now: Instant,
  shop: string | null = null,
): Promise<Map<string, PromiseCounts>> {
  const { rows } = await sql<PromiseCounts & { readonly shop: string }>`
    select shop, count(*)::int as promised, (count(*) filter (where until_at <= ${time(now)}))::int as broken
    from promise where stands ${shop === null ? sql`` : sql`and shop = ${shop}`} group by shop`.execute(
    shop === null ? db : prepared(db),
  );
  return new Map(rows.map(({ shop: id, ...counts }) => [id, counts]));
}
