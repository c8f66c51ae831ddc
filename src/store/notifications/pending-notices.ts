// Notices whose time has come: who is to be told what, read afresh when it is told, and what became of it. What holds one back is
// the rule of core/notifications/notice-rule.ts. An ended wait leaves its rows; they are settled when they fall due.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { inHandOf, isSilenced } from '../actions/mutes.ts';
import { isRecomputing } from '../configuration/revisions.ts';
import { INQUIRY } from '../inquiry-facts.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, textArray, time } from '../sql-parameters.ts';
import { isAwaited } from '../status/sources.ts';
import { DEADLINES, type DeadlineColumns, type InColumns, withDeadlines } from '../steps/episode-times.ts';
import type { PendingStep } from './pending-steps.ts';

/** Of notice n: its time has come, and nobody was told. */
export const isDue = (now: Instant) => sql`n.owed and n.send_at <= ${time(now)}`;

/** Whether any notice may have to be told, or ended. */
export async function areNoticesDue(db: Db, now: Instant): Promise<boolean> {
  const { rows } = await sql`select 1 from notice n where ${isDue(now)} limit 1`.execute(db);
  return rows.length > 0;
}

/**
 * Ends what is not to be told any more: of waits that have ended, and warnings whose time is over, which are dropped for
 * all to see. A message on its way at this moment decides by itself.
 */
export async function endOverdueNotices(db: Db, now: Instant): Promise<void> {
  await sql`
    update notice n set owed = false,
      dropped_at = case when n.until_at <= coalesce(e.ended_at, ${time(now)}) then ${time(now)} end,
      dropped_why = case when n.until_at <= coalesce(e.ended_at, ${time(now)}) then 'late' end
    from episode e where e.id = n.episode_id and ${isDue(now)} and (e.ended_at is not null or n.until_at <= ${time(now)})
      and not exists (select 1 from outbox o where o.id = n.outbox_id and o.state = 'sending')`.execute(db);
}

/**
 * Nobody gets the mails to ops: what they should have been told before `before` is dropped. What is younger stays pending, in
 * case that somebody gets them again.
 */
export async function dropOpsNotices(db: Db, before: Instant, now: Instant): Promise<void> {
  await sql`update notice set owed = false, dropped_at = ${time(now)}, dropped_why = 'nobody'
    where owed and contact = 'ops' and send_at <= ${time(before)}`.execute(db);
}

/** Notices of one contact about one shop that may be told now. */
export interface ContactToNotify {
  readonly shop: string;
  readonly contact: string;
  /** `mail`, or a chat (core/notifications/chat-receiver.ts). */
  readonly way: string;
  readonly isWarning: boolean;
  /** Who has the inquiries in hand, as they are called; null when nobody has. */
  readonly inHandBy: string | null;
  /** The first one's time. */
  readonly slot: Instant;
}

/** Who is to be told now, by shop, contact and way; what is held back is left out. */
export async function contactsToNotify(db: Db, now: Instant): Promise<ContactToNotify[]> {
  const { rows } = await sql<ContactToNotify>`
    select n.shop, n.contact, n.way, ${IS_WARNING} as "isWarning", m.by_whom as "inHandBy", min(n.send_at) as slot
    from notice n join episode e on e.id = n.episode_id ${inHandOf(now)}
    where ${isTold(now)} and not ${isRecomputing(sql`n.shop`, now)} and not ${isAwaited(sql`n.shop`, now)}
    group by 1, 2, 3, 4, 5`.execute(db);
  return rows;
}

export const IS_WARNING = sql<boolean>`n.key like 'before:%'`;

/** Of notice n and episode e with in-hand m: what goes out now. Nothing due at or after the breach is held by a mute. */
function isTold(now: Instant): RawBuilder<boolean> {
  const held = sql`n.contact <> 'ops' and coalesce(n.due_at < e.breach_at, true)
    and (n.contact = 'owner' and m.id is not null or ${isSilenced(sql`e.shop`, sql`e.inquiry_id`, now)})`;
  return sql<boolean>`${isDue(now)} and e.ended_at is null
    and (n.until_at is null or n.until_at > ${time(now)}) and not (${held})`;
}

/** A pending notice, with what its inquiry says now. */
export interface PendingNotice extends Omit<PendingStep, 'step'> {
  readonly key: string;
  readonly contact: string;
  readonly way: string;
  readonly isWarning: boolean;
  readonly inHandBy: string | null;
  readonly flagged: boolean;
  readonly alerted: boolean;
}

