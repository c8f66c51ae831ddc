// Numbers for /metrics that stand in the database, whichever process is asked. Asked every few seconds for ever, so
// what could grow without end is only read through an index.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { isOfShops } from '../of-shops.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';

export interface OpenNumbers {
  readonly unanswered: number;
  readonly flagged: number;
  readonly ownerAlertDue: number;
  readonly breached: number;
}

/** Open inquiries of all shops, by what they have passed; nested as on the board. */
export async function openNumbers(db: Db, now: Instant): Promise<OpenNumbers> {
  return db
    .selectFrom('episode')
    .select(({ fn }) => [
      fn.countAll<number>().as('unanswered'),
      fn.countAll<number>().filterWhere('flag_due_at', '<=', time(now)).as('flagged'),
      fn.countAll<number>().filterWhere('owner_alert_due_at', '<=', time(now)).as('ownerAlertDue'),
      fn.countAll<number>().filterWhere('breach_due_at', '<=', time(now)).as('breached'),
    ])
    .where('ended_at', 'is', null)
    .where(isOfShops())
    .executeTakeFirstOrThrow();
}

/** What waits for a worker: episodes with a step that is due and not raised, mails that may be tried; since when. */
export interface Backlog {
  readonly steps: number;
  readonly stepsSince: Instant | null;
  readonly mails: number;
  readonly mailsSince: Instant | null;
}

export async function backlog(db: Db, now: Instant): Promise<Backlog> {
  const { rows } = await sql<Backlog>`
    select s.steps, s.since as "stepsSince", m.mails, m.since as "mailsSince"
    from (select count(*)::int as steps, min(next_due_at) as since from episode
        where next_due_at <= ${time(now)} and ${isOfShops()}) s,
      (select count(*)::int as mails, min(next_attempt_at) as since from outbox
        where next_attempt_at <= ${time(now)} and ${isOfShops()}) m`.execute(db);
  return rows[0]!;
}
