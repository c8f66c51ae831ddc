// What mail servers answered about addresses, beyond one attempt: how long one was put off, and whether a rule that
// refuses one shop's recipient refuses many shops' at once.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyId, time, wordArray } from '../sql-parameters.ts';
import { NOT_MAILS } from './mail-kinds.ts';

/**
 * Gives up the addresses of a mail that were put off since `before`: those refused for good in words that may pass, and,
 * where others have the mail by now, every one. Names them.
 */
export async function giveUpDeferred(
  trx: Trx,
  id: number,
  { before, every }: { readonly before: Instant; readonly every: boolean },
): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    update delivery set state = 'refused' where outbox_id = ${id} and state = 'deferred' and since <= ${time(before)}
      and (${every} or (response like '5%' and response not like '503%'))
    returning address`.execute(trx);
  return rows.map(({ address }) => address);
}

/** How many addresses of the mail are still to be asked again. */
export async function countDeferred(db: Db, id: number): Promise<number> {
  const { deferred } = await db
    .selectFrom('delivery')
    .select(({ fn }) => fn.countAll<number>().as('deferred'))
    .where('outbox_id', '=', id)
    .where('state', '=', 'deferred')
    .executeTakeFirstOrThrow();
  return deferred;
}

/** Of how many shops a rule of the server refused recipients after that instant. */
export async function shopsRefusedByPolicy(db: Db, after: Instant): Promise<number> {
  const { rows } = await sql<{ shops: number }>`
    select count(distinct o.shop)::int as shops from delivery d join outbox o on o.id = d.outbox_id
    where d.policy and d.at > ${time(after)} and o.shop <> ''`.execute(db);
  return rows[0]?.shops ?? 0;
}

/** That rule was about us: the addresses it refused after that instant get the mail again. The mails, by id. */
export async function withdrawPolicyRefusals(trx: Trx, after: Instant): Promise<number[]> {
  const rows = await trx
    .updateTable('delivery')
    .set({ state: 'deferred', since: null })
    .where(({ ref }) => ref('policy'))
    .where('at', '>', time(after))
    .where('state', '=', 'refused')
    .returning('outbox_id as id')
    .execute();
  return [...new Set(rows.map(({ id }) => id))];
}

export interface PendingGiveUp {
  readonly id: number;
  /** Some address has it. */
  readonly reached: boolean;
}

/**
 * Mails to the shop's owner that were given up, wholly or for some address, since ops were last told so of this shop.
 * The oldest first.
 */
export async function givenUpSinceNotified(db: Db, shop: string, cause: string): Promise<PendingGiveUp[]> {
  const { rows } = await sql<PendingGiveUp>`
    select o.id, o.sent_at is not null as reached from outbox o
    where o.shop = ${shop} and o.kind <> all(${wordArray(NOT_MAILS)}) and (o.state = 'undeliverable'
        or (o.state = 'sent' and exists (select 1 from delivery d where d.outbox_id = o.id and d.state = 'refused')))
      and o.claimed_at > coalesce((
        select max(b.sent_at) from outbox b where b.kind = 'blind' and b.cause = ${cause}), '-infinity')
    order by o.id`.execute(db);
  return rows;
}

/** Whether ops were ever told of that cause. */
export async function wasNotified(db: Db, cause: string): Promise<boolean> {
  const told = await db
    .selectFrom('outbox')
    .select('id')
    .where('kind', '=', 'blind')
    .where('cause', '=', cause)
    .where('sent_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return told !== undefined;
}

/** Addresses that were given up for these mails are asked again; who has the mail already is not. */
export async function askRefusedAgain(trx: Trx, ids: readonly number[]): Promise<number> {
  const { numUpdatedRows } = await trx
    .updateTable('delivery')
    .set({ state: 'deferred', since: null })
    .where('outbox_id', '=', anyId(ids))
    .where('state', '=', 'refused')
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}
