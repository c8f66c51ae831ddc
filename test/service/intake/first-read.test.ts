// The first read of a shop: 90 days, the newest first, noted as it comes; it goes on where it was, shows its progress,
// and keeps neither new inquiries nor other shops' mails waiting.

import { setImmediate as turn } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeRms, startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { faults } from '../../../src/demo/fake-rms/injected-faults.ts';
import { createWorld, type FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClient } from '../../../src/rms/client.ts';
import { createPacer } from '../../../src/rms/pacer.ts';
import { poll } from '../../../src/service/intake/poll-shop.ts';
import { readSources } from '../../../src/service/monitoring/read-freshness.ts';
import { isAnyReadOverdue, syncSources, unreadSources } from '../../../src/store/status/sources.ts';
import { unpaced } from '../../rms/unpaced.ts';
import { type ManualClock, manualClock } from '../../support/clock.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, shopOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
const NOON = '2026-06-01T12:00:00+09:00';
const START = at(NOON);
const MINUTE = 60_000;
const DAY = 86_400_000;
const RMS = { shopId: 123456, serviceSecret: `$\{SECRET}`, licenseKey: `$\{KEY}` };

let it: TestService;
let rms: FakeRms;
let shop: FakeShop;
let clock: ManualClock;

const keys = { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null };

beforeEach(async () => {
  await emptyTables(database.db);
  clock = manualClock(START);
  const world = createWorld();
  const endsAt = at('2027-08-01T23:59:59+09:00');
  shop = world.addShop({ shopId: 123456, serviceSecret: 'sss', keys: [{ key: 'kkk', endsAt }] });
  rms = await startFakeRms({ world, clock });
  const client = createRmsClient({ shopId: 123456, keys, clock, baseUrl: rms.url, pacer: unpaced });
  const shops = [shopOf('sample-tea', { rms: RMS })];
  it = await testService({ db: database.db, shops, now: NOON, rmsClient: () => client });
  await syncSources(database.db, ['sample-tea'], START);
});

afterEach(() => rms.close());

function setClocks(when: number): void {
  clock.set(when);
  it.clock.set(when);
}
const later = (ms: number) => setClocks(clock.now() + ms);
const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;
const asked = () => rms.requests.filter(({ endpoint }) => endpoint === 'list').map(({ query }) => query.fromDate!);
const inquiries = async () => (await rows('select external_id as id from inquiry order by 1')).map(({ id }) => id);
const progress = async () => {
  const [{ freshness }] = (await readSources(it.service)) as [Awaited<ReturnType<typeof readSources>>[number]];
  return freshness.state === 'unknown' ? freshness.firstRead : freshness.state;
};

/** An inquiry of the newest days, one of a month ago, one of three months ago, and one that is too old. */
function writeOfAllAges(): void {
  shop.customerWrites('a-new', START - DAY);
  shop.customerWrites('b-month', START - 30 * DAY);
  shop.customerWrites('c-quarter', START - 89 * DAY);
  shop.customerWrites('d-old', START - 92 * DAY);
}

const STRETCHES = ['2026-05-25T00:00:00', '2026-04-26T00:00:00', '2026-03-28T00:00:00', '2026-03-03T00:00:00'];

test('it takes 90 days, the newest days first, and leaves nothing behind', async () => {
  writeOfAllAges();
  expect(await poll(it.service, 'sample-tea')).toBe('complete');
  expect(asked()).toEqual(STRETCHES);
  expect(await inquiries()).toEqual(['a-new', 'b-month', 'c-quarter']);
  expect(await rows('select * from first_read')).toEqual([]);
  expect(await progress()).toBe('read');
});

test('an inquiry of each day is seen, also of the minute in which two stretches meet', async () => {
  for (let day = 0; day < 90; day++) {
    const midnight = at('2026-06-01T00:00:00+09:00') - day * DAY;
    shop.customerWrites(`at-${day}`, midnight);
    if (day > 0) shop.customerWrites(`before-${day}`, midnight + DAY - 1_000);
  }
  await poll(it.service, 'sample-tea');
  expect(await inquiries()).toHaveLength(179);
});

