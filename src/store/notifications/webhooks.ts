// What is pending for webhooks and what they told: each (episode, step) once, whatever becomes of the mail about it, and the other way.
// Trap: a mail that tells a step takes it off what is pending, so its webhook's share is put down before the mail goes out.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyText, textArray, time } from '../sql-parameters.ts';
import { SLOT_LENGTH } from './open-mails.ts';
import { type PendingStep, pendingWhere } from './pending-steps.ts';
import { isTold, isToldByMail } from './telling.ts';

/** A webhook: the id of its shop, or '' for that of ops. */
export type WebhookId = string;

/** Puts down for these webhooks what is pending for their owners, or ops, by now; what is put down already stays. */
export async function enqueueForWebhooks(db: Db, webhookIds: readonly WebhookId[], now: Instant): Promise<void> {
  if (webhookIds.length === 0) return;
  await sql`
    insert into hook_item (hook, episode_id, step, slot_at, state)
    select t.shop, t.episode_id, t.step, t.slot_at, 'owed' from step t join episode e on e.id = t.episode_id
    where ${isToldByMail('owner', 'tell', now)} and t.shop = any(${textArray(webhookIds)})
    union all
    select '', t.episode_id, t.step, t.slot_at, 'owed' from step t join episode e on e.id = t.episode_id
    where ${isToldByMail('ops', 'tell', now)} and t.slot_at <= ${time(now)} and '' = any(${textArray(webhookIds)})
    on conflict do nothing`.execute(db);
}

/**
 * Nobody gets the mail to ops: what it would have told before `before` is not pending any more, but for the webhook of ops if
 * it lives. What is younger stays pending, in case that somebody gets it again.
 */
export async function dropOpsMail(db: Db, webhookIds: readonly WebhookId[], before: Instant): Promise<void> {
  await sql`
    with dropped as (
      update step set ops_owed = false where ops_owed and slot_at <= ${time(before)} returning episode_id, step, slot_at)
    insert into hook_item (hook, episode_id, step, slot_at, state)
    select '', episode_id, step, slot_at, 'owed' from dropped where '' = any(${textArray(webhookIds)})
    on conflict do nothing`.execute(db);
}

/** Forgets what is pending for webhooks that said they are gone. */
export async function tidyWebhooks(db: Db, stopped: readonly WebhookId[]): Promise<void> {
  if (stopped.length === 0) return;
  await db.deleteFrom('hook_item').where('state', '=', 'owed').where('hook', '=', anyText(stopped)).execute();
}

/** Of step t of episode e, pending for a webhook by h: what goes out now. What does not may do so later, and is kept. */
function isToldByWebhook(now: Instant): RawBuilder<boolean> {
  const pending = { pending: sql<boolean>`h.state = 'owed'`, early: sql<boolean>`h.slot_at > ${time(now)}` };
  return sql<boolean>`case when h.hook = '' then ${isTold('ops', 'open', pending, now)}
    else ${isTold('owner', 'open', pending, now)} end`;
}

/** Makes the outbox rows for those of these webhooks with something pending about these shops, one open row for each. */
export async function openWebhookMessages(
  db: Db,
  { webhookIds, shops }: { readonly webhookIds: readonly WebhookId[]; readonly shops: readonly string[] },
  now: Instant,
): Promise<void> {
  await sql`
    with pending as (
      select h.hook, case h.hook when '' then 'ops' else 'owner' end as cause, min(h.slot_at) as slot
      from hook_item h join step t using (episode_id, step) join episode e on e.id = h.episode_id
      where h.state = 'owed' and h.slot_at <= ${time(now)} and h.hook = any(${textArray(webhookIds)})
        and e.shop = any(${textArray(shops)}) and ${isToldByWebhook(now)}
      group by h.hook),
    placed as (
      select o.hook, o.cause, greatest(o.slot, (
        select max(p.slot_at) + ${SLOT_LENGTH}::interval from outbox p
        where p.kind = 'hook' and p.shop = o.hook and p.cause = o.cause and p.slot_at <= ${time(now)})) as slot
      from pending o
      where not exists (
        select 1 from outbox p where p.kind = 'hook' and p.shop = o.hook and p.cause = o.cause and p.sent_at is null
          and p.state in ('pending', 'sending', 'unknown')))
    insert into outbox (kind, shop, cause, slot_at, state, next_attempt_at)
    select 'hook', hook, cause, slot, 'pending', slot from placed
    on conflict do nothing`.execute(db);
}

/** Tells the webhook of ops each "monitoring is blind" of the last day, once per cause and day like the mail. */
export async function openIncidentMessages(db: Db, since: Instant, now: Instant): Promise<void> {
  await sql`
    insert into outbox (kind, cause, slot_at, state, next_attempt_at)
    select 'hook', b.cause, b.slot_at, 'pending', ${time(now)} from outbox b
    where b.kind = 'blind' and b.shop = '' and b.slot_at >= ${time(since)} and b.cause not like 'hook::%'
    on conflict do nothing`.execute(db);
}

/** What is pending for the webhook and still holds; read afresh when it is sent. */
export function pendingForWebhook(db: Db, webhookId: WebhookId, now: Instant): Promise<PendingStep[]> {
  const isPending = sql`exists (
    select 1 from hook_item h where h.hook = ${webhookId} and h.episode_id = t.episode_id and h.step = t.step
      and h.state = 'owed' and h.slot_at <= ${time(now)})`;
  const pending = { pending: sql<boolean>`true`, early: sql<boolean>`false` };
  const where = sql`${isPending} and ${isTold(webhookId === '' ? 'ops' : 'owner', 'tell', pending, now)}`;
  return pendingWhere(db, where, now);
}

/** The message's steps are told, or will never be taken: neither is pending again. */
export async function settleWebhookItems(
  trx: Trx,
  { id, webhookId }: { readonly id: number; readonly webhookId: WebhookId },
  state: 'told' | 'dropped',
  now: Instant,
): Promise<void> {
  await sql`
    insert into hook_item (hook, episode_id, step, slot_at, state, told_at)
    select ${webhookId}, m.episode_id, m.step, ${time(now)}, ${state}, ${time(now)} from mail_item m where m.outbox_id = ${id}
    on conflict (hook, episode_id, step) do update set state = excluded.state, told_at = excluded.told_at`.execute(trx);
}

/** Nothing is sent to this address any more; another address of the same webhook starts afresh. */
export async function stopWebhook(trx: Trx, webhookId: WebhookId, urlHash: string, now: Instant): Promise<void> {
  const stop = { url_hash: urlHash, at: time(now) };
  await trx
    .insertInto('hook_stop')
    .values({ hook: webhookId, ...stop })
    .onConflict((conflict) => conflict.column('hook').doUpdateSet(stop))
    .execute();
}

/** The webhooks that answered 410, with the hash of the address that did. */
export async function stoppedWebhooks(db: Db): Promise<Map<WebhookId, string>> {
  const rows = await db.selectFrom('hook_stop').select(['hook', 'url_hash as urlHash']).execute();
  return new Map(rows.map((row) => [row.hook, row.urlHash]));
}
