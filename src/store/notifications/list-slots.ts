// When each list is looked at next, which rows of the outbox come of it, and for which date it was done. The date decides: two
// workers, a restart, or another time of day in the file make no second one.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { textArray, time, timeArray } from '../sql-parameters.ts';
import type { ListKind, MailKind } from '../tables/notifications-tables.ts';

/** A list that somebody wants. */
export interface ListKey {
  readonly kind: ListKind;
  /** A shop's id, or the name of a group. */
  readonly subject: string;
}

const kinds = (keys: readonly ListKey[]) => textArray(keys.map(({ kind }) => kind));
const subjects = (keys: readonly ListKey[]) => textArray(keys.map(({ subject }) => subject));

/**
 * Makes the lists what the configuration says; a new one begins with its first slot after `now`. `among`: only of these shops,
 * and of groups.
 */
export async function syncLists(
  db: Db,
  wanted: readonly ListKey[],
  now: Instant,
  among: readonly string[] | null = null,
): Promise<void> {
  const known = among === null ? sql`true` : sql`(l.kind = 'group' or l.subject = any(${textArray(among)}))`;
  await sql`delete from list_slot l where ${known} and not exists (
    select 1 from unnest(${kinds(wanted)}, ${subjects(wanted)}) w(kind, subject)
    where w.kind = l.kind and w.subject = l.subject)`.execute(db);
  await sql`insert into list_slot (kind, subject, since, next_at)
    select kind, subject, ${time(now)}, ${time(now)} from unnest(${kinds(wanted)}, ${subjects(wanted)}) w(kind, subject)
    on conflict do nothing`.execute(db);
}

/** What these shops' files say has changed: their lists, and those of groups, are looked at again now. */
export async function lookAtListsAgain(db: Db, shops: readonly string[], now: Instant): Promise<void> {
  if (shops.length === 0) return;
  await sql`update list_slot set next_at = ${time(now)}
    where next_at > ${time(now)} and (kind = 'group' or subject = any(${textArray(shops)}))`.execute(db);
}

/** A list whose time may have come. */
export interface DueList extends ListKey {
  readonly since: Instant;
  /** The last date, YYYY-MM-DD, for which it was done; null before the first. */
  readonly done: string | null;
  /** The Monday of the last week that was told then; null of what tells no week, or when it is not known. */
  readonly toldWeek: string | null;
}

/** Whether any is due. */
export async function areListsDue(db: Db, now: Instant): Promise<boolean> {
  const due = await db.selectFrom('list_slot').select('kind').where('next_at', '<=', time(now)).limit(1).execute();
  return due.length > 0;
}

/** Locks up to `limit` lists that are due; what another worker has is left out. */
export async function lockDueLists(trx: Trx, now: Instant, limit: number): Promise<DueList[]> {
  const { rows } = await sql<DueList>`
    select kind, subject, since, done::text, case when told_on = done then told_week::text end as "toldWeek"
    from list_slot where next_at <= ${time(now)}
    order by next_at limit ${limit} for update skip locked`.execute(trx);
  return rows;
}

/** When it is looked at next, and for which date and week it is done. */
export interface ListPlan extends Omit<DueList, 'since'> {
  readonly next: Instant;
}

export async function planLists(trx: Trx, plans: readonly ListPlan[]): Promise<void> {
  await sql`
    update list_slot l set next_at = p.next_at, done = p.done::date, told_on = p.done::date, told_week = p.week::date
    from unnest(${kinds(plans)}, ${subjects(plans)}, ${timeArray(plans.map(({ next }) => next))},
      ${textArray(plans.map(({ done }) => done))}, ${textArray(plans.map(({ toldWeek }) => toldWeek))})
      p(kind, subject, next_at, done, week)
    where l.kind = p.kind and l.subject = p.subject`.execute(trx);
}

/** A row of the outbox for one receiver of a list. */
export interface ListMail {
  readonly kind: Extract<MailKind, ListKind | 'morning_chat' | 'weekly_chat'>;
  /** '' of a group. */
  readonly shop: string;
  readonly cause: string;
  readonly slotAt: Instant;
}

/** Puts lists into the outbox, each once; no list of the day about a shop in which nobody waits and nothing is promised. How many are new. */
export async function openListMails(trx: Trx, mails: readonly ListMail[]): Promise<number> {
  if (mails.length === 0) return 0;
  const { numAffectedRows } = await sql`
    insert into outbox (kind, shop, cause, slot_at, state, next_attempt_at)
    select kind, shop, cause, slot, 'pending', slot from unnest(${textArray(mails.map(({ kind }) => kind))},
      ${textArray(mails.map(({ shop }) => shop))}, ${textArray(mails.map(({ cause }) => cause))},
      ${timeArray(mails.map(({ slotAt }) => slotAt))}) m(kind, shop, cause, slot)
    where kind not in ('morning', 'morning_chat')
      or exists (select 1 from episode e where e.shop = m.shop and e.ended_at is null)
      or exists (select 1 from promise p where p.shop = m.shop and p.stands)
    on conflict do nothing`.execute(trx);
  return Number(numAffectedRows ?? 0);
}
