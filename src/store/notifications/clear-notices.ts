// Clear notices: one line to an owner once everything that the mails since the last notice told of is done.
// The row carries the slot of the newest mail it answers, so that two workers cannot make two of it.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { isShopMuted } from '../actions/mutes.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';
import type { MailItem } from './outbox.ts';

/** An answer learned longer ago than this is no news any more. */
const FRESH_MS = 24 * 60 * 60_000;

/** Owner mails of shop `s` that somebody has and that no clear notice answered yet. */
const WARNINGS = sql`outbox p where p.kind = 'owner' and p.shop = s.shop and p.cause = '' and p.sent_at is not null
  and p.id > coalesce((select max(c.id) from outbox c where c.kind = 'clear' and c.shop = s.shop
    and c.cause = '' and c.sent_at is not null), 0)`;

/**
 * Puts a notice into the outbox for each of the shops whose warnings are all done, and no mail is on its way. One that
 * was called off, since an inquiry waited again, is taken up again.
 */
export async function openClearNotices(db: Db, shops: readonly string[], now: Instant): Promise<void> {
  if (shops.length === 0) return;
  await sql`
    with pending as (
      select s.shop, w.slot from unnest(${textArray(shops)}) s(shop)
      cross join lateral (select (array_agg(p.slot_at order by p.id desc))[1] as slot from ${WARNINGS}) w
      where w.slot is not null and not ${isShopMuted(sql`s.shop`, now)}
        and not exists (select 1 from outbox o where o.kind in ('owner', 'clear') and o.shop = s.shop
          and o.sent_at is null and o.state in ('pending', 'sending', 'unknown'))
        and (select bool_and(e.ended_at is not null) and bool_or(e.ended_by <> 'superseded')
            and max(e.ended_learned_at) > ${time(now - FRESH_MS)}
          from episode e where e.id in (
            select m.episode_id from mail_item m where m.outbox_id in (select p.id from ${WARNINGS})))),
    taken_up as (
      update outbox o set state = 'pending', next_attempt_at = ${time(now)} from pending
      where o.kind = 'clear' and o.shop = pending.shop and o.cause = '' and o.slot_at = pending.slot and o.state = 'empty')
    insert into outbox (kind, shop, slot_at, state, next_attempt_at)
    select 'clear', shop, slot, 'pending', ${time(now)} from pending
    on conflict do nothing`.execute(db);
}

/** What a notice would tell of now: every inquiry warned of since the last one; null when one of them waits (again). */
export async function clearedSteps(db: Db, shop: string): Promise<readonly MailItem[] | null> {
  const { rows } = await sql<{ episodeId: number; waits: boolean; counts: boolean }>`
    select e.id as "episodeId", e.ended_at is null as waits, e.ended_by is distinct from 'superseded' as counts
    from episode e where e.id in (
      select m.episode_id from (values (${shop})) s(shop) cross join lateral (select p.id from ${WARNINGS}) w
      join mail_item m on m.outbox_id = w.id)`.execute(db);
  if (rows.some((row) => row.waits)) return null;
  return rows.filter((row) => row.counts).map(({ episodeId }) => ({ episodeId, step: 'owner_alert' as const }));
}
