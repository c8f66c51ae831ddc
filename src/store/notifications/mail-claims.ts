// Claims on mails of the outbox: one worker has a mail at a time; what a dead worker left is told apart by whether a text
// was stored. Trap: a worker taken for dead may wake up again, so whoever writes asks first whether the claim still holds.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { UnsentReason } from '../../core/notifications/unsent-reasons.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, time } from '../sql-parameters.ts';
import type { MailKind } from '../tables/notifications-tables.ts';
import { BODY, type BodyColumns, bodyOf } from './mail-bodies.ts';
import { type ClaimedWay, leavesBy } from './mail-kinds.ts';

export interface ClaimedMail {
  readonly id: number;
  readonly kind: MailKind;
  readonly shop: string;
  readonly cause: string;
  readonly slotAt: Instant;
  readonly attempts: number;
  /** Tells this claim from every other one of the same mail. */
  readonly claimedAt: Instant;
  /** When the first address took it, or null. */
  readonly sentAt: Instant | null;
  /** The mail of an attempt whose outcome is unknown, or that reached some: to be sent again as it was. */
  readonly frozen: { readonly subject: string; readonly text: string; readonly html: string } | null;
  readonly possiblyTwice: boolean;
  /** When a person asked to send it again, or null. */
  readonly retriedAt: Instant | null;
  /** How often it was sent again to those who have it, on a person's word. */
  readonly again: number;
}

/** Takes a due mail for this worker, or null if another has it or it is not due. */
export async function claimMail(db: Db, id: number, now: Instant): Promise<ClaimedMail | null> {
  const due = sql`select id, ${IS_UNKNOWN} from outbox where id = ${id} and ${isDue(now)} for update skip locked`;
  const [claimed] = await claim(db, due, now);
  return claimed ?? null;
}

/** How many due rows are looked at for each that is taken, so that one shop's many leave room for other shops'. */
const LOOKED_AT = 4;

/**
 * Takes up to `limit` due rows for this worker: those that waited longest, and of a shop with several the first ones.
 * What another worker just takes is left out.
 */
export async function claimDueMails(db: Db, way: ClaimedWay, limit: number, now: Instant): Promise<ClaimedMail[]> {
  return claim(
    db,
    sql`
      select id, is_unknown from (
        select id, next_attempt_at, is_unknown, row_number() over (partition by shop order by next_attempt_at, id) as nth from (
          select id, shop, next_attempt_at, ${IS_UNKNOWN} from outbox where ${isDue(now)} and ${leavesBy(way)}
          order by next_attempt_at limit ${limit * LOOKED_AT} for update skip locked) due) ranked
      order by nth, next_attempt_at, id limit ${limit}`,
    now,
  );
}

const IS_UNKNOWN = sql`state = 'unknown' as is_unknown`;

const isDue = (now: Instant) => sql`state in ('pending', 'unknown') and next_attempt_at <= ${time(now)}`;

/**
 * That a mail may come twice is stored with its text, when it is handed over (`freezeMails`): a worker that dies before that
 * has used up no attempt.
 */
async function claim(db: Db, ids: RawBuilder<unknown>, now: Instant): Promise<ClaimedMail[]> {
  const { rows } = await sql<Omit<ClaimedMail, 'frozen'> & { readonly subject: string | null } & BodyColumns>`
    with taken as materialized (${ids})
    update outbox o set state = 'sending', claimed_at = ${time(now)}, attempts = attempts + 1, next_attempt_at = null
    from taken where o.id = taken.id and ${isDue(now)}
    returning o.id, kind, shop, cause, slot_at as "slotAt", attempts, claimed_at as "claimedAt", sent_at as "sentAt",
      possibly_twice or is_unknown as "possiblyTwice", retried_at as "retriedAt", again, subject, ${BODY}`.execute(db);
  const mails = rows.map(async ({ subject, text, html, body, ...mail }) => {
    const content = await bodyOf({ text, html, body });
    return { ...mail, frozen: subject === null || content === null ? null : { subject, ...content } };
  });
  return (await Promise.all(mails)).sort((a, b) => a.id - b.id);
}

