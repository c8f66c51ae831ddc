// Inquiries that are over and leave: which they are, and taking them out, page by page. What is left of one is its row, which
// says until when what happened to it has left, so that nothing of it is taken in again; and what reports count.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { NO_REPLY_NEEDED } from '../reports/report-rows.ts';
import { IS_SHOWN } from '../reports/shown.ts';
import type { Db, Trx } from '../schema.ts';
import { anyId, idArray, time } from '../sql-parameters.ts';

/** What retention works on, each by one process at a time. */
export type PastKind = keyof typeof KINDS;

const KINDS = { inquiries: 7_462_215_928, mails: 7_462_215_929, bodies: 7_462_215_930 };
const LOCK = 7_462_215_927;

/**
 * Until the transaction ends; false while another process works on the same kind. A page of another kind is waited for: both
 * may touch the same notices.
 */
export async function lockPastKind(trx: Trx, kind: PastKind): Promise<boolean> {
  const { rows } = await sql<{ got: boolean }>`select pg_try_advisory_xact_lock(${KINDS[kind]}) as got`.execute(trx);
  if (!rows[0]!.got) return false;
  await sql`select pg_advisory_xact_lock(${LOCK})`.execute(trx);
  return true;
}

/** A page of inquiries in the order of their ids. */
export interface PastPage {
  readonly ids: readonly number[];
  /** Nothing behind it is old enough. */
  readonly isLast: boolean;
}

/** The next inquiries that nobody has looked at and that were first seen before then. */
export async function nextUnwalked(db: Db, before: Instant, limit: number): Promise<PastPage> {
  const { rows } = await sql<{ id: number; firstSeenAt: Instant }>`
    select id, first_seen_at as "firstSeenAt" from inquiry
    where id > (select after_id from past_walk) order by id limit ${limit}`.execute(db);
  const young = rows.findIndex(({ firstSeenAt }) => firstSeenAt >= before);
  const old = young < 0 ? rows : rows.slice(0, young);
  return { ids: old.map(({ id }) => id), isLast: old.length < limit };
}

