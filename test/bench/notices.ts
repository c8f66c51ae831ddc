// bench: 100,000 inquiries whose three steps all fall due at once, fired and put into the outbox, with two notices each that
// go with their steps and without any. Trap: what is owed in the end is counted before a time counts.

import { sql } from 'kysely';
import type { Clock } from '../../src/core/clock.ts';
import type { Instant } from '../../src/core/model.ts';
import { openMails } from '../../src/service/notifications/enqueue-mails.ts';
import type { Service } from '../../src/service/service.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';
import type { Database } from '../../src/store/database.ts';
import { benchDatabase, benchService, median, timed } from './database.ts';
import type { BenchLine } from './line.ts';

const INQUIRIES = 100_000;
const SHOPS = 1_000;
const ROUNDS = 3;
const TARGET = 1.5;
/** Thursday 2026-06-04 09:00 in Tokyo: the send window has opened. */
const NOW: Instant = Date.parse('2026-06-04T09:00:00+09:00');

const clock: Clock = {
  now: () => NOW,
  realMs: (ms) => ms,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Milliseconds until everything is raised and its mails are put down. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase();
  try {
    const service = benchService(database.db, clock, SHOPS);
    const [values, floors]: [number[], number[]] = [[], []];
    for (let round = 0; round < ROUNDS; round++) {
      floors.push(await fireAll(service, []));
      values.push(await fireAll(service, ['at:flag', 'at:breach']));
    }
    const ratio = median(values.map((ms, round) => ms / floors[round]!));
    return [
      {
        name: `fire 100,000 with three steps due at once, two notices each against none, ${SHOPS} shops (ms)`,
        value: Math.round(median(values)),
        floor: Math.round(median(floors)),
        ratio: Math.round(ratio * 100) / 100,
        target: TARGET,
        ok: ratio <= TARGET,
      },
    ];
  } finally {
    await database.close();
  }
}

async function fireAll(service: Service, keys: readonly string[]): Promise<number> {
  await seed(service.db, keys);
  const ms = await timed(async () => {
    await fireDue(service);
    await openMails(service, NOW);
  });
  const { rows } = await sql<{ steps: number; messages: number }>`
    select (select count(*)::int from step) as steps,
      (select count(*)::int from outbox where kind = 'contact') as messages`.execute(service.db);
  const messages = keys.length === 0 ? 0 : SHOPS;
  if (rows[0]!.steps !== 3 * INQUIRIES || rows[0]!.messages !== messages)
    throw new Error(`raised ${rows[0]!.steps} steps, put down ${rows[0]!.messages} messages to contacts`);
  return ms;
}

async function seed(db: Database, keys: readonly string[]): Promise<void> {
  await sql`truncate episode, step, notice, outbox, delivery, mail_item restart identity`.execute(db);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select n, 's' || n % ${sql.lit(SHOPS)}, 'm', d - interval '72 hours', d, d, d, false, d, d, d, d, 'r'
    from generate_series(1, ${sql.lit(INQUIRIES)}) n, lateral (select ${new Date(NOW)}::timestamptz as d) due`.execute(
    db,
  );
  for (const key of keys)
    await sql`
      insert into notice (episode_id, key, contact, way, shop, due_at, send_at, owed)
      select id, ${key}, 'staff', 'mail', shop, flag_due_at, flag_due_at, true from episode`.execute(db);
  await sql`vacuum (analyze) episode, notice`.execute(db);
  await sql`checkpoint`.execute(db);
}
