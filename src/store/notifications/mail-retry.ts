// Sending a mail again on a person's word. Trap: never two open rows of the same steps; and what somebody may have
// keeps its row, its text and its Message-ID.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { UnsentReason } from '../../core/notifications/unsent-reasons.ts';
import type { Db, Trx } from '../schema.ts';
import { time } from '../sql-parameters.ts';
import type { MailKind, MailWay, OutboxState } from '../tables/notifications-tables.ts';
import { tellsNotices, thawMail } from './outbox.ts';
import { reopenNotices } from './pending-notices.ts';
import { isToldByMail } from './telling.ts';

export interface RetriedMail {
  readonly id: number;
  readonly kind: MailKind;
  readonly shop: string;
  readonly cause: string;
  readonly state: OutboxState;
  readonly sentAt: Instant | null;
  readonly possiblyTwice: boolean;
  readonly way: MailWay | null;
  /** Addresses by what became of them. */
  readonly accepted: number;
  readonly refused: number;
}

/** The mail, locked; null when there is none. */
export async function lockMail(trx: Trx, id: number): Promise<RetriedMail | null> {
  const mail = await trx
    .selectFrom('outbox')
    .select(['id', 'kind', 'shop', 'cause', 'state', 'sent_at as sentAt', 'possibly_twice as possiblyTwice', 'way'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (mail === undefined) return null;
  const counts = await trx
    .selectFrom('delivery')
    .select(({ fn }) => [
      fn.countAll<number>().filterWhere('state', '=', 'accepted').as('accepted'),
      fn.countAll<number>().filterWhere('state', '=', 'refused').as('refused'),
    ])
    .where('outbox_id', '=', id)
    .executeTakeFirstOrThrow();
  return { ...mail, ...counts };
}

/** Another mail of that kind to the same that is still to be sent for the first time; null when there is none. */
export async function openMailBeside(db: Db, { id, kind, shop, cause }: RetriedMail): Promise<number | null> {
  const other = await db
    .selectFrom('outbox')
    .select('id')
    .where((eb) => eb.and({ kind, shop, cause }))
    .where('id', '<>', id)
    .where('state', 'in', ['pending', 'sending', 'unknown'])
    .where('sent_at', 'is', null)
    .limit(1)
    .executeTakeFirst();
  return other?.id ?? null;
}

/** The steps and notices that the mail told of, or was to tell, are pending again where they still hold. How many. */
export async function reopenNotified(trx: Trx, { id, kind }: RetriedMail, now: Instant): Promise<number> {
  const notices = tellsNotices(kind) ? await reopenNotices(trx, id, now) : 0;
  return notices + (kind === 'owner' || kind === 'ops' ? await reopenSteps(trx, { id, kind }, now) : 0);
}

async function reopenSteps(
  trx: Trx,
  { id, kind }: { readonly id: number; readonly kind: 'owner' | 'ops' },
  now: Instant,
): Promise<number> {
  const [pending, told, givenUp] =
    kind === 'owner'
      ? ['owner_owed', 'notified_at', 'owner_given_up']
      : ['ops_owed', 'ops_notified_at', 'ops_given_up'];
  const { rows } = await sql`
    update step t set ${sql.ref(pending)} = true, ${sql.ref(told)} = null, ${sql.ref(givenUp)} = null,
      slot_at = coalesce(t.slot_at, ${time(now)})
    from mail_item m join episode e on e.id = m.episode_id join outbox o on o.id = m.outbox_id
    where m.outbox_id = ${id} and t.episode_id = m.episode_id and t.step = m.step
      and ${isToldByMail(kind, 'repeat', now)}
      and (t.${sql.ref(told)} is null or (o.way = 'files' and t.${sql.ref(told)} = o.sent_at))
    returning t.episode_id`.execute(trx);
  return rows.length;
}

const AGAIN: UnsentReason = 'sent again on request';

/** Made anew from the facts of then: nobody has it. */
export async function openAnew(trx: Trx, id: number, at: Instant): Promise<void> {
  await thawMail(trx, id);
  await sql`delete from delivery where outbox_id = ${id} and (state <> 'accepted' or way = 'files')`.execute(trx);
  await trx
    .updateTable('outbox')
    .set({ state: 'pending', next_attempt_at: time(at), sent_at: null, way: null })
    .set({ possibly_twice: false, last_error: AGAIN })
    .where('id', '=', id)
    .execute();
}

/** As it is: somebody has it, or may have it. Holds up no new mail. */
export async function openAsItIs(trx: Trx, id: number, at: Instant, now: Instant): Promise<void> {
  await trx.deleteFrom('delivery').where('outbox_id', '=', id).where('way', '=', 'files').execute();
  await sql`update outbox set state = 'pending', next_attempt_at = ${time(at)}, retried_at = ${time(now)},
    sent_at = case when way = 'files' then null else sent_at end, way = nullif(way, 'files'),
    last_error = ${AGAIN} where id = ${id}`.execute(trx);
}

/** Also to those who have it: under another Message-ID, for a server may drop one that it knows. */
export async function forgetDeliveries(trx: Trx, id: number): Promise<void> {
  await trx.deleteFrom('delivery').where('outbox_id', '=', id).execute();
  await trx
    .updateTable('outbox')
    .set(({ eb }) => ({ again: eb('again', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Waits no longer. */
export async function bringForward(trx: Trx, id: number, now: Instant): Promise<void> {
  await sql`update outbox set next_attempt_at = least(next_attempt_at, ${time(now)}) where id = ${id}`.execute(trx);
}

/** Its steps go out with another mail. */
export async function leaveTo(trx: Trx, id: number, other: number): Promise<void> {
  await trx
    .updateTable('outbox')
    .set({ last_error: `told again by mail ${other}` satisfies UnsentReason })
    .where('id', '=', id)
    .execute();
}
