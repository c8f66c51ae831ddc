// bench: one event by POST /v1/events, a new inquiry each time, against the bare statements that write the same rows: a
// transaction of three inserts on a plain connection. They take turns, so that both meet the same load. Trap: the client is no
// part of it, and fetch takes as long again as the service for HTTP; node:http on one kept connection takes little.

import { spawn } from 'node:child_process';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import pg from 'pg';
import { codePath } from '../../src/package.ts';
import { benchDatabase, median } from './database.ts';
import type { BenchLine } from './line.ts';

const SHOPS = 1_000;
const WARM = 300;
const EVENTS = 2_000;
const TARGET = 1.5;
const NOW = Date.parse('2026-06-01T18:00:00+09:00');
const SERVER = codePath('test/bench/dashboard-server.ts');

const KEPT = new Agent({ keepAlive: true, maxSockets: 1 });

/** Milliseconds of one event, p50 and p99. */
export async function run(): Promise<BenchLine[]> {
  const database = await benchDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const server = spawn(process.execPath, [SERVER, database.url, String(SHOPS), String(NOW)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const [url] = await firstLine(server.stdout);
    const posted: number[] = [];
    const bare: number[] = [];
    for (let n = 0; n < WARM + EVENTS; n++) {
      const took = [await ms(() => post(url!, n)), await ms(() => insert(client, n))];
      if (n < WARM) continue;
      posted.push(took[0]!);
      bare.push(took[1]!);
    }
    const { rows } = await sql<{ shape: string; n: number }>`
      select concat_ws('|', i.channel, i.status, e.opener, (select count(*) from event v where v.inquiry_id = i.id)) as shape,
        count(*)::int as n
      from inquiry i join episode e on e.inquiry_id = i.id group by 1`.execute(database.db);
    if (rows.length !== 1 || rows[0]!.n !== 2 * (WARM + EVENTS)) throw new Error('the two wrote different rows');
    const line = (name: string, of: (values: readonly number[]) => number): BenchLine => {
      const [value, floor] = [of(posted), of(bare)];
      const ratio = Math.round((value / floor) * 100) / 100;
      return { name, value: round2(value), floor: round2(floor), ratio, target: TARGET, ok: ratio <= TARGET };
    };
    return [line('one event by POST, p50 (ms)', median), line('one event by POST, p99 (ms)', p99)];
  } finally {
    server.kill();
    await client.end();
    await database.close();
  }
}

async function firstLine(output: NodeJS.ReadableStream): Promise<string[]> {
  for await (const line of createInterface({ input: output })) return [line];
  throw new Error('the server of the bench did not start');
}

async function post(url: string, n: number): Promise<void> {
  const event = { type: 'customer_message', id: 'm', at: new Date(NOW - 3_600_000).toISOString() };
  const body = JSON.stringify([{ shop: `s${n % SHOPS}`, inquiry: `p${n}`, channel: 'r-messe', event }]);
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const answer = await new Promise<string>((resolve, reject) => {
    const asked = request(`${url}/v1/events`, { method: 'POST', agent: KEPT, headers }, (response) => {
      text(response).then(resolve, reject);
    });
    asked.on('error', reject).end(body);
  });
  if ((JSON.parse(answer) as { accepted?: number }).accepted !== 1) throw new Error(`event ${n}: ${answer}`);
}

async function insert(client: pg.Client, n: number): Promise<void> {
  const at = new Date(NOW - 3_600_000);
  const now = new Date(NOW);
  await client.query('begin');
  const { rows } = await client.query(
    `insert into inquiry (shop, external_id, channel, status, first_seen_at) values ($1, $2, 'r-messe', 'unanswered', $3)
      returning id`,
    [`s${n % SHOPS}`, `b${n}`, now],
  );
  const id = rows[0].id;
  await client.query(
    `insert into event (inquiry_id, id, type, at, learned_at, source) values ($1, 'm', 'customer_message', $2, $3, 'bench')`,
    [id, at, now],
  );
  const due = [1, 2, 3].map((day) => new Date(NOW + day * 86_400_000));
  await client.query(
    `insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional, flag_due_at,
        owner_alert_due_at, breach_due_at, next_due_at, revision)
      values ($1, $2, 'm', $3, $4, $5, $6, false, $4, $5, $6, $4, 'r')`,
    [id, `s${n % SHOPS}`, at, ...due],
  );
  await client.query('commit');
}

async function ms(work: () => Promise<void>): Promise<number> {
  const before = performance.now();
  await work();
  return performance.now() - before;
}

const p99 = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.99) - 1]!;
const round2 = (value: number): number => Math.round(value * 100) / 100;