describe('a first read that failed half way', () => {
  beforeEach(async () => {
    writeOfAllAges();
    rms.faults.add(faults.html500(), { on: 'list', skip: 2, times: 9 });
    expect(await poll(it.service, 'sample-tea')).toBe('failed');
    rms.faults.clear();
  });

  test('keeps what it took in, and says how far it is', async () => {
    expect(await inquiries()).toEqual(['a-new', 'b-month']);
    expect(await progress()).toEqual({ days: 90, daysRead: 36, inquiries: 2 });
  });

  test('goes on where it was after the newest days, and ends', async () => {
    const before = asked().length;
    shop.customerWrites('e-newest', START + MINUTE);
    later(5 * MINUTE);
    expect(await poll(it.service, 'sample-tea')).toBe('complete');
    expect(asked().slice(before)).toEqual([STRETCHES[0], STRETCHES[2], STRETCHES[3]]);
    expect(await inquiries()).toEqual(['a-new', 'b-month', 'c-quarter', 'e-newest']);
    expect(await progress()).toBe('read');
  });

  test('reaches back over the days of a longer pause, and reads all days again next', async () => {
    shop.customerWrites('in-between', START + 2 * DAY);
    shop.shopWrites('b-month', START + 3 * DAY);
    later(20 * DAY);
    expect(await poll(it.service, 'sample-tea')).toBe('complete');
    expect(await inquiries()).toContain('in-between');
    later(5 * MINUTE);
    expect(await poll(it.service, 'sample-tea')).toBe('complete');
    expect(await rows("select status from inquiry where external_id = 'b-month'")).toEqual([{ status: 'answered' }]);
  });

  test('begins anew where the shop was taken out and came back', async () => {
    await syncSources(database.db, [], START);
    await syncSources(database.db, ['sample-tea'], START);
    expect(await progress()).toBeNull();
  });
});

test('it is stopped between two requests and goes on after a restart', async () => {
  writeOfAllAges();
  const stopping = new AbortController();
  rms.faults.add(
    faults.meanwhile(() => stopping.abort()),
    { on: 'list', skip: 2 },
  );
  expect(await poll(it.service, 'sample-tea', stopping.signal)).toBe('failed');
  expect(await rows('select claimed_until, failing_since from source')).toEqual([
    { claimed_until: null, failing_since: null },
  ]);
  expect((await progress()) as object).toMatchObject({ daysRead: 36 });
  expect(await poll(it.service, 'sample-tea')).toBe('complete');
  expect(await inquiries()).toEqual(['a-new', 'b-month', 'c-quarter']);
});

describe('a shop with so much that its first read takes long', () => {
  const DAYS = 25;
  const A_DAY = 210;
  beforeEach(() => {
    for (let day = 0; day < DAYS; day++)
      for (let n = 0; n < A_DAY; n++) shop.customerWrites(`${day}-${n}`, START - day * DAY - n * MINUTE);
  });

  test('is read in stretches of some minutes, and the newest days in between', async () => {
    rms.faults.add(
      faults.meanwhile(() => later(20_000)),
      { on: 'list', times: 1_000 },
    );
    shop.customerWrites('answered-meanwhile', START - DAY);
    const answers = faults.meanwhile(() => void shop.shopWrites('answered-meanwhile', START + 2 * MINUTE));
    rms.faults.add(answers, { on: 'list', skip: 20 });
    expect(await poll(it.service, 'sample-tea')).toBe('complete');
    const reads = rms.requests.filter(({ query }) => query.page === '1').map(({ query }) => query.fromDate);
    expect(reads.filter((from) => from === STRETCHES[0]).length).toBeGreaterThan(2);
    expect(new Set(reads).size).toBeGreaterThan(STRETCHES.length);
    expect(await rows("select status from inquiry where external_id = 'answered-meanwhile'")).toEqual([
      { status: 'answered' },
    ]);
    expect(await inquiries()).toHaveLength(DAYS * A_DAY + 1);
  });

  test('asks RMS once a second at most, all the same', async () => {
    const pacer = createPacer({ clock, random: () => 0 });
    const client = createRmsClient({ shopId: 123456, keys, clock, baseUrl: rms.url, pacer });
    it = await testService({
      db: database.db,
      shops: [shopOf('sample-tea', { rms: RMS })],
      now: NOON,
      rmsClient: () => client,
    });
    let isOver = false;
    const reading = poll(it.service, 'sample-tea').finally(() => {
      isOver = true;
    });
    while (!isOver) {
      if (clock.sleepers() > 0) await clock.advance(1_000);
      else await turn();
    }
    expect(await reading).toBe('complete');
    const times = rms.requests.map((request) => request.at);
    expect(times.length).toBeGreaterThan(50);
    expect(times.slice(1).every((one, n) => one - times[n]! >= 1_000)).toBe(true);
  });
});

test('while it goes on no other shop’s mail waits for it, and nobody is told that nothing is read', async () => {
  writeOfAllAges();
  rms.faults.add(
    faults.meanwhile(() => later(70 * MINUTE)),
    { on: 'list', skip: 2 },
  );
  const seen: unknown[] = [];
  const look = async () => {
    const now = clock.now();
    seen.push(await isAnyReadOverdue(database.db, now), await unreadSources(database.db, now - 60 * MINUTE));
  };
  const db = database.db;
  const noted = sql`update source set claimed_until = ${new Date(START + 75 * MINUTE)}`;
  let looking: Promise<void> = Promise.resolve();
  rms.faults.add(
    faults.meanwhile(() => {
      looking = noted.execute(db).then(look);
    }),
    { on: 'list', skip: 3 },
  );
  expect(await poll(it.service, 'sample-tea')).toBe('complete');
  await looking;
  expect(seen).toEqual([false, []]);
});