/** The walk begins where it was left, or with the first inquiry. */
export async function openWalk(db: Db): Promise<void> {
  await db
    .insertInto('past_walk')
    .values({ after_id: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Those up to this id were looked at; `left` of them are not over, and looked at again. */
export async function walkedTo(trx: Trx, id: number, left: readonly number[]): Promise<void> {
  await trx.updateTable('past_walk').set({ after_id: id }).execute();
  await lookAgain(trx, left);
}

/** The next of those that were not over when they were looked at, behind this id. */
export async function nextLeft(db: Db, afterId: number, limit: number): Promise<PastPage> {
  const rows = await db
    .selectFrom('past_left')
    .select('inquiry_id as id')
    .where('inquiry_id', '>', afterId)
    .orderBy('inquiry_id')
    .limit(limit)
    .execute();
  return { ids: rows.map(({ id }) => id), isLast: rows.length < limit };
}

/** These are looked at in every pass: they are not over, or began anew after they left. */
export async function lookAgain(trx: Trx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`insert into past_left select * from unnest(${idArray(ids)}) on conflict do nothing`.execute(trx);
}

export interface PastBounds {
  /** What happened at or after this stays. */
  readonly before: Instant;
  /** What was learned at or after this stays, whenever it happened. */
  readonly learnedBefore: Instant;
}

/**
 * Of the given inquiries those that are over, locked until the transaction ends: nothing happened to them since, nobody waits,
 * no promise stands, and nobody is still to be told of them. What somebody else holds is passed over.
 */
export async function lockPast(trx: Trx, ids: readonly number[], bounds: PastBounds): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select i.id from inquiry i cross join lateral (
      select max(v.at) as at, max(v.learned_at) as learned_at from (
        select at, learned_at from event where inquiry_id = i.id
        union all select at, learned_at from event_copy where inquiry_id = i.id) v) last
    where i.id = any(${idArray(ids)}) and last.at < ${time(bounds.before)} and last.learned_at < ${time(bounds.learnedBefore)}
      and not exists (select 1 from promise p where p.inquiry_id = i.id and (
        p.stands or exists (select 1 from notice n where n.episode_id = p.id and n.owed)))
      and not exists (select 1 from episode e where e.inquiry_id = i.id and (
        e.ended_at is null or e.ended_at >= ${time(bounds.before)}
        or exists (select 1 from step t where t.episode_id = e.id and (t.owner_owed or t.ops_owed))
        or exists (select 1 from notice n where n.episode_id = e.id and n.owed)
        or exists (select 1 from reminder r where r.episode_id = e.id and r.told_at is null)
        or exists (select 1 from hook_item h
          where h.hook = any(array[e.shop, '']) and h.episode_id = e.id and h.state = 'owed')))
    for update of i skip locked`.execute(trx);
  return rows.map(({ id }) => id);
}

/** Keeps what reports count of the waits of these inquiries, and takes all else out but their rows. */
export async function takeOut(trx: Trx, ids: readonly number[]): Promise<void> {
  const episodes = sql`(select id, shop from episode where inquiry_id = any(${idArray(ids)}))`;
  await keepCounts(trx, ids);
  await sql`delete from hook_item h using ${episodes} e
    where h.hook = any(array[e.shop, '']) and h.episode_id = e.id`.execute(trx);
  for (const table of ['step_withdrawal', 'step', 'notice', 'reminder'] as const)
    await sql`delete from ${sql.table(table)} t using ${episodes} e where t.episode_id = e.id`.execute(trx);
  // Promises stay, as what reports count of waits does.
  await sql`delete from notice n using promise p
    where p.inquiry_id = any(${idArray(ids)}) and n.episode_id = p.id`.execute(trx);
  await sql`
    update inquiry i set past_until = last.at, past_waits = i.past_waits + last.waits,
      type = null, category = null, item = null, order_tail = null, url = null,
      item_number = null, item_url = null, read_at = null, asked_at = null, answered_at = null
    from (select v.inquiry_id as id, max(v.at) as at, (select count(*)::int from episode e
        where e.inquiry_id = v.inquiry_id and e.ended_by <> 'superseded') as waits
      from event v where v.inquiry_id = any(${idArray(ids)}) group by v.inquiry_id) last
    where i.id = last.id`.execute(trx);
  for (const table of ['event', 'event_copy', 'no_reply_needed', 'same_customer', 'episode'] as const)
    await trx.deleteFrom(table).where('inquiry_id', '=', anyId(ids)).execute();
  await trx.deleteFrom('past_left').where('inquiry_id', '=', anyId(ids)).execute();
}

async function keepCounts(trx: Trx, ids: readonly number[]): Promise<void> {
  await sql`
    insert into past_episode (shop, started_at, ended_at, ended_by, flag_due_at, owner_alert_due_at, breach_due_at,
      no_deadline, provisional, no_reply_needed, channel, type, category, shown)
    select e.shop, e.started_at, e.ended_at, e.ended_by, e.flag_due_at, e.owner_alert_due_at, e.breach_due_at,
      e.flag_at is null, e.provisional, ${NO_REPLY_NEEDED}, i.channel, i.type, i.category, (
        select jsonb_object_agg(t.step, t.withdrawn_why) from step t where t.episode_id = e.id and ${IS_SHOWN})
    from inquiry i join episode e on e.inquiry_id = i.id where i.id = any(${idArray(ids)})
    order by e.started_at`.execute(trx);
}

/** Mutes and what was in hand, of inquiries that left, and over since then. Returns how many rows. */
export async function dropPastMutes(db: Db, before: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from mute m using inquiry i where i.id = m.inquiry_id and i.past_until is not null
      and m.until_at < ${time(before)} and coalesce(m.lifted_at, m.until_at) < ${time(before)}`.execute(db);
  return Number(numAffectedRows);
}
