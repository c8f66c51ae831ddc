// Promises that a shop's webhook is to be told of: each when it is made, and whenever it is in another state than before. What
// changes while a message tells it is told once more. Rows that somebody is changing are left to the next look: nobody waits for
// another here, in whatever order both take them.

import { sql } from 'kysely';
import type { Instant, PromiseReason, PromiseState, ThreadPromise } from '../../core/model.ts';
import { INQUIRY, type InquiryFacts } from '../inquiry-facts.ts';
import type { Db, Trx } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';
import { stateAt } from './stored-promises.ts';

/** SQL: row h of hook_promise is on no message that is still to go. */
const isFree = sql`(h.outbox_id is null or not exists (
  select 1 from outbox o where o.id = h.outbox_id and o.state in ('pending', 'sending', 'unknown')))`;

/** Opens a message for each of these shops whose webhook is to be told of promises; of other shops nothing is kept. */
export async function openPromiseMessages(db: Db, shops: readonly string[], now: Instant): Promise<void> {
  await sql`
    with others as (
      delete from hook_promise where promise_id in (
        select promise_id from hook_promise where not shop = any(${textArray(shops)}) for update skip locked))
    insert into outbox (kind, shop, cause, slot_at, state, next_attempt_at)
    select distinct 'hook', h.shop, 'promises', ${time(now)}, 'pending', ${time(now)} from hook_promise h
    where h.shop = any(${textArray(shops)}) and ${isFree}
      and not exists (select 1 from outbox o where o.kind = 'hook' and o.shop = h.shop and o.cause = 'promises'
        and o.sent_at is null and o.state in ('pending', 'sending', 'unknown'))
    on conflict do nothing`.execute(db);
}

export interface ToldPromise extends InquiryFacts {
  readonly id: string;
  readonly madeAt: Instant;
  readonly until: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: ThreadPromise['endedBy'];
  readonly extends: string | null;
  readonly by: string | null;
  readonly reason: PromiseReason | null;
  readonly state: PromiseState;
}

/** Puts up to `limit` promises of the shop on the message, and says how they are at `now`, by what is due first. */
export async function takePromisesToTell(
  db: Db,
  { id, shop }: { readonly id: number; readonly shop: string },
  limit: number,
  now: Instant,
): Promise<ToldPromise[]> {
  await sql`
    update hook_promise set outbox_id = ${id} where promise_id in (
      select h.promise_id from hook_promise h where h.shop = ${shop} and (h.outbox_id = ${id} or ${isFree})
      order by h.promise_id limit ${limit} for update skip locked)`.execute(db);
  const { rows } = await sql<ToldPromise>`
    select ${INQUIRY}, p.event as id, p.made_at as "madeAt", p.until_at as until, p.ended_at as "endedAt",
      p.ended_by as "endedBy", p.extends, p.by_whom as by, p.reason, ${stateAt(now)} as state
    from hook_promise h join promise p on p.id = h.promise_id join inquiry i on i.id = p.inquiry_id
    where h.outbox_id = ${id} order by p.until_at, p.id limit ${limit}`.execute(db);
  return rows;
}

/** The message's promises are told, or will never be taken; one that changed meanwhile stays. */
export async function settlePromisesToTell(trx: Trx, id: number): Promise<void> {
  await sql`
    delete from hook_promise where promise_id in (
      select promise_id from hook_promise where outbox_id = ${id} for update skip locked)`.execute(trx);
}
