// bench: 100,000 inquiries due at the same instant, fired by an alarm through the queue, against the bare chunked SQL
// that writes the same rows. Trap: the rows are compared before a time counts.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Clock } from '../../src/core/clock.ts';
import type { Instant } from '../../src/core/model.ts';
import { openQueue } from '../../src/queue/queue.ts';
import type { Service } from '../../src/service/service.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';
import type { Database } from '../../src/store/database.ts';
import { startRedis } from '../support/run/redis-server.ts';
import { benchDatabase, benchService, logger, median, timed } from './database.ts';
import type { BenchLine } from './line.ts';

export const INQUIRIES = 100_000;
const SHOPS = [1, 1_000, 50_000];
const ROUNDS = 3;
const TARGET = 1.3;
const CHUNK = 1_000;
/** Thursday 2026-06-04 00:00 in Tokyo: under `day-end` everything falls due at midnight. */
export const DUE: Instant = Date.parse('2026-06-04T00:00:00+09:00');
const SLOT = '2026-06-04T09:00:00+09:00';

const clock: Clock = {
  now: () => DUE,
  realMs: (ms) => ms,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Milliseconds to raise everything: through the queue and the service, and by the bare statement. */
export async function run(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-bench-redis-'));
  const redis = await startRedis(folder);
  const database = await benchDatabase();
  try {
    for (const shopCount of SHOPS) {
      await seed(database.db, shopCount);
      const service = benchService(database.db, clock, shopCount);
      if (redis !== null) lines.push(await compare('redis', redis.url, service, shopCount));
      lines.push(await compare('postgres', database.url, service, shopCount));
    }
    if (redis === null)
      console.error('no redis-server on PATH: the lines for Redis are missing (apt install redis-server)');
  } finally {
    await database.close();
    await redis?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return lines;
}

async function compare(backend: string, url: string, service: Service, shopCount: number): Promise<BenchLine> {
  const fired = await openAlarm(url, service);
  const values: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    await restore(service.db);
    floors.push(await timed(() => bareSql(service.db)));
    const expected = await written(service.db);
    await restore(service.db);
    values.push(await timed(fired.ring));
    if ((await written(service.db)) !== expected) throw new Error('the service and the bare SQL wrote different rows');
  }
  await fired.close();
  const [value, floor] = [median(values), median(floors)];
  const ratio = median(values.map((ms, round) => ms / floors[round]!));
  const name = `fire 100,000 due at once, ${shopCount} shops, queue on ${backend} (ms)`;
  return {
    name,
    value: Math.round(value),
    floor: Math.round(floor),
    ratio: round2(ratio),
    target: TARGET,
    ok: ratio <= TARGET,
  };
}

/** An alarm whose handler is the service's own; `ring` resolves when everything is drained. */
async function openAlarm(url: string, service: Service): Promise<{ ring(): Promise<void>; close(): Promise<void> }> {
  let drained = () => {};
  const alarm = async () => {
    await fireDue(service);
    drained();
  };
  const name = `bench-${process.pid}-${Math.random().toString(36).slice(2)}`;
  const queue = await openQueue({ url, name, clock, logger, handlers: { alarm } });
  while (!queue.health().connected) await clock.sleep(20);
  return {
    ring: async () => {
      const done = new Promise<void>((resolve) => {
        drained = resolve;
      });
      if (!(await queue.armAlarms([DUE]))) throw new Error('the alarm was not taken');
      await done;
    },
    close: () => queue.close(),
  };
}

/** The floor: one statement a chunk, with constants where the service computes. */
export async function bareSql(db: Database): Promise<void> {
  const now = new Date(DUE);
  for (let claimed = CHUNK; claimed === CHUNK; ) {
    const { rows } = await sql<{ n: number }>`
      with due as materialized (
        select * from episode where next_due_at <= ${now} order by next_due_at limit ${CHUNK} for update skip locked),
      raised as (
        insert into step (episode_id, step, shop, due_at, detected_at, cause, slot_at, owner_owed, ops_owed)
        select d.id, s.step, d.shop, s.due, ${now}, 'due',
          case when s.step <> 'flag' then ${SLOT}::timestamptz end, s.step = 'owner_alert', s.step <> 'flag'
        from due d cross join lateral (values ('flag', d.flag_due_at), ('owner_alert', d.owner_alert_due_at),
          ('breach', d.breach_due_at)) s(step, due)
        where s.due between d.next_due_at and ${now}),
      moved as (
        update episode e set next_due_at = case when d.flag_due_at > ${now} then d.flag_due_at
          when d.owner_alert_due_at > ${now} then d.owner_alert_due_at when d.breach_due_at > ${now} then d.breach_due_at end
        from due d where e.id = d.id)
      select count(*)::int as n from due`.execute(db);
    claimed = rows[0]!.n;
  }
}

/** Half the inquiries have their flag due, half their owner alert; kept aside, to begin each round alike. */
export async function seed(db: Database, shopCount: number): Promise<void> {
  await sql`drop table if exists seed`.execute(db);
  await sql`create table seed as
    select n as id, n as inquiry_id, 's' || n % ${sql.lit(shopCount)} as shop, 'm' as opener, t as started_at,
      d as flag_at, d + interval '1 day' as mail_owner_at, d + interval '2 days' as breach_at,
      case when n % 2 = 0 then ${new Date(DUE)}::timestamptz end as flag_first
    from generate_series(1, ${sql.lit(INQUIRIES)}) n,
      lateral (select ${new Date(DUE)}::timestamptz - (n % 2) * interval '1 day' as d) due,
      lateral (select d - interval '38 hours' as t) start`.execute(db);
}

export async function restore(db: Database): Promise<void> {
  await sql`truncate episode, step restart identity`.execute(db);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, false, flag_at, mail_owner_at,
      breach_at, case when flag_first is null then mail_owner_at else flag_at end, 'r' from seed order by id`.execute(
    db,
  );
  await sql`vacuum (analyze) episode`.execute(db);
  await sql`checkpoint`.execute(db);
}

/** A fingerprint of all rows that firing writes. */
export async function written(db: Database): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select md5((select string_agg(t::text, ',' order by episode_id, step) from step t)) ||
      md5((select string_agg(id || ':' || coalesce(next_due_at::text, '-'), ',' order by id) from episode)) as sum`.execute(
    db,
  );
  return rows[0]!.sum;
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
