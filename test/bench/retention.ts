// bench: flags due at milliseconds while retention lets go as fast as it does, against the same without: how late each is
// noticed. A whole daemon in a process of its own. Trap: it counts only where retention was at it from the first flag to the last.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Instant } from '../../src/core/model.ts';
import { codePath } from '../../src/package.ts';
import type { Database } from '../../src/store/database.ts';
import { type BenchDatabase, benchDatabase } from './database.ts';
import type { BenchLine } from './line.ts';
import { count } from './mails/mail-sink.ts';

const WORKER = codePath('test/bench/herd-worker.ts');
const DUE: Instant = Date.parse('2026-06-04T10:00:00+09:00');
/** Until the daemon is ready; where it is not, once more with the longer time. */
const START_MS = [10_000, 60_000];
const SHOPS = 1_000;
const FLAGS = 600;
const FLAGS_MS = 60_000;
/** More than half a minute's worth of each. */
const OLD_INQUIRIES = 150_000;
const OLD_MAILS = 100_000;
const UNPACKED = 5_000;
const MONTHS = 6;
const LATE_MS = 300;
const TARGET = 1.5;

/** Milliseconds, p99, from when a flag was due until it was noticed. */
export async function run(): Promise<BenchLine[]> {
  const [quiet, busy] = [await flagsLate(0), await flagsLate(MONTHS)];
  const ratio = Math.round((busy / quiet) * 100) / 100;
  const ok = ratio <= TARGET && busy <= LATE_MS;
  const name = `flags late while retention is busy, p99, against the same without, at most ${LATE_MS} (ms)`;
  return [{ name, value: Math.round(busy), floor: Math.round(quiet), ratio, target: TARGET, ok }];
}

async function flagsLate(months: number): Promise<number> {
  const database = await benchDatabase('256MB');
  try {
    for (const startMs of START_MS) {
      await seed(database.db);
      const late = await once(database, months, startMs);
      if (late !== null) return late;
    }
    throw new Error('the daemon was not ready in time');
  } finally {
    await database.close();
  }
}

async function once({ db, url }: BenchDatabase, months: number, startMs: number): Promise<number | null> {
  const wall = Date.now() + startMs;
  const args = [
    WORKER,
    url,
    url,
    `bench-${process.pid}-${wall}`,
    String(SHOPS),
    String(DUE),
    String(wall),
    '',
    String(months),
  ];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    await firstLine(child.stdout);
    if (Date.now() > wall) return null;
    await delay(wall - Date.now());
    const began = await left(db);
    while ((await count(db, "select count(*) as n from step where step = 'flag'")) < FLAGS) await delay(200);
    const ended = await left(db);
    if (months > 0 && (ended.inquiries === began.inquiries || ended.isDone)) throw new Error('retention was not busy');
    const { rows } = await sql<{ p99: number }>`
      select (percentile_cont(0.99) within group (order by extract(epoch from detected_at - due_at) * 1000))::float8 as p99
      from step where step = 'flag'`.execute(db);
    return rows[0]!.p99;
  } finally {
    child.kill('SIGKILL');
  }
}

/** What has left so far. */
async function left(db: Database): Promise<{ readonly inquiries: number; readonly isDone: boolean }> {
  const inquiries = await count(db, 'select count(*) as n from inquiry where past_until is not null');
  return { inquiries, isDone: inquiries >= OLD_INQUIRIES };
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) return line;
  throw new Error('the daemon of the bench did not start');
}

/** Flags, each at a millisecond of its own; and what is over, a year before. */
async function seed(db: Database): Promise<void> {
  await sql`truncate inquiry, event, event_copy, episode, step, outbox, delivery, mail_item, past_walk, past_left, past_episode,
    worker_tick, worker_gap, service_sign, shop, config_revision, config_state, daily_proof restart identity`.execute(
    db,
  );
  const [first, old] = [sql`${new Date(DUE)}::timestamptz`, sql`${new Date(DUE)}::timestamptz - interval '400 days'`];
  const at = sql`${old} + n * interval '1 s'`;
  const many = sql`generate_series(1, ${sql.lit(OLD_INQUIRIES)}) n`;
  await sql`
    insert into inquiry (shop, external_id, channel, type, category, item, order_tail, url, status, first_seen_at)
    select 's' || n % ${sql.lit(SHOPS)}, '373343-20250430-' || n, 'r-messe', '商品について', '在庫', '有機緑茶 100g', n % 9000,
      'https://r-messe.example.jp/' || n, 'answered', ${at} from ${many}`.execute(db);
  await sql`
    insert into event (inquiry_id, id, type, at, learned_at, source)
    select n, type || n, type, ${at}, ${at}, 'rms'
    from ${many}, unnest(array['customer_message', 'shop_reply']) type order by n`.execute(db);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, ended_at, ended_by, ended_learned_at, flag_at, mail_owner_at,
      breach_at, provisional, flag_due_at, owner_alert_due_at, breach_due_at, revision)
    select n, 's' || n % ${sql.lit(SHOPS)}, 'm', ${at}, ${at}, 'shop_reply', ${at}, ${at}, ${at}, ${at}, false, ${at}, ${at}, ${at}, 'r'
    from ${many}`.execute(db);
  await seedMails(db, old);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select 10000000 + n, 's' || n, 'm', d - interval '1 day', d, d + interval '1 day', d + interval '2 days', false, d,
      d + interval '1 day', d + interval '2 days', d, 'r'
    from generate_series(1, ${sql.lit(FLAGS)}) n, lateral (
      select ${first} + (n * ${sql.lit(FLAGS_MS / FLAGS)} + n * 37 % 97) * interval '1 ms' as d) due`.execute(db);
  await sql`vacuum (analyze) inquiry, event, episode, outbox, delivery`.execute(db);
  await sql`checkpoint`.execute(db);
}

/** Messages that are over, and some of last week whose bodies are to be packed. */
async function seedMails(db: Database, old: ReturnType<typeof sql>): Promise<void> {
  const lately = sql`${new Date(DUE)}::timestamptz - interval '7 days'`;
  const all = sql`generate_series(1, ${sql.lit(OLD_MAILS + UNPACKED)}) n`;
  const isOld = sql`n <= ${sql.lit(OLD_MAILS)}`;
  const at = sql`case when ${isOld} then ${old} else ${lately} end`;
  await sql`
    insert into outbox (kind, shop, slot_at, state, sent_at, subject, body_text, body_html)
    select 'owner', 's' || n, ${at}, 'sent', ${at}, '回答期限のお知らせ',
      case when not ${isOld} then text end, case when not ${isOld} then '<p>' || text || '</p>' end
    from ${all}, lateral (select string_agg(md5(n || '-' || k), ' ') as text from generate_series(1, 60) k) t`.execute(
    db,
  );
  await sql`
    insert into delivery (outbox_id, address, state, response, at)
    select n, 'owner@example.jp', 'accepted', '250 ok', ${at} from ${all}`.execute(db);
}
