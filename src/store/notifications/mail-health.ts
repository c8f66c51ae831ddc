// The last answer of the mail server and a pause of all mails: one row, the same for every process.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { time } from '../sql-parameters.ts';
import type { MailWay } from '../tables/notifications-tables.ts';
import { NOT_MAILS } from './mail-kinds.ts';

export interface MailHealthRow {
  readonly transport: MailWay;
  readonly answeredAt: Instant;
  readonly ok: boolean;
  readonly reason: string | null;
  readonly failingSince: Instant | null;
  /** In a row. */
  readonly failures: number;
  readonly nextLookAt: Instant;
  /** No mail is tried before; null when mails flow. */
  readonly pausedUntil: Instant | null;
}

/** What is known; null before the first answer. */
export async function readMailHealth(db: Db): Promise<MailHealthRow | null> {
  const row = await db
    .selectFrom('mail_health')
    .select(['transport', 'answered_at as answeredAt', 'ok', 'reason', 'failing_since as failingSince', 'failures'])
    .select(['next_look_at as nextLookAt', 'paused_until as pausedUntil'])
    .executeTakeFirst();
  return row ?? null;
}

export interface MailAnswer {
  readonly transport: MailWay;
  readonly at: Instant;
  /** Null when all is well. */
  readonly reason: string | null;
  readonly nextLookAt: Instant;
}

/** Answers within this time of each other are one: many mails fail at once when a server goes away. */
const ONE_ANSWER = '30 seconds';

/** Writes an answer down. `failures` and `failing_since` count on while it fails; a pause stays as it is. */
export async function noteMailAnswer(db: Db, { transport, at, reason, nextLookAt }: MailAnswer): Promise<void> {
  const ok = reason === null;
  await sql`
    insert into mail_health as m (transport, answered_at, ok, reason, failing_since, failures, next_look_at)
    values (${transport}, ${time(at)}, ${ok}, ${reason}, ${ok ? null : new Date(at)}, ${ok ? 0 : 1}, ${time(nextLookAt)})
    on conflict (one) do update set transport = excluded.transport, answered_at = excluded.answered_at,
      ok = excluded.ok, reason = excluded.reason, next_look_at = excluded.next_look_at,
      failing_since = case when excluded.ok then null else coalesce(m.failing_since, excluded.failing_since) end,
      failures = case when excluded.ok then 0
        when m.ok or m.answered_at <= excluded.answered_at - ${ONE_ANSWER}::interval then m.failures + 1
        else m.failures end
    where not (m.ok and excluded.ok and m.transport = excluded.transport
      and m.answered_at > excluded.answered_at - ${ONE_ANSWER}::interval)`.execute(db);
}

/** Takes the look that is due, so that one process looks; false when it is not due or another has it. */
export async function claimMailLook(db: Db, now: Instant, until: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('mail_health')
    .set({ next_look_at: time(until) })
    .where('next_look_at', '<=', time(now))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** All mails wait until then. */
export async function notePause(trx: Trx, until: Instant): Promise<void> {
  await trx
    .updateTable('mail_health')
    .set({ paused_until: time(until) })
    .execute();
}

/** Our own settings for mail are at fault: no mail is tried before `until`, nothing is lost. */
export async function postponeAllMails(db: Db, until: Instant, error: string): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ next_attempt_at: time(until), last_error: error })
    .where('next_attempt_at', '<', time(until))
    .where('kind', 'not in', NOT_MAILS)
    .execute();
}

/** Until when mails are paused; null when they are not. */
export async function pausedUntil(db: Db, now: Instant): Promise<Instant | null> {
  const pause = await db
    .selectFrom('mail_health')
    .select('paused_until as until')
    .where('paused_until', '>', time(now))
    .executeTakeFirst();
  return pause?.until ?? null;
}

/** The pause is over; what it held may be tried now. How many mails that are. */
export async function liftPause(trx: Trx, now: Instant): Promise<number> {
  const pause = await trx
    .selectFrom('mail_health')
    .select(({ ref }) => ref('paused_until').$notNull().as('until'))
    .where('paused_until', 'is not', null)
    .forUpdate()
    .executeTakeFirst();
  if (pause === undefined) return 0;
  await trx.updateTable('mail_health').set({ paused_until: null }).execute();
  const { numUpdatedRows } = await trx
    .updateTable('outbox')
    .set({ next_attempt_at: time(now) })
    .where('next_attempt_at', '=', time(pause.until))
    .where('next_attempt_at', '>', time(now))
    .where('kind', 'not in', NOT_MAILS)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Mails that come while all are paused wait with them: this one, or all that would be due before. */
export async function waitForPause(db: Db, id: number | 'all', until: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('outbox')
    .set({ next_attempt_at: time(until) })
    .$if(id !== 'all', (update) => update.where('id', '=', id as number))
    .where('kind', 'not in', NOT_MAILS)
    .where('state', 'in', ['pending', 'unknown'])
    .where('next_attempt_at', '<', time(until))
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
