// Reminders: inquiries that were told and still wait, told again on a later business day. The database keeps the bounds:
// a shop is looked through once a day, an episode is told again at most five times (MAIL.md 6).

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyText, idArray, textArray, time, timeArray } from '../sql-parameters.ts';
import { type PendingStep, pendingWhere } from './pending-steps.ts';
import { isToldByMail } from './telling.ts';

/** How often one episode is told again at most. */
export const MOST_REMINDERS = 5;

/** A shop whose reminders of this business day may go out. */
export interface ReminderLook {
  readonly shop: string;
  /** The local date, YYYY-MM-DD. */
  readonly day: string;
  /** Start and end of that date: what was told from its start on needs no reminder today. */
  readonly dayStart: Instant;
  readonly dayEnd: Instant;
}

/** Looks the shops through that were not yet on this day, and adds the reminders found. Returns how many. */
export async function addReminders(trx: Trx, looks: readonly ReminderLook[], now: Instant): Promise<number> {
  const first = await firstLooks(trx, looks);
  if (first.length === 0) return 0;
  const column = <K extends keyof ReminderLook>(key: K) => first.map((look) => look[key]);
  await sql`delete from reminder where told_at is null and shop = any(${textArray(column('shop'))})`.execute(trx);
  const { numAffectedRows } = await sql`
    insert into reminder (episode_id, number, shop, day, slot_at, until_at)
    select e.id, told.number + 1, e.shop, l.day::date, ${time(now)}, l.day_end
    from unnest(${textArray(column('shop'))}, ${textArray(column('day'))}, ${timeArray(column('dayStart'))},
      ${timeArray(column('dayEnd'))}) l(shop, day, day_start, day_end)
    join episode e on e.shop = l.shop and e.ended_at is null and e.owner_alert_due_at <= ${time(now)}
    join step t on t.episode_id = e.id and ${isToldByMail('owner', 'remind', now)}
    cross join lateral (
      select count(*)::int as number, max(r.told_at) as at from reminder r where r.episode_id = e.id) told
    where t.notified_at < l.day_start and told.number < ${MOST_REMINDERS} and coalesce(told.at < l.day_start, true)
    on conflict do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0);
}

async function firstLooks(trx: Trx, looks: readonly ReminderLook[]): Promise<ReminderLook[]> {
  if (looks.length === 0) return [];
  const { rows } = await sql<{ shop: string }>`
    insert into reminder_look (shop, day)
    select shop, day::date from unnest(${textArray(looks.map((look) => look.shop))},
      ${textArray(looks.map((look) => look.day))}) l(shop, day)
    on conflict (shop) do update set day = excluded.day where reminder_look.day < excluded.day
    returning shop`.execute(trx);
  const shops = new Set(rows.map((row) => row.shop));
  return looks.filter((look) => shops.has(look.shop));
}

export interface PendingReminder extends PendingStep {
  /** Which reminder of the episode this is, from 1. */
  readonly reminder: number;
}

/** The reminders of these shops that are pending today and still hold: told before, unanswered, not muted. */
export async function pendingReminders(db: Db, shops: readonly string[], now: Instant): Promise<PendingReminder[]> {
  const rows = await db
    .selectFrom('reminder')
    .select(['episode_id as episodeId', 'number'])
    .where('shop', '=', anyText(shops))
    .where('told_at', 'is', null)
    .where('until_at', '>', time(now))
    .execute();
  if (rows.length === 0) return [];
  const numbers = new Map(rows.map((row) => [row.episodeId, row.number]));
  const steps = await pendingWhere(
    db,
    sql`t.episode_id = any(${idArray([...numbers.keys()])}) and t.notified_at is not null
      and ${isToldByMail('owner', 'remind', now)}`,
    now,
  );
  return steps.map((step) => ({ ...step, reminder: numbers.get(step.episodeId)! }));
}

/** The first 250 for an owner's mail: its reminders are told, and no other of that shop and day will be. */
export async function markReminded(trx: Trx, outboxId: number, now: Instant): Promise<void> {
  const { rows } = await sql<{ shop: string }>`
    update reminder r set told_at = ${time(now)}, outbox_id = ${outboxId}
    from mail_item m where m.outbox_id = ${outboxId} and r.episode_id = m.episode_id and m.step = 'owner_alert'
      and r.told_at is null
    returning r.shop`.execute(trx);
  const shop = rows[0]?.shop;
  if (shop !== undefined)
    await trx.deleteFrom('reminder').where('shop', '=', shop).where('told_at', 'is', null).execute();
}

/** Nobody takes the owner's mail: its reminders are not tried again today. */
export async function dropReminders(trx: Trx, outboxId: number): Promise<void> {
  await sql`delete from reminder r using mail_item m
    where m.outbox_id = ${outboxId} and r.episode_id = m.episode_id and r.told_at is null`.execute(trx);
}
