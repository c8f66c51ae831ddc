// The outbox: one row per mail. Rows are made when a slot comes, claimed by one worker, and end as sent, empty or
// undeliverable. "Sent" is written only after the SMTP server's 250 (src/README.md, invariant 3).

import { sql } from 'kysely';
import type { Instant, Step } from '../../core/model.ts';
import type { Audience } from '../../core/notifications/who-is-told.ts';
import { isoUtc } from '../../core/time/instant.ts';
import { markCalendarNoticesNotified } from '../calendar/calendar-notices.ts';
import { prepared } from '../database.ts';
import type { Db, Trx } from '../schema.ts';
import { booleanArray, idArray, textArray, time, wordArray } from '../sql-parameters.ts';
import type { MailKind, MailWay, OutboxState } from '../tables/notifications-tables.ts';
import type { ClaimedMail } from './mail-claims.ts';
import {
  areNoticesNeeded,
  attachNotices,
  detachNotices,
  dropNotices,
  markNoticesNotified,
  NOTICE_INSTANTS,
  type NoticeItem,
} from './pending-notices.ts';
import { dropReminders, markReminded } from './reminders.ts';
import { isToldByMail, tellsStep } from './telling.ts';

/** Puts a mail about the service itself into the outbox: one per cause and day. True if it is new. */
export async function openIncidentMail(db: Db, cause: string, day: Instant, now: Instant): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('outbox')
    .values({ kind: 'blind', cause, slot_at: time(day), state: 'pending', next_attempt_at: time(now) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

/** Ids of the mails that may be tried now, oldest slot first. */
export async function dueMails(db: Db, now: Instant, limit: number): Promise<number[]> {
  const rows = await prepared(db)
    .selectFrom('outbox')
    .select('id')
    .where('next_attempt_at', '<=', time(now))
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Instants after `from` and up to `to` at which a mail becomes due: slots of pending steps and planned attempts. */
export async function mailInstantsBetween(db: Db, from: Instant, to: Instant): Promise<Instant[]> {
  const { rows } = await sql<{ at: Instant }>`
    with recursive slot as (
      (select slot_at as at from step where (owner_owed or ops_owed) and slot_at > ${time(from)} order by 1 limit 1)
      union all
      select (select slot_at from step where (owner_owed or ops_owed) and slot_at > slot.at order by 1 limit 1)
      from slot where slot.at is not null)
    select at from slot where at <= ${time(to)}
    union
    ${NOTICE_INSTANTS(from, to)}
    union
    select next_attempt_at from outbox where next_attempt_at > ${time(from)} and next_attempt_at <= ${time(to)}`.execute(
    prepared(db),
  );
  return rows.map((row) => row.at);
}

export interface MailItem {
  readonly episodeId: number;
  readonly step: Step;
}

export interface FrozenMail {
  readonly claimed: ClaimedMail;
  readonly content: { readonly subject: string; readonly text: string; readonly html: string };
  readonly items: readonly MailItem[];
  readonly notices: readonly NoticeItem[];
}

/** More steps than this in one mail (a summary for ops) are written in several statements. */
const ITEMS = 10_000;

/**
 * Stores what is about to be sent, before the first byte goes out. Which of them this worker still has, by id: what another
 * one took meanwhile is left as it is.
 */
export async function freezeMails(trx: Trx, mails: readonly FrozenMail[]): Promise<Set<number>> {
  const texts = mails.map(({ claimed: { id, claimedAt, possiblyTwice: twice }, content }) => {
    return { id, at: isoUtc(claimedAt), twice, ...content };
  });
  const { rows } = await sql<{ id: number }>`
    update outbox o set subject = r.subject, body_text = r.text, body_html = r.html,
      possibly_twice = o.possibly_twice or r.twice
    from json_to_recordset(${JSON.stringify(texts)}::json)
      r(id bigint, at timestamptz, twice boolean, subject text, text text, html text)
    where o.id = r.id and o.state = 'sending' and o.claimed_at = r.at
    returning o.id`.execute(trx);
  const ours = new Set(rows.map(({ id }) => id));
  const items = mails.filter(({ claimed }) => ours.has(claimed.id)).flatMap(itemRows);
  for (let from = 0; from < items.length; from += ITEMS) await insertItems(trx, items.slice(from, from + ITEMS));
  const notices = mails.filter(({ claimed }) => ours.has(claimed.id)).flatMap(noticesIn);
  for (let from = 0; from < notices.length; from += ITEMS) await attachNotices(trx, notices.slice(from, from + ITEMS));
  return ours;
}

const noticesIn = ({ claimed: { id }, notices }: FrozenMail) => notices.map((item) => ({ ...item, outboxId: id }));

const itemRows = ({ claimed: { id }, items }: FrozenMail) => items.map((item) => ({ id, ...item }));

async function insertItems(trx: Trx, items: readonly (MailItem & { readonly id: number })[]): Promise<void> {
  await sql`
    insert into mail_item (outbox_id, episode_id, step)
    select * from unnest(${idArray(items.map(({ id }) => id))}, ${idArray(items.map(({ episodeId }) => episodeId))},
      ${wordArray(items.map(({ step }) => step))})
    on conflict do nothing`.execute(trx);
}

/** Nothing was sent: the next attempt reads the facts again. */
export async function thawMail(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('mail_item').where('outbox_id', '=', id).execute();
  await detachNotices(trx, id);
  const nothing = { subject: null, body_text: null, body_html: null, body: null };
  await trx.updateTable('outbox').set(nothing).where('id', '=', id).execute();
}

/** Nobody knows whether an attempt before this one was taken. */
export async function markPossiblyTwice(trx: Trx, id: number): Promise<void> {
  await trx.updateTable('outbox').set({ possibly_twice: true }).where('id', '=', id).execute();
}

export async function postponeMail(
  db: Db,
  id: number,
  state: 'pending' | 'unknown',
  at: Instant,
  error: string,
): Promise<void> {
  const postponed = { state, next_attempt_at: time(at), last_error: error };
  await db.updateTable('outbox').set(postponed).where('id', '=', id).execute();
}

export async function finishMail(
  db: Db,
  id: number,
  state: Extract<OutboxState, 'sent' | 'empty' | 'undeliverable'>,
  now: Instant,
  error: string | null,
): Promise<void> {
  await sql`update outbox set state = ${state}, next_attempt_at = null, last_error = ${error},
    sent_at = case when ${state} = 'sent' then coalesce(sent_at, ${time(now)}) end where id = ${id}`.execute(db);
}

/** The first 250 for this mail: its steps are told now. A mail that anybody has is not one of files. */
export async function markNotified(
  trx: Trx,
  { id, kind, way }: { readonly id: number; readonly kind: MailKind; readonly way: MailWay },
  now: Instant,
): Promise<void> {
  await sql`update outbox set sent_at = coalesce(sent_at, ${time(now)}),
    way = case when way = 'smtp' then way else ${way} end where id = ${id}`.execute(trx);
  if (kind === 'owner') await markReminded(trx, id, now);
  if (kind === 'calendar') await markCalendarNoticesNotified(trx, id, now);
  if (kind === 'owner' || kind === 'ops') await markStepsNotified(trx, kind, [id], now);
  if (tellsNotices(kind)) await markNoticesNotified(trx, [id], now);
}

/** Kinds of message that may tell notices. */
export const tellsNotices = (kind: MailKind): kind is (typeof TELL_NOTICES)[number] =>
  TELL_NOTICES.some((one) => one === kind);

const TELL_NOTICES = ['owner', 'ops', 'contact', 'person', 'chat'] as const;

/** The steps of these mails, to these, are told. */
export async function markStepsNotified(trx: Trx, to: Audience, ids: readonly number[], now: Instant): Promise<void> {
  const { notified, pending, givenUp } = COLUMNS[to];
  await sql`update step t set ${notified} = coalesce(t.${notified}, ${time(now)}), ${pending} = false, ${givenUp} = null
    from mail_item m where m.outbox_id = any(${idArray(ids)}) and ${isTellingOf(to)}`.execute(trx);
}

/**
 * The steps of this mail are pending for no mail any more, though no server surely took it. What nobody knows the outcome of counts
 * as told for ever: each (episode, step) is announced once (MAIL.md 2).
 */
export async function dropPending(trx: Trx, id: number, kind: MailKind, now: Instant): Promise<void> {
  if (tellsNotices(kind)) await dropNotices(trx, id, now);
  if (kind !== 'owner' && kind !== 'ops') return;
  if (kind === 'owner') await dropReminders(trx, id);
  const { notified, pending, givenUp } = COLUMNS[kind];
  await sql`update step t set ${pending} = false, ${givenUp} = case when o.possibly_twice then 'unknown' else 'refused' end
    from mail_item m join outbox o on o.id = m.outbox_id
    where m.outbox_id = ${id} and ${isTellingOf(kind)} and t.${notified} is null`.execute(trx);
}

/** What a step keeps of the mails to its owner, and to ops. */
const COLUMNS = {
  owner: { notified: sql`notified_at`, pending: sql`owner_owed`, givenUp: sql`owner_given_up` },
  ops: { notified: sql`ops_notified_at`, pending: sql`ops_owed`, givenUp: sql`ops_given_up` },
} as const;

/** To ops a breach stands for its alert too, also for one that a reopening would make pending later. */
const isTellingOf = (kind: Audience) =>
  sql`t.episode_id = m.episode_id and ${tellsStep(kind, sql`m.step`, sql`t.step`)}`;

export interface DeliveryRow {
  readonly address: string;
  readonly state: 'accepted' | 'refused' | 'deferred';
  readonly response: string;
  /** How it left, for `accepted`. */
  readonly way?: MailWay;
  /** Refused by a rule that may mean us. */
  readonly policy?: boolean;
  /** Put off because of us: no day of this address's patience passes. */
  readonly limit?: boolean;
}

export async function recordDeliveries(db: Db, id: number, rows: readonly DeliveryRow[], now: Instant): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    insert into delivery (outbox_id, address, state, response, way, policy, since, at)
    select ${id}, address, state, response, nullif(way, ''), policy,
      case when state = 'deferred' and not "limit" then ${time(now)} end, ${time(now)}
    from unnest(${textArray(rows.map((r) => r.address))}, ${textArray(rows.map((r) => r.state))},
      ${textArray(rows.map((r) => r.response))}, ${textArray(rows.map((r) => r.way ?? ''))},
      ${booleanArray(rows.map((r) => r.policy ?? false))}, ${booleanArray(rows.map((r) => r.limit ?? false))})
      r(address, state, response, way, policy, "limit")
    on conflict (outbox_id, address) do update
      set state = excluded.state, response = excluded.response, way = excluded.way, policy = excluded.policy,
        since = case when excluded.since is null then null else coalesce(delivery.since, excluded.since) end,
        at = excluded.at`.execute(db);
}

/** Addresses that are settled for this mail: they took it, or never will. */
export async function settledAddresses(db: Db, id: number): Promise<Set<string>> {
  const rows = await db
    .selectFrom('delivery')
    .select('address')
    .where('outbox_id', '=', id)
    .where('state', 'in', ['accepted', 'refused'])
    .execute();
  return new Set(rows.map(({ address }) => address));
}

/** Whether a stored mail still has something to tell: an episode that waits, or, to ops, a breach answered or not. */
export async function stillNeeded(db: Db, id: number, to: Audience, now: Instant): Promise<boolean> {
  const { rows } = await sql`
    select 1 from mail_item m join episode e on e.id = m.episode_id join step t using (episode_id, step)
    where m.outbox_id = ${id} and ${isToldByMail(to, 'repeat', now)} limit 1`.execute(db);
  return rows.length > 0 || areNoticesNeeded(db, id, now);
}