/** Locks the row; whether it is still this worker's: one that was taken for dead must not write over its successor. */
export async function holdsClaim(trx: Trx, { id, claimedAt }: ClaimedMail): Promise<boolean> {
  const { rows } = await sql<{ held: boolean }>`
    select state = 'sending' and claimed_at = ${time(claimedAt)} as held from outbox where id = ${id} for update`.execute(
    trx,
  );
  return rows[0]?.held === true;
}

/**
 * Claims whose worker died: with a stored text the outcome is unknown, without one nothing was sent yet. What another process
 * just takes back is left to it: each would wait for the other's.
 */
export async function recoverStuckMailRows(trx: Trx, claimedBefore: Instant, now: Instant): Promise<void> {
  await sql`
    update outbox set next_attempt_at = ${time(now)}, last_error = 'worker ended in mid-send',
      state = case when subject is null then 'pending' else 'unknown' end
    where id in (select id from outbox where state = 'sending' and claimed_at < ${time(claimedBefore)}
      for update skip locked)`.execute(trx);
}

/** Locks and names the claims whose worker died over a mail that may have gone out before: it is not sent a third time.
 * A webhook takes a message once however often it comes. */
export async function stuckPossiblyTwice(trx: Trx, claimedBefore: Instant): Promise<GivenUp[]> {
  const { rows } = await sql<GivenUp>`
    select id, kind, shop, sent_at is not null as "reachedBefore" from outbox
    where state = 'sending' and claimed_at < ${time(claimedBefore)} and possibly_twice and subject is not null
      and kind <> 'hook'
    for update skip locked`.execute(trx);
  return rows;
}

/** What giving a mail up needs to know of it. */
export interface GivenUp {
  readonly id: number;
  readonly kind: MailKind;
  readonly shop: string;
  /** Somebody has it. */
  readonly reachedBefore: boolean;
}

/** Outside its send window: nothing was tried, so the attempt does not count. */
export async function holdMail(db: Db, { id, possiblyTwice }: ClaimedMail, opens: Instant): Promise<void> {
  await putBack(db, id, possiblyTwice, { next_attempt_at: time(opens), last_error: 'outside the send window' });
}

/** The shop it is about, or the webhook it goes to, is not configured: it waits as it is until that is back. */
export async function parkMail(db: Db, { id, possiblyTwice }: ClaimedMail): Promise<void> {
  await putBack(db, id, possiblyTwice, { next_attempt_at: null, last_error: 'not configured at the moment' });
}

/** Nothing was tried: they are due at once, for whoever comes next. */
export async function putBackMails(db: Db, mails: readonly ClaimedMail[], now: Instant): Promise<void> {
  for (const { id, possiblyTwice } of mails)
    await putBack(db, id, possiblyTwice, {
      next_attempt_at: time(now),
      last_error: 'the service stopped before it was sent',
    });
}

async function putBack(
  db: Db,
  id: number,
  possiblyTwice: boolean,
  why: { readonly next_attempt_at: ReturnType<typeof time> | null; readonly last_error: UnsentReason },
): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ ...why, state: possiblyTwice ? 'unknown' : 'pending' })
    .set(({ eb }) => ({ attempts: eb('attempts', '-', 1) }))
    .where('id', '=', id)
    .execute();
}

/** What was parked: by kind and shop, webhook ('' for that of ops) or chat, that were not configured. */
export async function parkedMails(db: Db): Promise<Pick<ClaimedMail, 'id' | 'kind' | 'shop' | 'cause'>[]> {
  return db
    .selectFrom('outbox')
    .select(['id', 'kind', 'shop', 'cause'])
    .where('state', 'in', ['pending', 'unknown'])
    .where('state', '<>', 'sent')
    .where('next_attempt_at', 'is', null)
    .execute();
}

/** These are tried now. */
export async function unparkMails(db: Db, ids: readonly number[], now: Instant): Promise<void> {
  if (ids.length === 0) return;
  await sql`update outbox set next_attempt_at = ${time(now)}
    where id = any(${idArray(ids)}) and state in ('pending', 'unknown') and next_attempt_at is null`.execute(db);
}
