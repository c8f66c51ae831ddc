// Promises: rows derived from the events of an inquiry, as episodes are. Recorded as broken when their time has come; what
// a promise has its notices from is its row, whose id is no episode's.

import { type RawBuilder, sql } from 'kysely';
import type { Instant, PromiseReason, PromiseState, ThreadPromise } from '../../core/model.ts';
import type { RecomputeTarget } from '../configuration/recompute.ts';
import { prepared } from '../database.ts';
import type { Db, Trx } from '../schema.ts';
import { booleanArray, idArray, textArray, time, timeArray } from '../sql-parameters.ts';

/** What the core derives of one promise, with what its event says besides. */
export interface PromiseFacts extends Omit<ThreadPromise, 'state'> {
  readonly by: string | null;
  readonly reason: PromiseReason | null;
  readonly isExtended: boolean;
  /** Nobody has answered, taken back or replaced it. */
  readonly stands: boolean;
}

/** All promises of one inquiry. */
export interface InquiryPromises {
  readonly inquiryId: number;
  readonly shop: string;
  /** What the notices of these are counted with. */
  readonly revision: string;
  readonly promises: readonly PromiseFacts[];
}

/** A stored promise. */
export interface PromiseRow {
  readonly id: number;
  readonly inquiryId: number;
  readonly shop: string;
  readonly madeAt: Instant;
  readonly until: Instant;
  readonly by: string | null;
  readonly stands: boolean;
}

const NAMES =
  sql.raw(`inquiry_id, event, shop, made_at, until_at, by_whom, reason, ended_at, ended_by, extends, is_extended,
  stands, revision`);

/** Whether a promise of these columns is broken sooner or later, as core `promiseState` says. */
const breaks = (row: string) => {
  const r = sql.table(row);
  return sql<boolean>`(not ${r}.is_extended and (${r}.ended_at is null or ${r}.ended_at >= ${r}.until_at))`;
};

/**
 * Brings the promises of these inquiries in line with what was derived: (inquiry, event) decides, so any order of learning
 * gives the same rows. One that turns out not to be broken is not any more; what left with `retention` stays.
 */
export async function syncPromises(trx: Trx, all: readonly InquiryPromises[], now: Instant): Promise<PromiseRow[]> {
  if (all.length === 0) return [];
  const rows = all.flatMap(({ promises, ...of }) => promises.map((promise) => ({ ...of, ...promise })));
  const raised = sql`p.detected_at is not null and p.withdrawn_at is null`;
  const { rows: stored } = await sql<PromiseRow>`
    with given as materialized (select * from unnest(${columnsOf(rows)}) g(${NAMES})),
    gone as (
      delete from promise p using inquiry i
      where p.inquiry_id = any(${idArray(all.map(({ inquiryId }) => inquiryId))}) and i.id = p.inquiry_id
        and p.made_at > coalesce(i.past_until, '-infinity')
        and not exists (select 1 from given g where g.inquiry_id = p.inquiry_id and g.event = p.event)
      returning p.id),
    untold as (delete from notice n using gone where n.episode_id = gone.id),
    before as (
      select p.id, p.until_at, p.ended_at, p.ended_by, p.is_extended from given g
      join promise p on p.inquiry_id = g.inquiry_id and p.event = g.event),
    kept as (insert into promise as p (${NAMES}, next_due_at)
    select ${NAMES}, case when ${breaks('given')} then until_at end from given
    on conflict (inquiry_id, event) do update set made_at = excluded.made_at, until_at = excluded.until_at,
      by_whom = excluded.by_whom, reason = excluded.reason, ended_at = excluded.ended_at, ended_by = excluded.ended_by,
      extends = excluded.extends, is_extended = excluded.is_extended, stands = excluded.stands,
      revision = excluded.revision,
      next_due_at = case when ${breaks('excluded')} and not (${raised} and p.until_at = excluded.until_at)
        then excluded.until_at end,
      withdrawn_at = case when ${raised} and not (${breaks('excluded')} and p.until_at = excluded.until_at)
        then ${time(now)} else p.withdrawn_at end
    returning p.*),
    changed as (
      insert into hook_promise (promise_id, shop)
      select k.id, k.shop from kept k left join before b on b.id = k.id
      where (k.stands or greatest(k.made_at, k.ended_at) > ${time(now - TOLD_MS)})
        and (b.until_at, b.ended_at, b.ended_by, b.is_extended)
          is distinct from (k.until_at, k.ended_at, k.ended_by, k.is_extended)
      on conflict (promise_id) do update set outbox_id = null)
    select id, inquiry_id as "inquiryId", shop, made_at as "madeAt", until_at as until, by_whom as by, stands
    from kept`.execute(trx);
  return stored;
}

/** A webhook is not told of what was over longer ago: the history that an import or a first read brings. */
const TOLD_MS = 86_400_000;

type Given = PromiseFacts & Omit<InquiryPromises, 'promises'>;

