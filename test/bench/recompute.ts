// bench: an edit that moves 100,000 open inquiries, recounted page by page, against a bare UPDATE … FROM unnest of the
// same rows; and how late a flag of another shop is raised meanwhile. Trap: the rows are compared before a time counts.

import { sql } from 'kysely';
import { readShop, type ShopConfig } from '../../src/config/input/shop-settings.ts';
import type { Config } from '../../src/config/load.ts';
import { place } from '../../src/config/values/readers.ts';
import type { Clock } from '../../src/core/clock.ts';
import type { Instant } from '../../src/core/model.ts';
import { openQueue } from '../../src/queue/queue.ts';
import { createCounting } from '../../src/service/compiled-calendars.ts';
import { recomputeWanted } from '../../src/service/configuration/recompute-deadlines.ts';
import { registerRevisions } from '../../src/service/configuration/register-revisions.ts';
import type { Service } from '../../src/service/service.ts';
import { fireDue } from '../../src/service/steps/raise-due-steps.ts';
import { type Recomputed, writeRecomputed } from '../../src/store/configuration/recompute.ts';
import type { Database } from '../../src/store/database.ts';
import { type InColumns, TIMES, type TimeColumns, withTimes } from '../../src/store/steps/episode-times.ts';
import { benchDatabase, benchService, logger, median, timed } from './database.ts';
import type { BenchLine } from './line.ts';

const INQUIRIES = 100_000;
const SHOPS = [1, 1_000];
const ROUNDS = 3;
const PAGE = 1_000;
const TARGET = 2;
const ELSEWHERE_TARGET_MS = 1_000;
const ELSEWHERE = 'elsewhere';
/** Monday 2026-06-01 18:00 in Tokyo: the inquiries came since Saturday, nothing is due yet. */
const NOW: Instant = Date.parse('2026-06-01T18:00:00+09:00');
const EDIT = { calendar: { closed: [{ on: '2026-06-02..2026-06-03', name: '棚卸' }] } };

const runningFrom = performance.now();
/** Runs as the real one, so that flags fall due while an edit is applied. */
const clock: Clock = {
  now: () => Math.floor(NOW + performance.now() - runningFrom),
  realMs: (ms) => ms,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** Milliseconds to apply the edit, and to raise a flag elsewhere meanwhile. */
export async function run(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  const database = await benchDatabase();
  try {
    for (const shopCount of SHOPS) lines.push(...(await compare(database.db, database.url, shopCount)));
  } finally {
    await database.close();
  }
  return lines;
}

async function compare(db: Database, url: string, shopCount: number): Promise<BenchLine[]> {
  const before = benchService(db, clock, shopCount + 1);
  const shops = [...before.config.shops.values()].map((shop, n) => (n < shopCount ? shop : { ...shop, id: ELSEWHERE }));
  const old = withShops(before, shops);
  const edited = withShops(
    old,
    shops.map((shop) => (shop.id === ELSEWHERE ? shop : { ...editedShop, id: shop.id })),
  );
  await seed(db, old, shopCount);
  const alarms = await openAlarms(url, edited);
  const [values, floors]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round++) {
    await restore(old);
    await alarms.arm();
    values.push(await timed(() => applyEdit(edited)));
    await alarms.rung();
    const expected = await written(db);
    const pages = await recountedPages(db);
    await restore(old);
    floors.push(await timed(() => bareUpdates(db, pages)));
    if ((await written(db)) !== expected) throw new Error('the service and the bare UPDATE wrote different rows');
  }
  await alarms.close();
  return [lineOf(shopCount, values, floors), lateLine(shopCount, alarms.lateMs)];
}

function lineOf(shopCount: number, values: readonly number[], floors: readonly number[]): BenchLine {
  const ratio = round2(median(values.map((ms, round) => ms / floors[round]!)));
  return {
    name: `an edit moves 100,000 open inquiries of ${shopCount} shops (ms)`,
    value: Math.round(median(values)),
    floor: Math.round(median(floors)),
    ratio,
    target: TARGET,
    ok: ratio <= TARGET,
  };
}

function lateLine(shopCount: number, lateMs: readonly number[]): BenchLine {
  const worst = Math.round(Math.max(...lateMs));
  return {
    name: `the latest of ${lateMs.length} flags of another shop raised meanwhile, ${shopCount} shops (ms)`,
    value: worst,
    floor: ELSEWHERE_TARGET_MS,
    ratio: round2(worst / ELSEWHERE_TARGET_MS),
    target: 1,
    ok: worst <= ELSEWHERE_TARGET_MS,
  };
}

async function applyEdit(edited: Service): Promise<void> {
  const options = { cause: 'edit', who: null, readAt: clock.now() } as const;
  await registerRevisions(edited, edited.config, options);
  const { episodes } = await recomputeWanted(edited);
  if (episodes !== INQUIRIES) throw new Error(`${episodes} episodes were recounted`);
}

/** The floor: the same rows, ready, in the same pages; nothing is read, nothing counted. */
async function bareUpdates(db: Database, pages: readonly (readonly Recomputed[])[]): Promise<void> {
  for (const page of pages) await db.transaction().execute((trx) => writeRecomputed(trx, page));
}

/** Alarms at the next whole seconds, each with a flag that is due then in a shop that nobody edits. */
async function openAlarms(url: string, service: Service) {
  const lateMs: number[] = [];
  const open = new Set<Instant>();
  const alarm = async () => {
    await fireDue(service);
    const now = clock.now();
    for (const due of open) {
      if (due > now) continue;
      open.delete(due);
      lateMs.push(now - due);
    }
  };
  const queue = await openQueue({ url, name: `bench-${process.pid}-${INQUIRIES}`, clock, logger, handlers: { alarm } });
  while (!queue.health().connected) await clock.sleep(20);
  return {
    lateMs,
    arm: async () => {
      const first = Math.ceil(clock.now() / 1_000) * 1_000;
      for (const n of [1, 2, 3]) open.add(first + n * 1_000);
      await dueElsewhere(service, [...open]);
      if (!(await queue.armAlarms([...open]))) throw new Error('the alarms were not taken');
    },
    rung: async () => {
      while (open.size > 0) await clock.sleep(20);
    },
    close: () => queue.close(),
  };
}

