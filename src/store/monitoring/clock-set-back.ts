// After the database's clock was ahead for a while: what was noted or planned by it is brought back to now, so that no
// mail, read, look or proof waits for an instant that only ever was by a wrong clock.
// Most of this looks through whole tables, so it runs once after a jump, never in an ordinary tick.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';

/** Not `least`, which makes of what never happened (null) something that happens at `latest`. */
const notAfter = (column: string, latest: RawBuilder<unknown>) =>
  sql`case when ${sql.ref(column)} > ${latest} then ${latest} else ${sql.ref(column)} end`;

/** Ids of open episodes with a step that was raised although its instant is still to come. */
export async function raisedTooEarly(db: Db, now: Instant): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select distinct e.id from step t join episode e on e.id = t.episode_id
    where t.detected_at > ${time(now)} and t.due_at > ${time(now)} and t.withdrawn_at is null and e.ended_at is null
    order by e.id`.execute(db);
  return rows.map((row) => row.id);
}

/** What is pending keeps no slot of that time; whoever looks next gives it one from now. */
export async function forgetFutureSlots(db: Db, now: Instant): Promise<void> {
  await db
    .updateTable('step')
    .set({ slot_at: null })
    .where(({ or, ref }) => or([ref('owner_owed'), ref('ops_owed')]))
    .where('slot_at', '>', time(now))
    .execute();
  await db
    .updateTable('hook_item')
    .set({ slot_at: time(now) })
    .where('state', '=', 'owed')
    .where('slot_at', '>', time(now))
    .execute();
  await db
    .updateTable('reminder')
    .set({ slot_at: time(now) })
    .where('told_at', 'is', null)
    .where('slot_at', '>', time(now))
    .execute();
}

/** Warnings that were dropped as late are not: whether somebody still waits is looked at as always. */
export async function oweDroppedWarnings(db: Db, now: Instant): Promise<void> {
  await sql`update notice set owed = true, dropped_at = null, dropped_why = null
    where dropped_why = 'late' and dropped_at > ${time(now)} and until_at > ${time(now)}
      and told_at is null and withdrawn_at is null`.execute(db);
}

/**
 * Mails that were to be tried later are tried now: who has a window waits for it again. What the calendars' mails plan
 * for an hour of a later day stays, unless it lies more than a week ahead.
 */
export async function hurryMails(db: Db, now: Instant): Promise<void> {
  await sql`update outbox set next_attempt_at = ${time(now)}
    where state in ('pending', 'unknown') and next_attempt_at > ${time(now)}
      + case when kind in ('season', 'digest', 'calendar', 'goal') then interval '192 hours' else interval '5 minutes' end`.execute(
    db,
  );
  // A worker that died then is noticed as any other; one that still sends loses its claim, and records a 250 all the same.
  await sql`update outbox set claimed_at = ${time(now)}
    where state = 'sending' and claimed_at > ${time(now)} + interval '10 seconds'`.execute(db);
  // Turns of chats go by the database's own time, and a place that still wants rest says so again.
  await sql`delete from chat_turn where free_at > clock_timestamp() + interval '5 minutes'`.execute(db);
  await sql`update mail_health set next_look_at = ${notAfter('next_look_at', time(now))},
    answered_at = ${notAfter('answered_at', time(now))}, failing_since = ${notAfter('failing_since', time(now))},
    paused_until = ${notAfter('paused_until', sql`${time(now)} + interval '5 minutes'`)}`.execute(db);
}

/** What happened then happened before now. */
export async function bringBackFacts(db: Db, now: Instant): Promise<void> {
  const at = time(now);
  // What stands raised too early keeps its time, so that whoever withdraws it later still finds it.
  const isEarly = sql`withdrawn_at is null and due_at > ${at}`;
  await sql`update step set detected_at = case when ${isEarly} then detected_at else ${notAfter('detected_at', at)} end, notified_at = ${notAfter('notified_at', at)},
    ops_notified_at = ${notAfter('ops_notified_at', at)}
    where greatest(case when not (${isEarly}) then detected_at end, notified_at, ops_notified_at) > ${at}`.execute(db);
  await sql`update promise set detected_at = ${notAfter('detected_at', at)}, withdrawn_at = ${notAfter('withdrawn_at', at)}
    where greatest(detected_at, withdrawn_at) > ${at}`.execute(db);
  await db.updateTable('notice').set({ told_at: at }).where('told_at', '>', at).execute();
  await sql`update goal_warning set made_at = ${notAfter('made_at', at)}, over_at = ${notAfter('over_at', at)}
    where greatest(made_at, over_at) > ${at}`.execute(db);
  await db.updateTable('outbox').set({ sent_at: at }).where('sent_at', '>', at).execute();
  await db.updateTable('reminder').set({ told_at: at }).where('told_at', '>', at).execute();
  await sql`update shop set watched_since = ${notAfter('watched_since', at)}, first_read_at = ${notAfter('first_read_at', at)}
    where greatest(watched_since, first_read_at) > ${at}`.execute(db);
  await sql`update session set seen_at = ${notAfter('seen_at', at)}, made_at = ${notAfter('made_at', at)}
    where greatest(seen_at, made_at) > ${at}`.execute(db);
  await sql`update config_state set broken_since = ${notAfter('broken_since', at)},
    held_since = ${notAfter('held_since', at)} where greatest(broken_since, held_since) > ${at}`.execute(db);
  await db.deleteFrom('worker_gap').where('to_at', '>', at).execute();
}

/** Sources and calendars are read, shops looked at, and days proved, as if that time had not been. `today`: YYYY-MM-DD. */
export async function planAgain(db: Db, now: Instant, today: string): Promise<void> {
  const at = time(now);
  await sql`update source set next_poll_at = ${at} where next_poll_at > ${at} + interval '5 minutes'`.execute(db);
  await sql`update source set claimed_until = null where claimed_until > ${at} + interval '5 minutes'`.execute(db);
  await sql`update source set older_due_at = null where older_due_at > ${at} + interval '1 hour'`.execute(db);
  await sql`update source set last_complete_at = ${notAfter('last_complete_at', at)},
    failing_since = ${notAfter('failing_since', at)}
    where greatest(last_complete_at, failing_since) > ${at}`.execute(db);
  // By that clock a licence may have ended, and all its warnings been told.
  await sql`update source set licence_checked_at = null, licence_warned = null
    where licence_checked_at > ${at}`.execute(db);
  await sql`update outside_calendar set next_read_at = ${at}, claimed_until = null, fresh_at = ${notAfter('fresh_at', at)},
    read_at = ${notAfter('read_at', at)}, failing_since = ${notAfter('failing_since', at)},
    held_since = ${notAfter('held_since', at)}
    where greatest(read_at, fresh_at, failing_since, held_since) > ${at}
      or next_read_at > ${at} + case when failing_since is null then interval '25 hours' else interval '65 minutes' end
      or claimed_until > ${at} + interval '1 hour'`.execute(db);
  await sql`update calendar_look set next_look_at = ${at} where next_look_at > ${at} + interval '25 hours'`.execute(db);
  await sql`update list_slot set next_at = ${at}, since = ${notAfter('since', at)},
    done = case when done > (${at} + interval '14 hours')::date then null else done end
    where greatest(next_at - interval '41 days', since) > ${at} or done > (${at} + interval '14 hours')::date`.execute(
    db,
  );
  await sql`delete from reminder_look where day > (${at} at time zone 'UTC')::date`.execute(db);
  await sql`delete from daily_proof where day >= ${today}::date`.execute(db);
  await sql`update daily_proof set claimed_until = null
    where made_at is null and claimed_until > ${at} + interval '1 hour'`.execute(db);
}
