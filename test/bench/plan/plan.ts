// bench: what so many shops need, from what one inquiry, step, mail and read cost here and now. The lines are what was measured;
// the table that follows them is computed from them (need.ts), for a shop that lives as LIFE says.
// Trap: a loaded machine makes needs look larger; the load is printed beside the table.

import { cpus, loadavg } from 'node:os';
import { sql } from 'kysely';
import type { Clock } from '../../../src/core/clock.ts';
import { recomputeGoalDays } from '../../../src/service/goals/recompute-days.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { openDeliveries } from '../../../src/service/notifications/delivery-lanes.ts';
import { openMails } from '../../../src/service/notifications/enqueue-mails.ts';
import { letGo, packOld } from '../../../src/service/retention/keep-retention.ts';
import type { Service } from '../../../src/service/service.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import type { Database } from '../../../src/store/database.ts';
import { type BenchDatabase, benchDatabase, benchService, timed } from '../database.ts';
import type { BenchLine } from '../line.ts';
import { mailingService, startSink } from '../mails/mail-sink.ts';
import { capacity } from '../mall/polling.ts';
import { type Costs, needOf, tableOf } from './need.ts';
import { redisBytes } from './redis-bytes.ts';

const SIZES = [1, 300, 5_000, 57_000];
const SHOPS = 1_000;
const INQUIRIES = 30_000;
const MAILS = 2_000;
const ALERTS_A_MAIL = 3;
const BATCH = 5_000;
/** A second: the newest days every five minutes, two requests with what is answered; sixty days, eleven pages, every 54 minutes. */
const REQUESTS_A_SHOP = 2 / 300 + 11 / 3_240;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** A Monday; what comes in then is flagged on Wednesday at midnight. */
const STARTED = Date.parse('2026-06-01T10:00:00+09:00');

export async function run(): Promise<BenchLine[]> {
  const costs = { ...(await ofInquiries()), ...(await ofMails()), redisMb: await ofRedis(), ...(await ofReads()) };
  console.log(tableOf(SIZES.map((shops) => needOf(shops, costs))));
  console.log(
    `${cpus().length} processors, load ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  );
  return Object.entries(costs).map(([name, cost]) => ({
    name: `plan: ${name}`,
    value: Number(cost.toPrecision(3)),
    floor: Number(cost.toPrecision(3)),
    ratio: 1,
    target: 1,
    ok: true,
  }));
}

/** A clock that is set. */
function clockAt(start: number): Clock & { at: number } {
  return {
    at: start,
    now() {
      return this.at;
    },
    realMs: (ms) => ms,
    sleep: async () => {},
  };
}

const number = async (db: Database, what: string): Promise<number> => {
  const { rows } = await sql.raw<{ n: number }>(`select (${what})::float8 as n`).execute(db);
  return rows[0]!.n;
};

const written = (db: Database) => number(db, `pg_current_wal_lsn() - '0/0'::pg_lsn`);
const sizeOf = (db: Database, ...tables: string[]) =>
  number(db, ['0', ...tables.map((table) => `pg_total_relation_size('${table}')`)].join(' + '));

interface Spent {
  readonly ms: number;
  readonly wal: number;
  readonly bytes: number;
}

/** What `work` took of each of `times`. */
async function each(
  db: Database,
  tables: readonly string[],
  times: number,
  work: () => Promise<unknown>,
): Promise<Spent> {
  const [wal, bytes] = [await written(db), await sizeOf(db, ...tables)];
  const ms = await timed(work);
  return {
    ms: ms / times,
    wal: ((await written(db)) - wal) / times,
    bytes: ((await sizeOf(db, ...tables)) - bytes) / times,
  };
}

type OfInquiries = Pick<
  Costs,
  'intakeMs' | 'inquiryBytes' | 'inquiryWal' | 'raiseMs' | 'stepBytes' | 'stepWal' | 'pastBytes' | 'letGoMs'
>;

/** Taken in by question and reply, a third flagged before the reply, and let go when it is old. */
async function ofInquiries(): Promise<OfInquiries> {
  const database = await benchDatabase('512MB');
  const clock = clockAt(STARTED + 8 * HOUR_MS);
  const service = benchService(database.db, clock, SHOPS);
  try {
    const [taken, raised] = await livedThrough(service, clock, database.db);
    return { ...taken, ...raised, ...(await leave(service, clock, database)) };
  } finally {
    await database.close();
  }
}

const TABLES = ['inquiry', 'event', 'event_copy', 'episode', 'goal_mark', 'goal_day'];

async function livedThrough(
  service: Service,
  clock: { at: number },
  db: Database,
): Promise<
  [Pick<Costs, 'intakeMs' | 'inquiryBytes' | 'inquiryWal'>, Pick<Costs, 'raiseMs' | 'stepBytes' | 'stepWal'>]
> {
  const late = (n: number) => n % 3 === 0;
  const events = (type: 'customer_message' | 'shop_reply', of: (n: number) => boolean, after: number) =>
    Array.from({ length: INQUIRIES }, (_, n) => n)
      .filter(of)
      .map((n) => ({
        ...{ shop: `s${n % SHOPS}`, inquiry: `373343-20260601-${n}`, channel: 'r-messe', type: '商品について' },
        ...{
          item: `有機緑茶 100g ${n % 97}袋セット`,
          order: String(1000 + (n % 9000)),
          url: `https://r-messe.example.jp/${n}`,
        },
        event: { type, id: `${type}-${n}`, at: STARTED + n + after },
      }));
  const takeIn = async (all: ReturnType<typeof events>): Promise<void> => {
    for (let at = 0; at < all.length; at += BATCH) await intake(service, all.slice(at, at + BATCH), 'bench');
  };
  const asked = await each(db, TABLES, INQUIRIES, async () => {
    await takeIn(events('customer_message', () => true, 0));
    await takeIn(events('shop_reply', (n) => !late(n), HOUR_MS));
  });
  clock.at = STARTED + 2 * DAY_MS;
  const flagged = INQUIRIES / 3;
  const raised = await each(db, ['step'], flagged, async () => fireDue(service));
  if ((await number(db, 'select count(*) from step')) !== flagged) throw new Error('plan: not every flag was raised');
  const answered = await each(db, TABLES, flagged, () => takeIn(events('shop_reply', late, 2 * DAY_MS - HOUR_MS)));
  await recomputeGoalDays(service);
  await sql.raw(`vacuum full ${TABLES.join(', ')}`).execute(db);
  return [
    {
      intakeMs: asked.ms + answered.ms / 3,
      inquiryBytes: (await sizeOf(db, ...TABLES)) / INQUIRIES,
      inquiryWal: asked.wal + answered.wal / 3,
    },
    { raiseMs: raised.ms, stepBytes: raised.bytes, stepWal: raised.wal },
  ];
}

