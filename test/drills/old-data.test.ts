// The drill "an update after a long time": a database that any earlier release made and filled is brought to this one in
// one go. What was told stays told, what was owed is told once, what fell due meanwhile is raised.

import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { packagePath } from '../../src/package.ts';
import { recomputeWanted } from '../../src/service/configuration/recompute-deadlines.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { migrate, pendingMigrations } from '../../src/store/migrate.ts';
import type { Db } from '../../src/store/schema.ts';
import { freshDatabase, silentLogger as logger } from '../support/database.ts';
import { eventOf, testService } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';

const FOLDER = packagePath('migrations');
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort();
/** The database is stopped on Thursday at noon and goes on on Friday morning, when all that waits since Monday is a breach. */
const BACK = '2026-06-05T10:00:00+09:00';

const day = (date: number, time = '00:00') => `2026-06-0${date}T${time}:00+09:00`;

/** A wait: its deadlines are the instants that the default policy counts from its start. */
interface OldWait {
  readonly n: number;
  readonly startedAt: string;
  readonly flag: string;
  readonly alert: string;
  readonly breach: string;
  readonly next: string;
}
const sinceMonday = { startedAt: day(1, '10:00'), flag: day(3), alert: day(4), breach: day(5), next: day(5) };
const WAITS: readonly OldWait[] = [
  { n: 1, ...sinceMonday },
  { n: 2, ...sinceMonday },
  { n: 3, startedAt: day(2, '10:00'), flag: day(4), alert: day(5), breach: '2026-06-06T00:00:00+09:00', next: day(5) },
];

/** Rows as the first release wrote them; each later one reads them, and takes what lacks from defaults. */
async function fill(db: Db): Promise<void> {
  await sql`insert into shop (id, revision, watched_since, recomputed_at)
    values ('sample-tea', 'an-old-one', ${day(1)}, ${day(1)})`.execute(db);
  for (const { n, startedAt, flag, alert, breach, next } of WAITS) {
    await sql`insert into inquiry (shop, external_id, channel, status, first_seen_at)
      values ('sample-tea', ${`old-${n}`}, 'r-messe', 'unanswered', ${startedAt})`.execute(db);
    await sql`insert into event (inquiry_id, id, type, at, learned_at, source)
      values (${n}, 'm1', 'customer_message', ${startedAt}, ${startedAt}, 'api')`.execute(db);
    await sql`insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
        flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
      values (${n}, 'sample-tea', 'm1', ${startedAt}, ${flag}, ${alert}, ${breach}, false, ${flag}, ${alert}, ${breach},
        ${next}, 'an-old-one')`.execute(db);
    await sql`insert into step (episode_id, step, shop, due_at, detected_at, cause, owner_owed, ops_owed)
      values (${n}, 'flag', 'sample-tea', ${flag}, ${flag}, 'due', false, false)`.execute(db);
  }
  // Of the first the owner was told; of the second he was to be told at ten.
  await sql`insert into step (episode_id, step, shop, due_at, detected_at, cause, slot_at, owner_owed, ops_owed, notified_at)
    values (1, 'owner_alert', 'sample-tea', ${day(4)}, ${day(4)}, 'due', ${day(4, '09:00')}, false, false, ${day(4, '09:00')}),
      (2, 'owner_alert', 'sample-tea', ${day(4)}, ${day(4)}, 'due', ${day(4, '09:00')}, true, false, null)`.execute(db);
  await sql`insert into outbox (kind, shop, slot_at, state, attempts, sent_at, subject, body_text, body_html)
    values ('owner', 'sample-tea', ${day(4, '09:00')}, 'sent', 1, ${day(4, '09:00')}, 's', 't', 'h')`.execute(db);
  await sql`insert into mail_item (outbox_id, episode_id, step) values (1, 1, 'owner_alert')`.execute(db);
  await sql`insert into delivery (outbox_id, address, state, response, at)
    values (1, 'sample-tea@example.jp', 'accepted', '250 ok', ${day(4, '09:00')})`.execute(db);
}

/** The migrations up to a file, in a folder of their own. */
function upTo(last: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const file of FILES.filter((name) => name <= last)) copyFileSync(join(FOLDER, file), join(folder, file));
  return folder;
}

/** What comes of a database that was filled after the migration `last`, and of one message more. */
async function broughtHereFrom(last: string) {
  const { db, drop } = await freshDatabase({ migrated: false });
  onTestFinished(drop);
  await migrate(db, { logger, folder: upTo(last) });
  await fill(db);
  await migrate(db, { logger });
  const { service, mail } = await testService({ db, now: BACK });
  await recomputeWanted(service);
  await intake(service, [eventOf('customer_message', 'm2', day(5, '09:59'), { inquiry: 'old-1' })], 'api');
  await intake(service, [eventOf('customer_message', 'm1', day(5, '09:59'), { inquiry: 'new' })], 'api');
  await tickWorker(service);
  await tickWorker(service);
  const { rows: steps } = await sql<{ n: number; step: string; told: boolean; open: boolean }>`
    select t.episode_id as n, t.step, t.notified_at is not null as told, t.owner_owed as open
    from step t where t.withdrawn_at is null order by 1, 2`.execute(db);
  const told = mail.sent
    .filter(({ to }) => to.includes('sample-tea@example.jp'))
    .map(({ rendered: { subject, text } }) => ({ subject, lines: text.match(/^\d+\) .*$/gm) }));
  return { left: await pendingMigrations(db), steps, told };
}

const step = (n: number, name: string, told: boolean) => ({ n, step: name, told, open: false });
/** The owner is told of alerts alone, of a breach with them; what was told on Thursday is not listed again. */
const EXPECTED = {
  left: [],
  steps: [
    step(1, 'breach', false),
    step(1, 'flag', false),
    step(1, 'owner_alert', true),
    step(2, 'breach', false),
    step(2, 'flag', false),
    step(2, 'owner_alert', true),
    step(3, 'flag', false),
    step(3, 'owner_alert', true),
  ],
  told: [
    {
      subject: '【期限超過1件・要返信1件】6/5(金)期限 R-Messe／サンプル茶舗',
      lines: ['1) old-2 R-Messe', '2) old-3 R-Messe'],
    },
  ],
};

test.each(FILES)('a database filled at %s: what was told stays told, what was owed is told once', async (last) => {
  expect(await broughtHereFrom(last)).toEqual(EXPECTED);
});
