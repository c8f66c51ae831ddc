// Notices as planned rows (RULES.md 9): (episode, notice, contact, way) is unique and decides. They fall due by their own
// instants, without being raised; a change of the episode, or an edit, brings the rows in line. What was told stays told.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { PlannedNotice } from '../../core/steps/notice-plan.ts';
import type { Trx } from '../schema.ts';
import { idArray, textArray, time, timeArray } from '../sql-parameters.ts';

/** A planned notice on one way to its contact. */
export interface NoticeRow extends PlannedNotice {
  readonly way: string;
}

/** The notices that an open episode should have. */
export interface EpisodeNotices {
  readonly episodeId: number;
  readonly shop: string;
  readonly rows: readonly NoticeRow[];
}

interface ShopNotice extends NoticeRow {
  readonly id: number;
  readonly shop: string;
}

const flat = (all: readonly EpisodeNotices[]): ShopNotice[] =>
  all.flatMap(({ episodeId, shop, rows }) => rows.map((row) => ({ ...row, id: episodeId, shop })));

const NAMES = sql.raw('shop, key, contact, way, due_at, send_at, until_at, dropped_why');

const columnsOf = (rows: readonly (NoticeRow & { readonly shop: string })[]) => sql`
  ${textArray(rows.map((row) => row.shop))}, ${textArray(rows.map((row) => row.key))},
  ${textArray(rows.map((row) => row.contact))}, ${textArray(rows.map((row) => row.way))},
  ${timeArray(rows.map((row) => row.dueAt))}, ${timeArray(rows.map((row) => row.sendAt))},
  ${timeArray(rows.map((row) => row.untilAt))}, ${textArray(rows.map((row) => row.dropped))}`;

const INTO = sql.raw('episode_id, shop, key, contact, way, due_at, send_at, until_at, dropped_why, dropped_at, owed');

/** From a row p of NAMES. */
const valuesOf = (now: Instant) => sql`p.shop, p.key, p.contact, p.way, p.due_at, p.send_at, p.until_at, p.dropped_why,
  case when p.dropped_why is not null then ${time(now)} end, p.dropped_why is null`;

/** SQL: the same for new episodes, where `id` is the place of an opener in `episodes` (inquiry_id, opener, id). */
export function insertNoticesOf(
  episodes: string,
  inquiries: string,
  rows: readonly (NoticeRow & { readonly shop: string; readonly ord: number; readonly opener: string })[],
  now: Instant,
): RawBuilder<unknown> {
  return sql`
    insert into notice (${INTO}) select e.id, ${valuesOf(now)}
    from unnest(${idArray(rows.map(({ ord }) => ord))}, ${textArray(rows.map(({ opener }) => opener))},
      ${columnsOf(rows)}) p(ord, opener, ${NAMES})
    join ${sql.table(inquiries)} k on k.ord = p.ord
    join ${sql.table(episodes)} e on e.inquiry_id = k.id and e.opener = p.opener`;
}

export interface NoticeSync {
  /** Why one that was due and is not any more is withdrawn. */
  readonly why: string;
  readonly now: Instant;
}

/**
 * Brings the notices of these open episodes in line: new ones are planned, others moved; one that was due and moves into
 * the future, or is planned no more, is withdrawn; one that was still to come and is planned no more goes. What was told, or
 * may have been, stays as it is.
 */
export async function syncNotices(trx: Trx, all: readonly EpisodeNotices[], { why, now }: NoticeSync): Promise<void> {
  if (all.length === 0) return;
  const rows = flat(all);
  const ids = idArray(all.map(({ episodeId }) => episodeId));
  const isUnplanned = sql`n.episode_id = any(${ids}) and ${IS_OPEN} and not exists (select 1 from planned p
    where p.episode_id = n.episode_id and p.key = n.key and p.contact = n.contact and p.way = n.way)`;
  const moves = sql`n.due_at <= ${time(now)} and excluded.due_at > ${time(now)} and n.dropped_why is null`;
  await sql`
    with planned as materialized (
      select * from unnest(${idArray(rows.map(({ id }) => id))}, ${columnsOf(rows)}) p(episode_id, ${NAMES})),
    gone as (delete from notice n where ${isUnplanned} and n.due_at > ${time(now)} and n.withdrawn_at is null),
    withdrawn as (
      update notice n set owed = false, withdrawn_at = ${time(now)}, withdrawn_why = ${why}
      where ${isUnplanned} and n.due_at <= ${time(now)} and (n.owed or n.withdrawn_at is null))
    insert into notice as n (${INTO}) select p.episode_id, ${valuesOf(now)} from planned p
    on conflict (episode_id, key, contact, way) do update set due_at = excluded.due_at, send_at = excluded.send_at,
      until_at = excluded.until_at, owed = excluded.owed, dropped_why = excluded.dropped_why,
      dropped_at = case when excluded.dropped_why is not null then coalesce(n.dropped_at, excluded.dropped_at) end,
      withdrawn_at = case when ${moves} then ${time(now)} when excluded.due_at > ${time(now)} then n.withdrawn_at end,
      withdrawn_why = case when ${moves} then ${why} when excluded.due_at > ${time(now)} then n.withdrawn_why end
    where ${IS_OPEN} and (n.dropped_why is null or n.dropped_why = 'while-completed'
      or (n.due_at, n.send_at, n.until_at) is distinct from (excluded.due_at, excluded.send_at, excluded.until_at))`.execute(
    trx,
  );
}

/** Of notice n: nobody was told of it, and none may have been. */
const IS_OPEN = sql`n.told_at is null and n.dropped_why is distinct from 'unknown'`;

/** The shop of these episodes is not configured any more: nothing of theirs is told until it is back. */
export async function disarmNotices(trx: Trx, episodeIds: readonly number[]): Promise<void> {
  await sql`update notice set owed = false where episode_id = any(${idArray(episodeIds)}) and owed`.execute(trx);
}
