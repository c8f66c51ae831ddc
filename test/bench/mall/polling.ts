// bench: reading the sources of a mall. Capacity: one process has an eighth of 57,000 shops with 1,000,000 inquiries a day
// and must keep up with half of a core; the floor is the same pages asked for and parsed, nothing more. Cold start: shops
// that were never read; the floor is their pages at a request a second.
// Trap: the fake RMS and PostgreSQL run in processes of their own, so that only ours is measured.

import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { request } from 'undici';
import { openApp } from '../../../src/app.ts';
import { readShop, type ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { place } from '../../../src/config/values/readers.ts';
import { codePath } from '../../../src/package.ts';
import { jstDay, startOfJstDay } from '../../../src/rms/jst.ts';
import { packed, printOf } from '../../../src/rms/row-print.ts';
import { readBy } from '../../../src/service/intake/read-scope.ts';
import type { Database } from '../../../src/store/database.ts';
import { environmentOf } from '../../support/environment.ts';
import { benchConfig, benchDatabase, logger } from '../database.ts';
import type { BenchLine } from '../line.ts';
import { beganAt, inquiryNumber, type MallShop, numbersIn, repliesOf, rowAt } from './mall-rms.ts';

const SHOPS = 57_000 / 8;
const INQUIRIES_A_DAY = 1_000_000 / 57_000;
const POLL_EVERY_S = 300;
const OLDER_EVERY_S = 54 * 60;
const DAY_MS = 86_400_000;
/** RMS dates to the second. */
const SECOND_MS = 1_000;
const WARM_S = 45;
const MEASURED_S = 90;
const MOST_OF_A_CORE = 50;
const COLD_SHOPS = 100;
const COLD_LIMIT_S = 15;
const FIRST_SHOP_ID = 100_000;

/** Percent of a core at the pace of the mall, and seconds until every shop was read after a cold start. */
export async function run(): Promise<BenchLine[]> {
  return [(await capacity()).line, ...(await coldStart(1)), ...(await coldStart(INQUIRIES_A_DAY))];
}

export interface Capacity {
  readonly line: BenchLine;
  readonly shops: number;
  /** Of a core. */
  readonly percent: number;
  readonly requestsASecond: number;
  /** Of the process, once it reads. */
  readonly rssBytes: number;
}

/** A process that reads its share of a mall. `mustKeepUp`: fails where the machine does too much else for the pace. */
export async function capacity(mustKeepUp = true): Promise<Capacity> {
  const database = await benchDatabase();
  const rms = await startRms(INQUIRIES_A_DAY);
  const shops = shopsOf(SHOPS);
  const seededAt = Date.now();
  await seed(database.db, shops, seededAt);
  const app = await open(database.url, rms.url, shops);
  try {
    await delay(WARM_S * 1_000);
    await seen(rms.url);
    const before = process.cpuUsage();
    const began = performance.now();
    await delay(MEASURED_S * 1_000);
    const seconds = (performance.now() - began) / 1_000;
    const { user, system } = process.cpuUsage(before);
    const rssBytes = process.memoryUsage.rss();
    const { requests, closest } = await seen(rms.url);
    if (mustKeepUp) await checkPace(database.db, requests / seconds, closest);
    await checkFacts(database.db, shops, seededAt);
    const value = (user + system) / 1e4 / seconds;
    const floor = ((await bareMsARequest(rms.url, shops)) * requests) / 10 / seconds;
    const name = `polling, ${SHOPS} shops in one process, ${(requests / seconds).toFixed(1)} requests/s: percent of a core`;
    const ratio = Math.round((value / floor) * 100) / 100;
    const rounded = { value: Math.round(value * 10) / 10, floor: Math.round(floor * 10) / 10 };
    const line = { name, ...rounded, ratio, target: MOST_OF_A_CORE, ok: value <= MOST_OF_A_CORE };
    return { line, shops: SHOPS, percent: value, requestsASecond: requests / seconds, rssBytes };
  } finally {
    await app.close();
    rms.server.kill();
    await database.close();
  }
}

/** All the polls of an interval are done within it, and no shop is asked twice within a second. */
async function checkPace(db: Database, requestsASecond: number, closest: number): Promise<void> {
  const { rows } = await sql<{ late: number; failing: number }>`
    select count(*) filter (where claimed_until is null and next_poll_at < now() - interval '20 seconds')::int as late,
      count(*) filter (where failing_since is not null)::int as failing from source`.execute(db);
  const { late, failing } = rows[0]!;
  const least = (SHOPS / POLL_EVERY_S) * 2;
  if (late > 0 || failing > 0 || closest < 1_000 || requestsASecond < least)
    throw new Error(`polling: ${late} late, ${failing} failing, ${closest} ms apart, ${requestsASecond} requests/s`);
}

/** Everything that was written since the start and before a shop's last read is in the store. */
async function checkFacts(db: Database, shops: readonly ShopConfig[], since: number): Promise<void> {
  const reads = await sql<{ shop: string; at: number }>`
    select shop, last_complete_at as at from source where last_complete_at > ${new Date(since)}`.execute(db);
  const readAt = new Map(reads.rows.map(({ shop, at }) => [shop, at]));
  const expected = shops.flatMap(({ id, rms }) => {
    const shop = mallShop(rms!.shopId);
    const until = readAt.get(id) ?? 0;
    const [first, last] = numbersIn(shop, since - DAY_MS / 3, until) ?? [0, -1];
    return Array.from({ length: last - first + 1 }, (_, n) => first + n).flatMap((number) => {
      const times = [0, ...repliesOf(number).map(({ afterS }) => afterS * 1_000)];
      return times.flatMap((after, n) => {
        const at = beganAt(shop, number) + after;
        const event = n === 0 ? 'm' : `r${n - 1}`;
        return at > since && at + SECOND_MS <= until ? [{ id, number: inquiryNumber(shop.shopId, number), event }] : [];
      });
    });
  });
  const { rows } = await sql<{ found: number }>`
    select count(*)::int as found from unnest(${expected.map((e) => e.id)}::text[], ${expected.map((e) => e.number)}::text[],
      ${expected.map((e) => e.event)}::text[]) x(shop, number, event)
    join inquiry i on i.shop = x.shop and i.external_id = x.number join event v on v.inquiry_id = i.id and v.id = x.event`.execute(
    db,
  );
  if (expected.length === 0 || rows[0]!.found !== expected.length)
    throw new Error(`polling: ${rows[0]!.found} of ${expected.length} events were taken in`);
}

/** CPU milliseconds of asking for a page of 100 rows and parsing it. */
async function bareMsARequest(url: string, shops: readonly ShopConfig[]): Promise<number> {
  const times = 1_000;
  const [from, to] = ['2026-10-01T00:00:00', '2026-10-08T00:00:00'];
  const ask = async (shop: ShopConfig) => {
    const authorization = `ESA ${Buffer.from(`${shop.rms!.shopId}:floor-${shop.id}`).toString('base64')}`;
    const query = `fromDate=${from}&toDate=${to}&limit=100&page=1`;
    const answer = await request(`${url}/es/1.0/inquirymng-api/inquiries?${query}`, { headers: { authorization } });
    const text = await answer.body.text();
    if (JSON.parse(text).list.length !== 100) throw new Error('polling: the floor read no page of 100 rows');
  };
  const before = process.cpuUsage();
  for (let at = 0; at < times; at += 20) await Promise.all(shops.slice(at, at + 20).map(ask));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000 / times;
}

async function coldStart(inquiriesADay: number): Promise<BenchLine[]> {
  const database = await benchDatabase();
  const rms = await startRms(inquiriesADay);
  const shops = shopsOf(COLD_SHOPS);
  const began = performance.now();
  const app = await open(database.url, rms.url, shops);
  try {
    let read = 0;
    while (read < COLD_SHOPS) {
      await delay(100);
      const { rows } = await sql<{ read: number }>`
        select count(*)::int as read from source where last_complete_at is not null`.execute(database.db);
      read = rows[0]!.read;
    }
    const seconds = (performance.now() - began) / 1_000;
    const { requests, closest, shops: asked } = await seen(rms.url);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from inquiry`.execute(database.db);
    const least = Math.floor(inquiriesADay * 89) * COLD_SHOPS;
    if (rows[0]!.n < least || closest < 1_000 || asked !== COLD_SHOPS)
      throw new Error(`cold start: ${rows[0]!.n} inquiries of ${least}, ${closest} ms apart, ${asked} shops asked`);
    const pages = Math.round(requests / COLD_SHOPS);
    const name = `polling from a cold start, ${COLD_SHOPS} shops of ${inquiriesADay.toFixed(1)} inquiries a day: seconds until all are read`;
    const floor = Math.max(1, pages - 1);
    // Where 90 days are so many pages that a request a second takes longer than the limit, the pace is the limit.
    const target = Math.max(COLD_LIMIT_S, floor * 1.5);
    const value = Math.round(seconds * 10) / 10;
    return [{ name, value, floor, ratio: Math.round((value / floor) * 100) / 100, target, ok: value <= target }];
  } finally {
    await app.close();
    rms.server.kill();
    await database.close();
  }
}

const mallShop = (shopId: number): MallShop => ({ shopId, inquiriesADay: INQUIRIES_A_DAY });

function shopsOf(count: number): ShopConfig[] {
  const at = place();
  const shops = Array.from({ length: count }, (_, n) => {
    const shopId = FIRST_SHOP_ID + n;
    const rms = { shopId, serviceSecret: `\${S${shopId}}`, licenseKey: `\${K${shopId}}` };
    return readShop(`s${n}`, { name: '店', owner: ['o@example.jp'], timeZone: 'Asia/Tokyo', language: 'ja', rms }, at);
  });
  if (at.faults.length > 0) throw new Error(at.faults[0]!.message);
  return shops as ShopConfig[];
}

function open(databaseUrl: string, rmsBaseUrl: string, shops: readonly ShopConfig[]) {
  const { service } = benchConfig(1);
  return openApp({
    config: { service: { ...service, rmsBaseUrl }, shops: new Map(shops.map((shop) => [shop.id, shop])) },
    environment: environmentOf(databaseUrl, { secret: (name) => name.slice(1) }),
    dataDir: '',
    roles: new Set(['source']),
    logger,
  });
}

async function startRms(inquiriesADay: number): Promise<{ url: string; server: ChildProcess }> {
  const args = [codePath('test/bench/mall/mall-rms-server.ts'), String(inquiriesADay)];
  const server = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  for await (const url of createInterface({ input: server.stdout })) return { url, server };
  throw new Error('the fake RMS of the bench did not start');
}

async function seen(url: string): Promise<{ requests: number; closest: number; shops: number }> {
  return (await (await fetch(`${url}/seen`)).json()) as { requests: number; closest: number; shops: number };
}

/** As a process finds its shops that has read for hours: their polls spread over the interval, their rows known. */
async function seed(db: Database, shops: readonly ShopConfig[], now: number): Promise<void> {
  for (let at = 0; at < shops.length; at += 500) {
    const part = shops.slice(at, at + 500);
    const sources = part.map(({ id, rms }, n) => {
      const dueS = ((at + n) * 0.618034 * POLL_EVERY_S) % POLL_EVERY_S;
      // Before its next poll for as many as in the midst of things: what fell due since the poll before.
      const olderS = dueS - POLL_EVERY_S + (((at + n) * 0.7548777 * OLDER_EVERY_S) % OLDER_EVERY_S);
      const isMet = olderS < dueS + 60;
      return { id, dueS, olderS, days: daysOf(id, rms!.shopId, shops, isMet ? 60 : 7, now) };
    });
    await sql`
      insert into source (shop, next_poll_at, last_complete_at, rows_at, licence_checked_at, older_due_at)
      select shop, t + due * interval '1 s', t, t, t, t + older * interval '1 s' from unnest(${sources.map(({ id }) => id)}::text[],
        ${sources.map(({ dueS }) => dueS)}::float[], ${sources.map(({ olderS }) => olderS)}::float[]) x(shop, due, older),
        (select ${new Date(now)}::timestamptz) n(t)`.execute(db);
    const days = sources.flatMap(({ id, days: known }) => [...known].map(([day, bytes]) => ({ id, day, bytes })));
    await sql`
      insert into source_day (shop, day, rows)
      select shop, day, decode(rows, 'hex') from unnest(${days.map(({ id }) => id)}::text[],
        ${days.map(({ day }) => day)}::int[], ${days.map(({ bytes }) => bytes.toString('hex'))}::text[]) d(shop, day, rows)`.execute(
      db,
    );
  }
  await sql`analyze source_day`.execute(db);
}

function daysOf(
  id: string,
  shopId: number,
  shops: readonly ShopConfig[],
  days: number,
  now: number,
): Map<number, Buffer> {
  const shop = mallShop(shopId);
  const [first, last] = numbersIn(shop, startOfJstDay(jstDay(now) - days), now)!;
  const read = `${shopId} ${readBy(shops.find((one) => one.id === id)!)}`;
  return packed(Array.from({ length: last - first + 1 }, (_, n) => printOf(rowAt(shop, first + n, now), read)!));
}
