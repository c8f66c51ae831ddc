// bench: many mails at once while flags fall due at milliseconds: 3,000 that wait for a server which thinks a second about each,
// and 57,000 in the first minute after a first start, to a server that takes everything. A whole daemon in a process of its
// own, on its own queue. Trap: what came out is counted before a figure counts.

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Instant } from '../../../src/core/model.ts';
import { codePath } from '../../../src/package.ts';
import type { Database } from '../../../src/store/database.ts';
import { type BenchDatabase, benchDatabase } from '../database.ts';
import type { BenchLine } from '../line.ts';
import { count, type Sink, startSink } from './mail-sink.ts';

const WORKER = codePath('test/bench/herd-worker.ts');
/** A Thursday, inside every send window. */
const DUE: Instant = Date.parse('2026-06-04T10:00:00+09:00');
/** Until the daemon is ready; where it is not, once more with the longer time. */
const START_MS = [30_000, 120_000];
const FLAGS = 300;
const FLAGS_MS = 30_000;
/** When the first of them is due, after the mails. */
const FLAGS_AFTER_MS = 2_000;
const LATE_MS = 300;
const MALL = 57_000;
const ALL_SENT_MS = 4 * 60_000;
const BACKLOG = 3_000;
const THINKS_MS = 1_000;

export async function run(): Promise<BenchLine[]> {
  const slow = await slowServer();
  // Each at once: the whole takes minutes.
  for (const line of slow) console.error(JSON.stringify(line));
  return [...slow, ...(await firstMinute())];
}

async function slowServer(): Promise<BenchLine[]> {
  return withDaemon({ shops: BACKLOG, thinksMs: THINKS_MS }, async ({ database: { db }, sink, notReady }) => {
    const late = await flagsLate(db);
    const waiting = await count(db, "select count(*) as n from outbox where kind = 'owner' and state <> 'sent'");
    const { taken } = await sink.counts();
    if (taken === 0 || waiting < BACKLOG / 2) throw new Error(`${taken} mails taken, ${waiting} waiting`);
    const name = `${BACKLOG} mails wait for a server of ${THINKS_MS} ms a mail`;
    const bad = notReady();
    return [
      lineOf(`${name}: flags late, p99, against the limit (ms)`, late, LATE_MS),
      {
        name: `${name}: answers of /readyz that are not ready`,
        value: bad,
        floor: 0,
        ratio: bad,
        target: 0,
        ok: bad === 0,
      },
    ];
  });
}

async function firstMinute(): Promise<BenchLine[]> {
  return withDaemon({ shops: MALL, thinksMs: 0 }, async ({ database: { db }, sink, wall }) => {
    const late = await flagsLate(db);
    const unsent = () =>
      count(db, `select ${MALL} - count(*) as n from outbox where kind = 'owner' and state = 'sent'`);
    while ((await unsent()) > 0) await delay(250);
    const took = Date.now() - wall;
    const { taken, ids } = await sink.counts();
    if (ids < MALL || taken !== ids) throw new Error(`${taken} mails of ${ids} ids were taken`);
    const name = `${MALL} owed mails in the first minute after a first start`;
    return [
      lineOf(`${name}: until all are sent, against the limit (ms)`, took, ALL_SENT_MS),
      lineOf(`${name}: flags late, p99, against the limit (ms)`, late, LATE_MS),
    ];
  });
}

function lineOf(name: string, value: number, limit: number): BenchLine {
  const ratio = Math.round((value / limit) * 100) / 100;
  return { name, value: Math.round(value), floor: limit, ratio, target: 1, ok: value <= limit };
}

/** Milliseconds, p99, from when a flag was due until it was noticed. */
async function flagsLate(db: Database): Promise<number> {
  while ((await count(db, "select count(*) as n from step where step = 'flag'")) < FLAGS) await delay(200);
  const { rows } = await sql<{ p99: number }>`
    select (percentile_cont(0.99) within group (order by extract(epoch from detected_at - due_at) * 1000))::float8 as p99
    from step where step = 'flag'`.execute(db);
  return rows[0]!.p99;
}

interface Running {
  readonly database: BenchDatabase;
  readonly sink: Sink;
  /** When the mails fell due. */
  readonly wall: number;
  /** How many answers of /readyz since then said that it is not ready. */
  notReady(): number;
}

async function withDaemon<T>(
  { shops, thinksMs }: { readonly shops: number; readonly thinksMs: number },
  work: (running: Running) => Promise<T>,
): Promise<T> {
  for (const startMs of START_MS) {
    const database = await benchDatabase('256MB');
    const sink = await startSink(thinksMs);
    const wall = Date.now() + startMs;
    await seed(database.db, shops);
    const args = [WORKER, database.url, database.url, `bench-${process.pid}`, String(shops), String(DUE), String(wall)];
    const child = spawn(process.execPath, [...args, sink.url], { stdio: ['pipe', 'pipe', 'inherit'] });
    const over = new AbortController();
    try {
      const [, url] = (await firstLine(child.stdout)).split(' ');
      if (Date.now() > wall) continue;
      await delay(wall - Date.now());
      let bad = 0;
      const watching = watchReady(url!, over.signal, () => bad++);
      const result = await work({ database, sink, wall, notReady: () => bad });
      over.abort();
      await watching;
      return result;
    } finally {
      over.abort();
      child.kill('SIGKILL');
      sink.stop();
      await database.close();
    }
  }
  throw new Error('the daemon was not ready in time');
}

async function watchReady(url: string, signal: AbortSignal, onBad: () => void): Promise<void> {
  while (!signal.aborted) {
    const isReady = await fetch(`${url}/readyz`, { signal }).then(
      ({ ok }) => ok,
      () => signal.aborted,
    );
    if (!isReady) onBad();
    await delay(1_000, undefined, { signal }).catch(() => undefined);
  }
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: output })) return line;
  throw new Error('the daemon of the bench did not start');
}

/** An owner alert of each shop is due at once, and flags after it, each at a millisecond of its own. */
async function seed(db: Database, shops: number): Promise<void> {
  const now = new Date(DUE);
  await sql`
    insert into inquiry (shop, external_id, channel, type, status, first_seen_at)
    select 's' || n % ${sql.lit(shops)}, '373343-20260601-' || lpad(n::text, 9, '0') || 'o', 'r-messe', '購入後', 'unanswered',
      ${now} from generate_series(1, ${sql.lit(shops + FLAGS)}) n`.execute(db);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select i.id, i.shop, 'm', flag - interval '2 days', flag, flag + interval '1 day', flag + interval '2 days', false, flag,
      flag + interval '1 day', flag + interval '2 days', case when k is null then flag + interval '1 day' else flag end, 'r'
    from inquiry i, lateral (select nullif(greatest(i.id - ${sql.lit(shops)}, 0), 0) as k) f,
      lateral (select case when k is null then ${now}::timestamptz - interval '1 day'
        else ${now}::timestamptz + (${sql.lit(FLAGS_AFTER_MS)} + k * ${sql.lit(FLAGS_MS / FLAGS)} + k * 37 % 97)
          * interval '1 ms' end as flag) d`.execute(db);
}
