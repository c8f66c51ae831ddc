// bench: the page of all shops, the list over all, a shop's page and its list in the API, asked 50 times a second, with 1,000,000 open inquiries in 1,000 shops of
// which 10,000 are flagged, against the same shops with only those 10,000. Each shop has goals, with a month behind it.
// Trap: neighbours in a shop lie far apart in the table, as they do when all shops' inquiries arrive mixed.

import { type ChildProcess, spawn } from 'node:child_process';
import { get } from 'node:http';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import autocannon from 'autocannon';
import { sql } from 'kysely';
import type { Instant } from '../../src/core/model.ts';
import { codePath } from '../../src/package.ts';
import type { Database } from '../../src/store/database.ts';
import { benchDatabase } from './database.ts';
import type { BenchLine } from './line.ts';

const SHOPS = 1_000;
const FEW = 10_000;
const MANY = 1_000_000;
const RATE = 50;
const CLIENTS = 10;
/** The 64 MB of a shop's embedded server hold a tenth of this data: then every row comes from the disk's cache. */
const SHARED_BUFFERS = '1GB';
const SECONDS = 15;
const WARM_SECONDS = 5;
const P99_MS = 25;
const RATIO = 3;
const PAGE_BYTES = 60 * 1024;
/** A Thursday; what arrived on Monday is due at the end of it. */
const NOW: Instant = Date.parse('2026-06-04T10:00:00+09:00');
const SERVER = codePath('test/bench/dashboard-server.ts');

const PATHS: Readonly<Record<string, (shop: number) => string>> = {
  'board page': () => '/',
  'list of all shops': () => '/inquiries',
  'shop page': (shop) => `/shops/s${shop}`,
  'API list': (shop) => `/v1/shops/s${shop}/inquiries`,
};

interface Measured {
  readonly p50: number;
  readonly p99: number;
}

/** Latencies in ms under the constant rate, and the bytes of the first page as a browser gets it. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase(SHARED_BUFFERS);
  try {
    await seed(database.db, FEW);
    const few = await measured(database.url);
    await seed(database.db, MANY);
    const many = await measured(database.url);
    return [
      ...Object.keys(PATHS).flatMap((name) => linesOf(name, few.latencies.get(name)!, many.latencies.get(name)!)),
      lineOf('shop page, first page as compressed (bytes)', many.bytes, PAGE_BYTES, 1),
    ];
  } finally {
    await database.close();
  }
}

function linesOf(name: string, few: Measured, many: Measured): BenchLine[] {
  const open = `${name}, ${MANY} open`;
  return [
    lineOf(`${open}: p99 against the limit (ms)`, many.p99, P99_MS, 1),
    lineOf(`${open}: p99 against ${FEW} open (ms)`, many.p99, few.p99, RATIO),
    lineOf(`${open}: p50 against ${FEW} open (ms)`, many.p50, few.p50, RATIO),
  ];
}

function lineOf(name: string, value: number, floor: number, target: number): BenchLine {
  const ratio = Math.round((value / floor) * 100) / 100;
  return { name, value, floor, ratio, target, ok: ratio <= target };
}

async function measured(databaseUrl: string): Promise<{ latencies: Map<string, Measured>; bytes: number }> {
  const { url, server } = await startServer(databaseUrl);
  try {
    const latencies = new Map<string, Measured>();
    for (const [name, path] of Object.entries(PATHS)) {
      await load(url, path, WARM_SECONDS);
      latencies.set(name, await load(url, path, SECONDS));
    }
    return { latencies, bytes: await bytesOf(`${url}${PATHS['shop page']!(7)}`) };
  } finally {
    server.kill();
  }
}

async function startServer(databaseUrl: string): Promise<{ url: string; server: ChildProcess }> {
  const args = [SERVER, databaseUrl, String(SHOPS), String(NOW)];
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const url of createInterface({ input: server.stdout })) return { url, server };
  throw new Error('the server of the bench did not start');
}

/**
 * Each request asks for another shop. autocannon sends what a connection owes of a second at its beginning, so ten of
 * them begin a tenth of a second apart: as many people as that do not press at the same instant either.
 */
