// bench: 100,000 inquiries due at once, raised by whole daemons, one and two of them, each a process of its own with the
// queue between them, against the bare chunked SQL; and single steps due at milliseconds, and how late each is noticed.
// Trap: the floor is taken on the same server in the same run, and the rows are compared before a time counts.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { codePath } from '../../src/package.ts';
import type { Database } from '../../src/store/database.ts';
import { startRedis } from '../support/run/redis-server.ts';
import { benchDatabase, timed } from './database.ts';
import { bareSql, DUE, INQUIRIES, restore, seed } from './fire.ts';
import type { BenchLine } from './line.ts';

const SHOPS = 1_000;
const TARGETS = [1.25, 1.0];
/** Until daemons are ready; where they are not, once more with the longer time. */
const START_MS = [8_000, 40_000];
const WORKER = codePath('test/bench/herd-worker.ts');
/** Steps of which each is due at a millisecond of its own, so many in half a minute. */
const SINGLES = 300;
const SINGLES_MS = 30_000;
const LATE_MS = 300;

/** Milliseconds from the due instant until everything is raised. */
export async function run(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-bench-redis-'));
  const redis = await startRedis(folder);
  const database = await benchDatabase();
  try {
    await seed(database.db, SHOPS);
    const queues = [...(redis === null ? [] : [redis.url]), database.url];
    for (const queueUrl of queues) {
      await restore(database.db);
      const floor = await timed(() => bareSql(database.db));
      const expected = await raised(database.db);
      for (const [at, target] of TARGETS.entries()) {
        const value = await daemons(at + 1, database, queueUrl, expected);
        const ratio = Math.round((value / floor) * 100) / 100;
        const backend = queueUrl.startsWith('redis') ? 'redis' : 'postgres';
        const name = `herd of ${INQUIRIES}, ${at + 1} whole daemon(s), queue on ${backend} (ms)`;
        told(lines, {
          name,
          value: Math.round(value),
          floor: Math.round(floor),
          ratio,
          target,
          ok: ratio <= target,
        });
      }
      told(lines, await singles(database, queueUrl));
    }
    if (redis === null) console.error('no redis-server on PATH: the lines for Redis are missing');
  } finally {
    await database.close();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return lines;
}

/** Each at once: the whole takes minutes. */
function told(lines: BenchLine[], line: BenchLine): void {
  console.error(JSON.stringify(line));
  lines.push(line);
}

type BenchServer = Pick<Awaited<ReturnType<typeof benchDatabase>>, 'db' | 'url'>;

async function daemons(count: number, { db, url }: BenchServer, queueUrl: string, expected: string): Promise<number> {
  const prepare = async (): Promise<void> => {
    await restore(db);
    await forget(db);
  };
  return withDaemons(count, { url, queueUrl, prepare }, async (wall) => {
    await delay(Math.max(0, wall - Date.now()));
    while (await anyDue(db)) await delay(5);
    const took = Date.now() - wall;
    if ((await raised(db)) !== expected) throw new Error('the daemons and the bare SQL raised different steps');
    return took;
  });
}

async function singles({ db, url }: BenchServer, queueUrl: string): Promise<BenchLine> {
  return withDaemons(1, { url, queueUrl, prepare: () => seedSingles(db) }, async (wall) => {
    await delay(Math.max(0, wall + SINGLES_MS - Date.now()));
    while (await anyDue(db, SINGLES_MS + 1_000)) await delay(100);
    const { rows } = await sql<{ n: number; p99: number }>`
      select count(*)::int as n, (percentile_cont(0.99) within group (
        order by extract(epoch from detected_at - due_at) * 1000))::float8 as p99 from step`.execute(db);
    const { n, p99 } = rows[0]!;
    if (n !== SINGLES) throw new Error(`${n} of ${SINGLES} steps were raised`);
    const backend = queueUrl.startsWith('redis') ? 'redis' : 'postgres';
    const ratio = Math.round((p99 / LATE_MS) * 100) / 100;
    const name = `due at milliseconds, queue on ${backend}: p99 late, against the limit (ms)`;
    return { name, value: Math.round(p99), floor: LATE_MS, ratio, target: 1, ok: ratio <= 1 };
  });
}

async function seedSingles(db: Database): Promise<void> {
  await sql`truncate episode, step restart identity`.execute(db);
  await forget(db);
  const first = new Date(DUE);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select n, 's' || n, 'm', d - interval '1 day', d, d + interval '1 day', d + interval '2 days', false, d,
      d + interval '1 day', d + interval '2 days', d, 'r'
    from generate_series(1, ${sql.lit(SINGLES)}) n, lateral (
      select ${first}::timestamptz + (n * ${sql.lit(SINGLES_MS / SINGLES)} + n * 37 % 97) * interval '1 ms' as d) due`.execute(
    db,
  );
}

interface Queued extends Pick<BenchServer, 'url'> {
  readonly queueUrl: string;
  /** Puts down what is to fall due, before each attempt. */
  readonly prepare: () => Promise<void>;
}

/** Daemons that are ready before the wall time at which DUE is. */
async function withDaemons<T>(count: number, on: Queued, work: (wall: number) => Promise<T>): Promise<T> {
  for (const startMs of START_MS) {
    const done = await withReady(count, on, startMs, work);
    if (done !== null) return done.result;
  }
  throw new Error('the daemons were not ready in time');
}

async function withReady<T>(
  count: number,
  { url, queueUrl, prepare }: Queued,
  startMs: number,
  work: (wall: number) => Promise<T>,
): Promise<{ readonly result: T } | null> {
  await prepare();
  const wall = Date.now() + startMs;
  const name = `bench-${process.pid}-${wall}`;
  const started = Array.from({ length: count }, () =>
    startDaemon([url, queueUrl, name, String(SHOPS), String(DUE), String(wall)]),
  );
  try {
    await Promise.all(started.map(({ ready }) => ready));
    return Date.now() > wall ? null : { result: await work(wall) };
  } finally {
    for (const { child } of started) child.kill('SIGKILL');
  }
}

function startDaemon(args: readonly string[]): { child: ChildProcess; ready: Promise<unknown> } {
  const child = spawn(process.execPath, [WORKER, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  return { child, ready: once(child.stdout, 'data') };
}

async function anyDue(db: Database, aheadMs = 0): Promise<boolean> {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select 1 from episode where next_due_at <= ${new Date(DUE + aheadMs)}) as any`.execute(db);
  return rows[0]!.any;
}

/** What a daemon leaves besides steps. */
const forget = (db: Database) =>
  sql`truncate outbox, delivery, mail_item, worker_tick, worker_gap, service_sign, shop, config_revision,
    config_state, daily_proof restart identity`.execute(db);

/** A fingerprint of what was raised, whenever it was noticed. */
async function raised(db: Database): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select md5((select string_agg(concat_ws('|', episode_id, step, shop, due_at, owner_owed or owner_given_up is not null),
        ',' order by episode_id, step) from step)) ||
      md5((select string_agg(id || ':' || coalesce(next_due_at::text, '-'), ',' order by id) from episode)) as sum`.execute(
    db,
  );
  return rows[0]!.sum;
}
