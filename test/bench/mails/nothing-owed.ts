// bench: the look for owed mails that every tick and every alarm makes, when nothing is owed, with 200,000 inquiries open in
// 1,000 and in 57,000 shops, against a bare statement that asks for nothing.

import { sql } from 'kysely';
import type { Clock } from '../../../src/core/clock.ts';
import type { Instant } from '../../../src/core/model.ts';
import { openMails } from '../../../src/service/notifications/enqueue-mails.ts';
import type { Database } from '../../../src/store/database.ts';
import { benchDatabase, benchService, median, timed } from '../database.ts';
import type { BenchLine } from '../line.ts';
import { count } from './mail-sink.ts';

const OPEN = 200_000;
const SHOPS = [1_000, 57_000];
const LOOKS = 200;
/** One statement, with five looks into indexes. */
const TARGET = 3;
const NOW: Instant = Date.parse('2026-06-04T10:00:00+09:00');

const clock: Clock = {
  now: () => NOW,
  realMs: (ms) => ms,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Microseconds of one look. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase('256MB');
  try {
    await seed(database.db);
    const lines: BenchLine[] = [];
    for (const shops of SHOPS) lines.push(await look(database.db, shops));
    return lines;
  } finally {
    await database.close();
  }
}

async function look(db: Database, shops: number): Promise<BenchLine> {
  const service = benchService(db, clock, shops);
  const values: number[] = [];
  const floors: number[] = [];
  for (let n = 0; n < LOOKS; n++) {
    floors.push(await timed(() => sql`select 1`.execute(db)));
    values.push(await timed(() => openMails(service, NOW)));
  }
  if ((await count(db, 'select count(*) as n from outbox')) !== 0) throw new Error('a mail was opened');
  const ratio = median(values.map((ms, n) => ms / floors[n]!));
  return {
    name: `nothing owed: a look for mails, ${shops} shops, ${OPEN} open (µs)`,
    value: Math.round(median(values) * 1_000),
    floor: Math.round(median(floors) * 1_000),
    ratio: Math.round(ratio * 100) / 100,
    target: TARGET,
    ok: ratio <= TARGET,
  };
}

/** Everything is open, and nothing is due before long. */
async function seed(db: Database): Promise<void> {
  const now = sql`${new Date(NOW)}::timestamptz`;
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select n, 's' || n % ${sql.lit(SHOPS[0])}, 'm', ${now}, d, d, d, false, d, d, d, d, 'r'
    from generate_series(1, ${sql.lit(OPEN)}) n, lateral (select ${now} + interval '1 day') due(d)`.execute(db);
  await sql`
    insert into shop (id, revision, watched_since, recomputed_at)
    select 's' || n, 'r', ${now}, ${now} from generate_series(1, ${sql.lit(SHOPS[1])}) n`.execute(db);
  await sql`analyze episode, shop, step, outbox`.execute(db);
}