/** What is pending for these contacts about these shops right now, whatever its way, read afresh, by deadline. */
export async function pendingNotices(
  db: Db,
  { shops, contacts }: { readonly shops: readonly string[]; readonly contacts: readonly string[] },
  now: Instant,
): Promise<PendingNotice[]> {
  const { rows } = await sql<InColumns<PendingNotice, DeadlineColumns<Instant>>>`
    select n.episode_id as "episodeId", n.key, n.contact, n.way, ${IS_WARNING} as "isWarning", m.by_whom as "inHandBy", n.shop,
      ${INQUIRY}, e.started_at as "startedAt",
      e.ended_at as "endedAt", ${DEADLINES}, n.due_at as "dueAt", n.due_at as "detectedAt", 'due' as cause, null as "learnedAt",
      null as "watchedFrom", null as "awayUntil", coalesce(e.flag_due_at <= ${time(now)}, false) as flagged,
      coalesce(e.owner_alert_due_at <= ${time(now)}, false) as alerted,
      coalesce(e.breach_due_at <= ${time(now)}, false) as breached
    from notice n join episode e on e.id = n.episode_id join inquiry i on i.id = e.inquiry_id ${inHandOf(now)}
    where n.shop = any(${textArray(shops)}) and n.contact = any(${textArray(contacts)}) and ${isTold(now)}
    order by e.breach_at, i.external_id`.execute(db);
  return rows.map((row) => withDeadlines(row));
}

/** A notice by what decides. */
export interface NoticeItem {
  readonly episodeId: number;
  readonly key: string;
  readonly contact: string;
  readonly way: string;
}

/** These messages are about to tell these notices. */
export async function attachNotices(
  trx: Trx,
  items: readonly (NoticeItem & { readonly outboxId: number })[],
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    update notice n set outbox_id = r.outbox_id
    from unnest(${idArray(items.map(({ outboxId }) => outboxId))}, ${idArray(items.map(({ episodeId }) => episodeId))},
      ${textArray(items.map(({ key }) => key))}, ${textArray(items.map(({ contact }) => contact))},
      ${textArray(items.map(({ way }) => way))}) r(outbox_id, episode_id, key, contact, way)
    where n.episode_id = r.episode_id and n.key = r.key and n.contact = r.contact and n.way = r.way
      and n.told_at is null`.execute(trx);
}

/** Nothing was sent: the next attempt reads afresh what is pending. */
export async function detachNotices(trx: Trx, outboxId: number): Promise<void> {
  await sql`update notice set outbox_id = null where outbox_id = ${outboxId} and told_at is null`.execute(trx);
}

/** The first 250: what these messages tell is told. */
export async function markNoticesNotified(trx: Trx, outboxIds: readonly number[], now: Instant): Promise<void> {
  await sql`update notice set told_at = ${time(now)}, owed = false, dropped_at = null, dropped_why = null
    where outbox_id = any(${idArray(outboxIds)}) and told_at is null`.execute(trx);
}

/** No message owes them any more; what nobody knows the outcome of counts as told for ever. */
export async function dropNotices(trx: Trx, outboxId: number, now: Instant): Promise<void> {
  await sql`
    update notice n set owed = false, dropped_at = ${time(now)},
      dropped_why = case when o.possibly_twice then 'unknown' else 'refused' end
    from outbox o where o.id = ${outboxId} and n.outbox_id = o.id and n.told_at is null`.execute(trx);
}

/** On a person's word they are pending again where they still hold. How many. */
export async function reopenNotices(trx: Trx, outboxId: number, now: Instant): Promise<number> {
  const { rows } = await sql`
    update notice n set owed = true, told_at = null, dropped_at = null, dropped_why = null
    from outbox o
    where o.id = ${outboxId} and n.outbox_id = o.id and ${isStillNeeded(now)}
      and (n.told_at is null or (o.way = 'files' and n.told_at = o.sent_at))
    returning n.episode_id`.execute(trx);
  return rows.length;
}

/** Whether a stored message still has a notice to tell. */
export async function areNoticesNeeded(db: Db, outboxId: number, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from notice n where n.outbox_id = ${outboxId} and ${isStillNeeded(now)} limit 1`.execute(db);
  return rows.length > 0;
}

/** Of notice n, whatever was told before: its episode waits, or its promise stands, and there is still time. */
const isStillNeeded = (now: Instant) => sql`n.withdrawn_at is null and (n.until_at is null or n.until_at > ${time(now)})
  and (exists (select 1 from episode e where e.id = n.episode_id and e.ended_at is null)
    or exists (select 1 from promise p where p.id = n.episode_id and p.stands))`;

/** Instants after `from` and up to `to` at which a message about a notice may leave. */
export const NOTICE_INSTANTS = (from: Instant, to: Instant): RawBuilder<unknown> => sql`
  select at from (
    with recursive slot as (
      (select send_at as at from notice where owed and send_at > ${time(from)} order by 1 limit 1)
      union all
      select (select send_at from notice where owed and send_at > slot.at order by 1 limit 1)
      from slot where slot.at <= ${time(to)})
    select at from slot) n where at <= ${time(to)}`;