async function load(url: string, path: (shop: number) => string, duration: number): Promise<Measured> {
  const latencies: number[] = [];
  const clients = Array.from({ length: CLIENTS }, async (_, client) => {
    await delay((client * 1_000) / CLIENTS);
    const requests = Array.from({ length: SHOPS }, (_, shop) => ({
      path: path((shop * CLIENTS + client) % SHOPS),
      headers: { 'accept-encoding': 'gzip' },
    }));
    const asked = autocannon({ url, requests, connections: 1, overallRate: RATE / CLIENTS, duration });
    asked.on('response', (_client, _status, _bytes, ms) => latencies.push(ms));
    const result = await asked;
    if (result.non2xx + result.errors > 0) throw new Error(`${result.non2xx} refused, ${result.errors} failed`);
  });
  await Promise.all(clients);
  latencies.sort((a, b) => a - b);
  const at = (part: number) => Math.round(latencies[Math.ceil(latencies.length * part) - 1]! * 10) / 10;
  return { p50: at(0.5), p99: at(0.99) };
}

function bytesOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { 'accept-encoding': 'gzip' } }, (answer) => {
      let bytes = 0;
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
      });
      answer.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

/** The first 10,000 are flagged and due today, ten in each shop; the rest arrived yesterday and today. */
export async function seed(db: Database, open: number): Promise<void> {
  await sql`truncate inquiry, episode, step, goal_day, goal_zone restart identity`.execute(db);
  const day = (n: number) => sql`timestamptz '2026-06-04T00:00:00+09:00' + ${sql.lit(n)} * interval '1 day'`;
  await sql`
    insert into inquiry (shop, external_id, channel, type, category, item, order_tail, url, status, first_seen_at)
    select 's' || n % ${sql.lit(SHOPS)}, '373343-20260603-' || lpad(n::text, 9, '0') || 'o', 'r-messe', '購入後',
      (array['商品について', '配送について', '返品・交換'])[1 + n % 3], '有機緑茶 100g ' || n % 97 || '袋セット【送料無料】',
      lpad((n % 10000)::text, 4, '0'), 'https://r-messe.rms.rakuten.co.jp/inquiry/' || n, 'unanswered', ${day(0)}
    from generate_series(1, ${sql.lit(open)}) n`.execute(db);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select n, 's' || n % ${sql.lit(SHOPS)}, 'm', flag - interval '38 hours', flag, owner, breach, false, flag, owner,
      breach, case when n <= ${sql.lit(FEW)} then breach else flag end, 'r'
    from generate_series(1, ${sql.lit(open)}) n,
      lateral (select case when n <= ${sql.lit(FEW)} then ${day(-1)} when n % 2 = 0 then ${day(1)} else ${day(2)} end) f(flag),
      lateral (select flag + interval '1 day', flag + interval '2 days') l(owner, breach)`.execute(db);
  await seedGoals(db);
  await sql`vacuum (analyze) inquiry`.execute(db);
  await sql`vacuum (analyze) episode`.execute(db);
  await sql`checkpoint`.execute(db);
}

/** Thirty inquiries ended on each of the last forty days of each shop: 1,200,000, as they are kept. */
export async function seedGoals(db: Database): Promise<void> {
  const today = Math.floor((NOW + 9 * 3_600_000) / 86_400_000);
  await sql`
    insert into goal_day (shop, day, flag_met, flag_late, owner_alert_met, owner_alert_late, breach_met, breach_late,
      answered, answer_ms, episodes)
    select 's' || n, day, 28, 2, 29, 1, 30, 0, 30, 30 * 18000000::bigint, '{}'
    from generate_series(0, ${sql.lit(SHOPS - 1)}) n, generate_series(${sql.lit(today - 40)}, ${sql.lit(today - 1)}) day`.execute(
    db,
  );
  await sql`insert into goal_zone (shop, zone) select 's' || n, 'Asia/Tokyo' from generate_series(0, ${sql.lit(SHOPS - 1)}) n`.execute(
    db,
  );
  await sql`vacuum (analyze) goal_day`.execute(db);
}
