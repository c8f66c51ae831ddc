// store: no stored instant keeps what a clock that was ahead made of it, or it is said why that does no harm. A column that
// is new has to be brought back (monitoring/clock-set-back.ts) or to be named here.

import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';

const database = testDatabase();

const STAYS: Readonly<Record<string, readonly string[]>> = {
  'follows from instants that customers, staff, contracts and calendars give': [
    'episode.started_at',
    'episode.ended_at',
    'episode.flag_at',
    'episode.mail_owner_at',
    'episode.breach_at',
    'episode.flag_due_at',
    'episode.owner_alert_due_at',
    'episode.breach_due_at',
    'episode.next_due_at',
    'event.at',
    'event_copy.at',
    'inquiry.asked_at',
    'inquiry.answered_at',
    'inquiry.past_until',
    'notice.due_at',
    'notice.send_at',
    'notice.until_at',
    'past_episode.started_at',
    'past_episode.ended_at',
    'past_episode.flag_due_at',
    'past_episode.owner_alert_due_at',
    'past_episode.breach_due_at',
    'promise.made_at',
    'promise.until_at',
    'promise.ended_at',
    'promise.next_due_at',
    'reminder.until_at',
    'source.licence_expires_at',
    'step.due_at',
    'step.lowered_at',
    'step_withdrawal.due_at',
    'canary.due_at',
  ],
  'was pressed or asked by a person: what is said to them is what is stored': [
    'audit_entry.at',
    'config_revision.at',
    'feed_address.made_at',
    'feed_address.last_used_at',
    'mute.made_at',
    'mute.until_at',
    'mute.lifted_at',
    'no_reply_needed.made_at',
    'no_reply_needed.undone_at',
    'outbox.retried_at',
    'presence.said_at',
    'token.made_at',
    'token.expires_at',
    'token.revoked_at',
    'token.last_used_at',
  ],
  'a record that is shown and that nothing waits for': [
    'calendar_notice.made_at',
    'calendar_notice.told_at',
    'customer_key.made_at',
    'daily_proof.made_at',
    'delivery.at',
    'delivery.since',
    'episode.ended_learned_at',
    'event.learned_at',
    'event_copy.learned_at',
    'goal_mark.started_at',
    'hook_item.told_at',
    'hook_stop.at',
    'inquiry.first_seen_at',
    'inquiry.read_at',
    'notice.withdrawn_at',
    'outside_answer.read_at',
    'outside_calendar.changed_at',
    'refusal.first_at',
    'refusal.last_at',
    'service_sign.at',
    'shop.recomputed_at',
    'shop.removed_at',
    'step.withdrawn_at',
    'step_withdrawal.detected_at',
    'step_withdrawal.notified_at',
    'step_withdrawal.withdrawn_at',
    'worker_gap.from_at',
  ],
  'whoever reads it takes one that lies ahead for none': [
    'config_state.read_at',
    'shop.recount_asked_at',
    'worker_tick.at',
    // The last complete read is brought back, which makes what is known of its rows void: all days are read at once.
    'source.rows_at',
    // The first read reads the newest days first, whatever is noted of it.
    'first_read.read_at',
    // Canaries of days to come are dropped whole (canary-rows.ts).
    'canary.began_at',
    'canary.raised_at',
    'canary.accepted_at',
    'canary.arrived_at',
    'canary.told_at',
  ],
  'by its slot two makers of one mail meet; a slot ahead is one that was told': ['outbox.slot_at'],
};

/** What clock-set-back.ts and the promises' part of it name, statement by statement: a table and its columns. */
function broughtBack(): (column: string) => boolean {
  const files = ['monitoring/clock-set-back.ts', 'promises/stored-promises.ts'];
  const text = files
    .map((file) => readFileSync(new URL(`../../src/store/${file}`, import.meta.url), 'utf8'))
    .join('\n');
  // What a statement sets; one that deletes brings all of a row back.
  const setBy = (statement: string) =>
    /^sql`delete|^deleteFrom/.test(statement) ? statement : statement.split(/\.where\(|\bwhere\b/)[0]!;
  const statements = text.split(/(?=sql`|updateTable\('|deleteFrom\(')/).map(setBy);
  return (column) => {
    const [table, name] = column.split('.') as [string, string];
    const ofTable = new RegExp(
      `update ${table} set|updateTable\\('${table}'\\)|delete from ${table} |deleteFrom\\('${table}'\\)`,
    );
    return statements.some((one) => ofTable.test(one) && new RegExp(`\\b${name}\\b`).test(one));
  };
}

async function storedInstants(): Promise<string[]> {
  const { rows } = await sql<{ column: string }>`
    select table_name || '.' || column_name as column from information_schema.columns
    where table_schema = current_schema() and data_type = 'timestamp with time zone' order by 1`.execute(database.db);
  return rows.map(({ column }) => column);
}

const NAMED = Object.values(STAYS).flat();

test('each stored instant is brought back, or it is said why not', async () => {
  const isBroughtBack = broughtBack();
  const columns = await storedInstants();
  expect(columns.length).toBeGreaterThan(100);
  expect(columns.filter((column) => !NAMED.includes(column) && !isBroughtBack(column))).toEqual([]);
});

test('what is named here is there, once', async () => {
  const columns = await storedInstants();
  expect(NAMED.filter((column) => !columns.includes(column))).toEqual([]);
  expect(NAMED).toHaveLength(new Set(NAMED).size);
});