/** Everything is old, is let go and vacuumed. */
async function leave(
  service: Service,
  clock: { at: number },
  { db }: BenchDatabase,
): Promise<Pick<Costs, 'pastBytes' | 'letGoMs'>> {
  clock.at = STARTED + 300 * DAY_MS;
  const { config } = service;
  const keeping = {
    ...service,
    config: { ...config, service: { ...config.service, retention: { inquiries: 6, mails: null } } },
  };
  const ms = await timed(async () => {
    const { inquiries } = await letGo(keeping);
    if (inquiries !== INQUIRIES) throw new Error(`plan: ${inquiries} of ${INQUIRIES} inquiries left`);
  });
  await sql`vacuum full inquiry, past_episode`.execute(db);
  return { letGoMs: ms / INQUIRIES, pastBytes: (await sizeOf(db, 'inquiry', 'past_episode')) / INQUIRIES };
}

/** Mails about a few alerts each, to a server that answers at once; then packed. */
async function ofMails(): Promise<Pick<Costs, 'mailMs' | 'mailBytes' | 'packedMailBytes' | 'mailWal'>> {
  const database = await benchDatabase('512MB');
  const sink = await startSink();
  const clock = clockAt(STARTED);
  const service = mailingService(database.db, clock, MAILS, sink.url);
  try {
    const { db } = database;
    const waiting = Array.from({ length: MAILS * ALERTS_A_MAIL }, (_, n) => ({
      ...{ shop: `s${n % MAILS}`, inquiry: `373343-20260601-${n}`, channel: 'r-messe', type: '商品について' },
      ...{ item: `有機緑茶 100g ${n % 97}袋セット`, order: String(1000 + n), url: `https://r-messe.example.jp/${n}` },
      event: { type: 'customer_message' as const, id: 'm', at: STARTED - HOUR_MS + n },
    }));
    for (let at = 0; at < waiting.length; at += BATCH) await intake(service, waiting.slice(at, at + BATCH), 'bench');
    clock.at = STARTED + 3 * DAY_MS;
    await fireDue(service);
    const tables = ['outbox', 'delivery', 'mail_item'];
    const sent = await each(db, tables, MAILS, () => sendAll(service));
    const mails = await number(db, `select count(*) from outbox where state = 'sent'`);
    if (mails < MAILS) throw new Error(`plan: ${mails} of ${MAILS} mails were sent`);
    clock.at += 3 * DAY_MS;
    const packing = await each(db, [], MAILS, () => packOld(service));
    await sql`vacuum full outbox`.execute(db);
    const packed = (await sizeOf(db, ...tables)) / mails;
    return { mailMs: sent.ms, mailBytes: sent.bytes, packedMailBytes: packed, mailWal: sent.wal + packing.wal };
  } finally {
    service.mail.close();
    sink.stop();
    await database.close();
  }
}

async function sendAll(service: Service): Promise<void> {
  const deliveries = openDeliveries(service);
  await openMails(service, service.clock.now());
  await deliveries.run('');
  await deliveries.stop();
}

async function ofReads(): Promise<Pick<Costs, 'readPercent' | 'processMb' | 'shopMb'>> {
  const before = process.memoryUsage.rss();
  const { shops, percent, requestsASecond, rssBytes } = await capacity(false);
  const shopMb = Math.max(0, rssBytes - before) / 1e6 / shops;
  return { readPercent: (percent / requestsASecond) * REQUESTS_A_SHOP, processMb: before / 1e6, shopMb };
}

async function ofRedis(): Promise<number> {
  return ((await redisBytes()) ?? Number.NaN) / 1e6;
}
