// What is pending for an owner, or for ops, read afresh at the moment of sending: raised steps that nobody was told of yet.
// Of a muted inquiry nothing is pending for its owner while the mute stands, and everything once it ends.

import { type RawBuilder, sql } from 'kysely';
import type { Deadlines, Instant, Step } from '../../core/model.ts';
import { INQUIRY, type InquiryFacts } from '../inquiry-facts.ts';
import type { Db } from '../schema.ts';
import { anyText, textArray, time, timeArray } from '../sql-parameters.ts';
import { DEADLINES, type DeadlineColumns, deadlinesOf, type InColumns } from '../steps/episode-times.ts';
import { LATE_COLUMNS, type LateColumns } from '../steps/lateness.ts';
import { isToldByMail } from './telling.ts';

export interface PendingStep extends InquiryFacts, LateColumns {
  readonly episodeId: number;
  readonly step: Step;
  readonly shop: string;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly deadlines: Deadlines;
  /** A counted breach, recorded yet or not; one that passed while the thread was completed is none. */
  readonly breached: boolean;
  readonly dueAt: Instant;
  readonly detectedAt: Instant;
}

/** What mails to the owners of these shops have to tell right now, read afresh. */
export function pendingForOwners(db: Db, shops: readonly string[], now: Instant): Promise<PendingStep[]> {
  return pendingWhere(db, sql`${isToldByMail('owner', 'tell', now)} and t.shop = any(${textArray(shops)})`, now);
}

/** Episodes whose steps are read in one go; a summary may tell a hundred thousand. */
const EPISODES = 2_000;

/** What the mail to ops has to tell right now over all shops, read afresh: page by page, each with the episodes of its range. */
export async function* pendingForOps(db: Db, now: Instant): AsyncGenerator<PendingStep[]> {
  const pending = sql`t.ops_owed`;
  const { rows } = await sql<{ first: number | null; last: number; episodes: number }>`
    select min(episode_id) as first, max(episode_id) as last, count(*)::int as episodes from step t where ${pending}`.execute(
    db,
  );
  const { first, last, episodes } = rows[0]!;
  if (first === null) return;
  const length = Math.ceil(((last - first + 1) / episodes) * EPISODES);
  for (let from = first; from <= last; from += length) {
    const range = sql`t.episode_id >= ${from} and t.episode_id < ${from + length}`;
    yield await pendingWhere(db, sql`${isToldByMail('ops', 'tell', now)} and ${range}`, now);
  }
}

/** Steps for a mail, by deadline; `where` speaks of step t, episode e and inquiry i. */
export async function pendingWhere(db: Db, where: RawBuilder<unknown>, now: Instant): Promise<PendingStep[]> {
  const { rows } = await sql<InColumns<PendingStep, DeadlineColumns<Instant>>>`
    select t.episode_id as "episodeId", t.step, t.shop, ${INQUIRY},
      e.started_at as "startedAt", e.ended_at as "endedAt", ${DEADLINES}, t.due_at as "dueAt",
      t.detected_at as "detectedAt", ${LATE_COLUMNS},
      e.ended_at is null and e.breach_due_at <= ${time(now)}
        or exists (select 1 from step b where b.episode_id = e.id and b.step = 'breach' and b.withdrawn_at is null
          and not b.while_completed) as breached
    from step t join episode e on e.id = t.episode_id join inquiry i on i.id = e.inquiry_id
    where ${where}
    order by e.breach_at, i.external_id`.execute(db);
  // A hundred thousand of them: to copy each without its columns takes as long as to read it.
  return rows.map((row) => Object.assign(row, { deadlines: deadlinesOf(row) }));
}

/**
 * Still unanswered inquiries of each of the shops that earlier mails told of, without those that are muted. Shop by shop
 * (`offset 0` keeps it so): on a morning on which many are told the planner takes few for told, and looks at all of them.
 */
export async function countNotified(db: Db, shops: readonly string[], now: Instant): Promise<Map<string, number>> {
  const { rows } = await sql<{ shop: string; told: number }>`
    select e.shop, count(*)::int as told from unnest(${textArray(shops)}) s(shop)
    cross join lateral (
      select id, shop, inquiry_id, ended_at from episode
      where shop = s.shop and ended_at is null and owner_alert_due_at <= ${time(now)} offset 0) e
    cross join lateral (select * from step where episode_id = e.id and notified_at is not null offset 0) t
    where ${isToldByMail('owner', 'remind', now)} group by e.shop`.execute(db);
  return new Map(rows.map(({ shop, told }) => [shop, told]));
}

/** What became of the last owner mail of each shop. */
export async function ownerMailStates(
  db: Db,
  shops: readonly string[],
): Promise<Map<string, 'sent' | 'pending' | 'undeliverable'>> {
  const rows = await db
    .selectFrom('outbox')
    .distinctOn('shop')
    .select(['shop', 'state'])
    .where('kind', '=', 'owner')
    .where('shop', '=', anyText(shops))
    .where('state', '<>', 'empty')
    .orderBy('shop')
    .orderBy('id', 'desc')
    .execute();
  return new Map(
    rows.map(({ shop, state }) => [shop, state === 'sent' || state === 'undeliverable' ? state : 'pending']),
  );
}

/** Steps of shops that are not configured keep no slot: they wait, without a mail, until their shop is back. */
export async function parkPending(db: Db, configured: readonly string[], now: Instant): Promise<void> {
  await sql`update step set slot_at = null
    where (owner_owed or ops_owed) and slot_at <= ${time(now)} and not shop = any(${textArray(configured)})`.execute(
    db,
  );
}

/** Shops with pending steps that have no slot. */
export async function shopsWithoutSlot(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('step')
    .select('shop')
    .distinct()
    .where(({ or, ref }) => or([ref('owner_owed'), ref('ops_owed')]))
    .where('slot_at', 'is', null)
    .execute();
  return rows.map((row) => row.shop);
}

export async function giveSlots(db: Db, slots: ReadonlyMap<string, Instant>): Promise<void> {
  await sql`update step t set slot_at = w.slot
    from unnest(${textArray([...slots.keys()])}, ${timeArray([...slots.values()])}) w(shop, slot)
    where (t.owner_owed or t.ops_owed) and t.slot_at is null and t.shop = w.shop`.execute(db);
}