async function dueElsewhere({ db, config, counting }: Service, dues: readonly Instant[]): Promise<void> {
  const revision = counting.revisionOf(config.shops.get(ELSEWHERE)!);
  for (const due of dues) {
    const at = sql`${new Date(due)}::timestamptz`;
    await sql`
      insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
        flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
      select ${due}::bigint, ${ELSEWHERE}, 'm', ${at} - interval '1 day', ${at}, ${at} + interval '1 day',
        ${at} + interval '2 days', false, ${at}, ${at} + interval '1 day', ${at} + interval '2 days', ${at},
        ${revision}`.execute(db);
  }
}

async function seed(db: Database, old: Service, shopCount: number): Promise<void> {
  await sql`truncate inquiry, event restart identity`.execute(db);
  await sql`
    insert into inquiry (shop, external_id, channel, type, category, status, first_seen_at)
    select 's' || n % ${sql.lit(shopCount)}, 'q' || n, 'r-messe', '商品問い合わせ', '配送', 'unanswered', ${new Date(NOW)}
    from generate_series(1, ${sql.lit(INQUIRIES)}) n`.execute(db);
  await sql`
    insert into event (inquiry_id, id, type, at, learned_at, source)
    select i.id, 'm', 'customer_message', t, t, 'bench'
    from inquiry i, lateral (select ${new Date(NOW)}::timestamptz - i.id * interval '1.9 seconds' as t) at`.execute(db);
  await sql`drop table if exists seed`.execute(db);
  await sql`
    create table seed as
    select i.id as inquiry_id, i.shop, e.at as started_at, null::timestamptz as flag_at, null::timestamptz as alert_at,
      null::timestamptz as breach_at
    from inquiry i join event e on e.inquiry_id = i.id`.execute(db);
  await countSeed(db, old);
  await sql`vacuum (analyze) inquiry, event`.execute(db);
}

/** All shops are configured alike, and deadlines go by the day: one count for each day is enough. */
async function countSeed(db: Database, old: Service): Promise<void> {
  const shop = old.config.shops.get('s0')!;
  const { rows } = await sql<{ day: string; at: Instant }>`
    select (started_at at time zone 'Asia/Tokyo')::date::text as day, min(started_at) as at from seed group by 1`.execute(
    db,
  );
  for (const { day, at } of rows) {
    const deadlines = old.counting.deadlines(
      shop,
      { channel: 'r-messe', type: null, category: null },
      { startedAt: at, isFirst: true },
    )!;
    await sql`
      update seed set flag_at = ${new Date(deadlines.at.flag)}, alert_at = ${new Date(deadlines.at.owner_alert)},
        breach_at = ${new Date(deadlines.at.breach)}
      where (started_at at time zone 'Asia/Tokyo')::date::text = ${day}`.execute(db);
  }
}

/** The inquiries as the old revision counted them, which is in force again. */
async function restore(old: Service): Promise<void> {
  const { db } = old;
  await sql`truncate episode, step, shop, config_revision, config_state restart identity`.execute(db);
  await registerRevisions(old, old.config, { cause: 'start', who: null, readAt: clock.now() });
  const revision = old.counting.revisionOf(old.config.shops.get('s0')!);
  await sql`
    insert into episode (inquiry_id, shop, opener, started_at, flag_at, mail_owner_at, breach_at, provisional,
      flag_due_at, owner_alert_due_at, breach_due_at, next_due_at, revision)
    select inquiry_id, shop, 'm', started_at, flag_at, alert_at, breach_at, false, flag_at, alert_at, breach_at, flag_at,
      ${revision} from seed order by inquiry_id`.execute(db);
  await sql`vacuum (analyze) episode`.execute(db);
  await sql`checkpoint`.execute(db);
}

/** The rows that the edit wrote, in the order in which they were written. */
async function recountedPages(db: Database): Promise<Recomputed[][]> {
  const { rows } = await sql<InColumns<Recomputed, TimeColumns>>`
    select e.id, ${TIMES}, e.next_due_at as "nextDueAt", e.revision
    from episode e join seed s on s.inquiry_id = e.inquiry_id order by s.breach_at, e.id`.execute(db);
  const all = rows.map(withTimes);
  return Array.from({ length: all.length / PAGE }, (_, n) => all.slice(n * PAGE, (n + 1) * PAGE));
}

async function written(db: Database): Promise<string> {
  const { rows } = await sql<{ sum: string }>`
    select md5(string_agg(concat_ws('|', inquiry_id, flag_at, mail_owner_at, breach_at, provisional, flag_due_at,
      owner_alert_due_at, breach_due_at, next_due_at, revision), ',' order by inquiry_id)) as sum
    from episode where shop <> ${ELSEWHERE}`.execute(db);
  return rows[0]!.sum;
}

const editedShop: ShopConfig = readShop(
  's',
  { name: '店', timeZone: 'Asia/Tokyo', language: 'ja', owner: ['o@example.jp'], ...EDIT },
  place(),
)!;

function withShops(service: Service, shops: readonly ShopConfig[]): Service {
  const config: Config = { ...service.config, shops: new Map(shops.map((shop) => [shop.id, shop])) };
  return { ...service, config, counting: createCounting(() => config) };
}

const round2 = (value: number): number => Math.round(value * 100) / 100;