const columnsOf = (rows: readonly Given[]) => sql`
  ${idArray(rows.map((r) => r.inquiryId))}, ${textArray(rows.map((r) => r.id))}, ${textArray(rows.map((r) => r.shop))},
  ${timeArray(rows.map((r) => r.madeAt))}, ${timeArray(rows.map((r) => r.until))}, ${textArray(rows.map((r) => r.by))},
  ${textArray(rows.map((r) => r.reason))}, ${timeArray(rows.map((r) => r.endedAt))},
  ${textArray(rows.map((r) => r.endedBy))}, ${textArray(rows.map((r) => r.extends))},
  ${booleanArray(rows.map((r) => r.isExtended))}, ${booleanArray(rows.map((r) => r.stands))},
  ${textArray(rows.map((r) => r.revision))}`;

/** SQL: the state of promise p at `now`, as core `promiseState` says. */
export const stateAt = (now: Instant): RawBuilder<PromiseState> => sql<PromiseState>`case
  when p.is_extended then 'extended'
  when p.ended_at < p.until_at then case when p.ended_by is null or p.ended_by = 'withdrawn' then 'withdrawn' else 'kept' end
  when p.ended_at is not null or p.until_at <= ${time(now)} then 'broken' else 'standing' end`;

/** Records up to `limit` promises whose time has come as broken; rows that somebody holds are left for the next look. How many. */
export async function raiseBroken(db: Db, now: Instant, limit: number): Promise<number> {
  if (!(await isAnyToRaise(db, now))) return 0;
  const { rows } = await sql<{ id: number }>`
    with due as (
      select id from promise where next_due_at <= ${time(now)} order by next_due_at limit ${limit} for update skip locked),
    broken as (
      update promise p set next_due_at = null, detected_at = ${time(now)}, withdrawn_at = null
      from due where p.id = due.id returning p.id, p.shop, p.until_at),
    told as (
      insert into hook_promise (promise_id, shop) select id, shop from broken where until_at > ${time(now - TOLD_MS)}
      on conflict (promise_id) do update set outbox_id = null)
    select id from broken`.execute(db);
  return rows.length;
}

/** Those that a clock that was ahead recorded as broken before their time are so no more, and will be at it. How many. */
export async function takeBackBroken(db: Db, now: Instant): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    with early as (
      update promise p set detected_at = ${time(now)}, withdrawn_at = ${time(now)},
        next_due_at = case when ${breaks('p')} then p.until_at end
      where p.detected_at > ${time(now)} and p.until_at > ${time(now)} and p.withdrawn_at is null
      returning p.id, p.shop),
    told as (
      insert into hook_promise (promise_id, shop) select id, shop from early
      on conflict (promise_id) do update set outbox_id = null)
    select id from early`.execute(db);
  return rows.length;
}

async function isAnyToRaise(db: Db, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from promise where next_due_at <= ${time(now)} order by next_due_at limit 1`.execute(prepared(db));
  return rows.length > 0;
}

/** Of 90 s; the next look sees the others. */
const MOST_INSTANTS = 1_000;

/** Instants after `from` and up to `to` at which a promise is broken, each once, a page of them. */
export async function brokenInstantsBetween(db: Db, from: Instant, to: Instant): Promise<Instant[]> {
  const { rows } = await sql<{ at: Instant }>`
    select distinct next_due_at as at from promise
    where next_due_at > ${time(from)} and next_due_at <= ${time(to)} order by 1 limit ${MOST_INSTANTS}`.execute(
    prepared(db),
  );
  return rows.map(({ at }) => at);
}

/** What the notices of a promise are counted from. */
export interface CountedPromise extends PromiseRow {
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
}

/**
 * Up to `limit` promises of these shops that stand and whose notices another revision counted, as counted with the target's from
 * now on; held until the transaction ends. A shop for which that revision is not (any more) in force has none.
 */
export async function takeStalePromises(
  trx: Trx,
  targets: readonly RecomputeTarget[],
  limit: number,
): Promise<CountedPromise[]> {
  const [shops, revisions] = [textArray(targets.map((t) => t.shop)), textArray(targets.map((t) => t.revision))];
  const { rows } = await sql<CountedPromise>`
    with stale as (
      select p.id, t.revision from unnest(${shops}, ${revisions}) t(shop, revision)
      join shop s on s.id = t.shop and s.revision = t.revision
      join promise p on p.shop = t.shop and p.stands and p.revision <> t.revision
      order by p.until_at limit ${limit} for no key update of p skip locked)
    update promise p set revision = stale.revision from stale, inquiry i
    where p.id = stale.id and i.id = p.inquiry_id
    returning p.id, p.inquiry_id as "inquiryId", p.shop, p.made_at as "madeAt", p.until_at as until, p.by_whom as by, p.stands,
      i.channel, i.type, i.category`.execute(trx);
  return rows;
}
