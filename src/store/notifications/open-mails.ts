// What is pending for owners and ops becomes rows of the outbox: read first, then inserted shop by shop.
// A statement that reads the outbox for each of the rows that it inserts slows down with every one of them.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { prepared } from '../database.ts';
import type { Db } from '../schema.ts';
import { textArray, time, timeArray } from '../sql-parameters.ts';
import type { MailKind } from '../tables/notifications-tables.ts';
import { isToldByMail } from './telling.ts';

/** Between two mails of one kind to one shop: what falls due in between waits and goes out together. */
export const SLOT_LENGTH = '5 minutes';

/** Who can be mailed at all; what is pending about other shops, or for nobody, stays so. */
export interface Mailable {
  /** Whether the shop is configured. */
  readonly isShop: (shop: string) => boolean;
  /** Whether anybody gets the summary for ops. */
  readonly ops: boolean;
}

const EVERYBODY: Mailable = { isShop: () => true, ops: true };

/** A few thousand rows at a time: no statement takes long, however many shops have a mail pending at once. */
const PAGE = 5_000;

/** Whether there is anything to look at more closely. */
export interface PendingAtAll {
  /** Steps whose slot has come, or reminders, that somebody may have to be told of. */
  readonly pending: boolean;
  /** Steps or mails that wait for their shop or webhook to be configured again. */
  readonly parked: boolean;
}

/**
 * One look for all: mostly nothing is pending, and planning what selects it takes longer than finding that out. The first
 * in the order of its index, not just any: a plan for any time must not take the table for full of them.
 */
export async function findPending(db: Db, now: Instant): Promise<PendingAtAll> {
  const { rows } = await sql<PendingAtAll>`
    select (select slot_at from step where (owner_owed or ops_owed) and slot_at <= ${time(now)} order by 1 limit 1)
        is not null or (select shop from reminder where told_at is null and until_at > ${time(now)} order by 1 limit 1)
        is not null as pending,
      exists (select 1 from step where (owner_owed or ops_owed) and slot_at is null)
        or exists (select 1 from outbox where state in ('pending', 'unknown') and state <> 'sent'
          and next_attempt_at is null) as parked`.execute(prepared(db));
  return rows[0]!;
}

/** A message that is pending for somebody. */
export interface PendingMail {
  readonly kind: Extract<MailKind, 'owner' | 'ops' | 'contact' | 'person' | 'chat'>;
  /** '' for ops. */
  readonly shop: string;
  /** The name of a contact or a person, or both with the chat; '' for owner and ops. */
  readonly cause: string;
  readonly slot: Instant;
}

/**
 * Makes the outbox rows for every shop, and for ops, with a pending mail whose slot has come. What waits for its first
 * 250 takes newly pending steps in when it is tried again; a mail that only lacks some addresses holds nothing up. What an
 * edit makes due goes out together: mails wait until its recompute is done. A slot that lies in the future was given while
 * the clock was ahead, and keeps nobody waiting. `mailable`: left out, everybody is. `besides`: what is pending of notices.
 */
export async function openPendingMails(
  db: Db,
  now: Instant,
  mailable = EVERYBODY,
  besides: readonly PendingMail[] = [],
): Promise<void> {
  const owners = (await pendingToOwners(db, now)).filter(({ shop }) => mailable.isShop(shop));
  const ops = mailable.ops ? await pendingToOps(db, now, mailable) : [];
  const pending = onePerReceiver([...owners, ...ops, ...besides]);
  for (let from = 0; from < pending.length; from += PAGE) await openMailRows(db, pending.slice(from, from + PAGE), now);
}

/** Whatever is pending for one receiver goes out together, from the first one's time on. */
function onePerReceiver(pending: readonly PendingMail[]): PendingMail[] {
  const first = new Map<string, PendingMail>();
  for (const one of pending) {
    const key = `${one.kind}\n${one.shop}\n${one.cause}`;
    const known = first.get(key);
    if (known === undefined || one.slot < known.slot) first.set(key, one);
  }
  return [...first.values()];
}

async function pendingToOwners(db: Db, now: Instant): Promise<PendingMail[]> {
  const { rows } = await sql<{ shop: string; slot: Instant }>`
    with pending as (
      select t.shop, t.slot_at from step t join episode e on e.id = t.episode_id
      where ${isToldByMail('owner', 'open', now)}
      union all
      select r.shop, r.slot_at from reminder r join episode e on e.id = r.episode_id
        join step t on t.episode_id = r.episode_id
      where r.told_at is null and r.until_at > ${time(now)} and ${isToldByMail('owner', 'remind', now)})
    select shop, min(slot_at) as slot from pending
    where not exists (select 1 from outbox p where p.kind = 'owner' and p.shop = pending.shop and ${IS_OPEN})
    group by shop`.execute(db);
  return rows.map((row) => ({ kind: 'owner', cause: '', ...row }));
}

async function pendingToOps(db: Db, now: Instant, { isShop }: Mailable): Promise<PendingMail[]> {
  const { rows } = await sql<{ shop: string; slot: Instant }>`
    select t.shop, min(t.slot_at) as slot from step t join episode e on e.id = t.episode_id
    where ${isToldByMail('ops', 'open', now)} and t.slot_at <= ${time(now)}
      and not exists (select 1 from outbox p where p.kind = 'ops' and p.shop = '' and ${IS_OPEN})
    group by t.shop`.execute(db);
  const slots = rows.filter(({ shop }) => isShop(shop)).map(({ slot }) => slot);
  return slots.length === 0 ? [] : [{ kind: 'ops', shop: '', cause: '', slot: slots.reduce((a, b) => Math.min(a, b)) }];
}

/** Of outbox row p: it takes in whatever else is pending for its receiver. */
const IS_OPEN = sql`p.cause = '' and p.sent_at is null and p.state in ('pending', 'sending', 'unknown')`;

/** Another worker may make the same rows: one of each stays. */
async function openMailRows(db: Db, pending: readonly PendingMail[], now: Instant): Promise<void> {
  await sql`
    insert into outbox (kind, shop, cause, slot_at, state, next_attempt_at)
    select o.kind, o.shop, o.cause, s.slot, 'pending', s.slot
    from unnest(${textArray(pending.map(({ kind }) => kind))}, ${textArray(pending.map(({ shop }) => shop))},
      ${textArray(pending.map(({ cause }) => cause))}, ${timeArray(pending.map(({ slot }) => slot))}) o(kind, shop, cause, slot)
    cross join lateral (select greatest(o.slot, (
      select max(p.slot_at) + ${SLOT_LENGTH}::interval from outbox p
      where p.kind = o.kind and p.shop = o.shop and p.cause = o.cause and p.slot_at <= ${time(now)}))) s(slot)
    on conflict do nothing`.execute(db);
}
