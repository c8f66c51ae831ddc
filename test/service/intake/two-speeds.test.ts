// Sources are read at two speeds, and rows that did not change are passed over (RMS.md "Two speeds"): what must be seen all
// the same. That a row was passed over shows in what is not stored again after it was taken out of the database.

import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeRms, startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { faults } from '../../../src/demo/fake-rms/injected-faults.ts';
import { createWorld, type FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClient } from '../../../src/rms/client.ts';
import { poll } from '../../../src/service/intake/poll-shop.ts';
import { nextWholeRead } from '../../../src/service/intake/read-scope.ts';
import { recordComplete, syncSources } from '../../../src/store/status/sources.ts';
import { unpaced } from '../../rms/unpaced.ts';
import { type ManualClock, manualClock } from '../../support/clock.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, shopOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
const START = at('2026-06-01T12:00:00+09:00');
const MINUTE = 60_000;
const DAY = 86_400_000;
const RMS = { shopId: 123456, serviceSecret: `$\{SECRET}`, licenseKey: `$\{KEY}` };

let it: TestService;
let rms: FakeRms;
let shop: FakeShop;
let clock: ManualClock;

beforeEach(async () => {
  await emptyTables(database.db);
  clock = manualClock(START);
  const world = createWorld();
  shop = world.addShop({
    shopId: 123456,
    serviceSecret: 'sss',
    keys: [{ key: 'kkk', endsAt: at('2027-08-01T23:59:59+09:00') }],
  });
  rms = await startFakeRms({ world, clock });
  const keys = { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null };
  const client = createRmsClient({ shopId: 123456, keys, clock, baseUrl: rms.url, pacer: unpaced });
  const shops = [shopOf('sample-tea', { rms: RMS })];
  it = await testService({ db: database.db, shops, now: '2026-06-01T12:00:00+09:00', rmsClient: () => client });
  await syncSources(database.db, ['sample-tea'], START);
});

afterEach(() => rms.close());

async function pollAt(when: number): Promise<void> {
  clock.set(when);
  it.clock.set(when);
  expect(await poll(it.service, 'sample-tea')).toBe('complete');
}

const rows = async (statement: string) => (await sql.raw<Record<string, unknown>>(statement).execute(database.db)).rows;
const statuses = async () =>
  Object.fromEntries(
    (await rows('select external_id as id, status from inquiry')).map(({ id, status }) => [id, status]),
  );
/** A row that is decoded again comes back. */
const forgetEvents = () => rows('delete from event');
const isStored = async () => (await rows('select 1 from event limit 1')).length > 0;
const asked = (endpoint: string) => rms.requests.filter((request) => request.endpoint === endpoint);

describe('a row that says what it said when it was read last', () => {
  beforeEach(async () => {
    shop.customerWrites('1', START - DAY);
    await pollAt(START);
  });

  test('is passed over, and read again once it changes', async () => {
    await forgetEvents();
    await pollAt(START + 5 * MINUTE);
    expect(await isStored()).toBe(false);
    shop.shopWrites('1', START + 6 * MINUTE);
    await pollAt(START + 10 * MINUTE);
    expect(await rows('select id from event order by id')).toEqual([{ id: 'm' }, { id: 'r0' }]);
  });

  test('is never passed over for having said it once: A, B and A again', async () => {
    const completed = faults.field('isCompleted', true);
    for (const [minutes, isCompleted] of [
      [5, true],
      [10, true],
      [15, false],
      [20, false],
      [25, true],
      [30, false],
    ] as const) {
      if (isCompleted) rms.faults.add(completed, { on: 'list' });
      await pollAt(START + minutes * MINUTE);
      expect([minutes, await statuses()]).toEqual([minutes, { 1: isCompleted ? 'completed' : 'unanswered' }]);
    }
  });

  test('is known wherever it stands: pages shift, and what changed on another page is seen', async () => {
    for (let n = 0; n < 130; n++) shop.customerWrites(`new-${n}`, START + MINUTE + n);
    shop.shopWrites('1', START + 2 * MINUTE);
    await pollAt(START + 5 * MINUTE);
    expect(asked('list').at(-1)?.query.page).toBe('2');
    expect((await statuses())['1']).toBe('answered');
    await forgetEvents();
    shop.customerWrites('newest', START + 6 * MINUTE);
    await pollAt(START + 10 * MINUTE);
    expect(await rows('select id from event')).toEqual([{ id: 'm' }]);
  });

  test('is read again after another reader, as the release before, read the source without noting rows', async () => {
    await forgetEvents();
    await recordComplete(database.db, 'sample-tea', START + 5 * MINUTE, START + 10 * MINUTE);
    await pollAt(START + 10 * MINUTE);
    expect(await isStored()).toBe(true);
  });

  test('is read again after a reader that died in the middle', async () => {
    await forgetEvents();
    await sql`update source set claimed_until = ${new Date(START + MINUTE)}`.execute(database.db);
    await pollAt(START + 5 * MINUTE);
    expect(await isStored()).toBe(true);
  });

  test('is read again with another release or another setting of automatic replies', async () => {
    const auto = { ...RMS, autoReplies: { withinSeconds: 5, containing: [] } };
    const { service } = await testService({
      db: database.db,
      shops: [shopOf('sample-tea', { rms: auto })],
      now: '2026-06-01T12:05:00+09:00',
      rmsClient: () => it.service.rmsClient(it.service.config.shops.get('sample-tea')!, null),
    });
    await forgetEvents();
    clock.set(START + 5 * MINUTE);
    expect(await poll(service, 'sample-tea')).toBe('complete');
    expect(await isStored()).toBe(true);
  });
});

test('a row of which something was refused is tried again, though it did not change', async () => {
  shop.customerWrites('1', START - DAY);
  shop.shopWrites('1', START + 10 * MINUTE);
  clock.set(START + 10 * MINUTE);
  expect(await poll(it.service, 'sample-tea')).toBe('complete');
  expect(await rows('select code from refusal')).toEqual([{ code: 'future-event' }]);
  expect(await statuses()).toEqual({ 1: 'unanswered' });
  await pollAt(START + 10 * MINUTE);
  expect(await statuses()).toEqual({ 1: 'answered' });
});

test('a row that cannot be read is shown each time', async () => {
  shop.customerWrites('1', START - DAY);
  rms.faults.add(faults.field('isCompleted', 'perhaps'), { on: 'list', times: 99 });
  await pollAt(START);
  await pollAt(START + 5 * MINUTE);
  expect(await rows('select times from refusal')).toEqual([{ times: 2 }]);
});

test('a claim that another reader has taken over notes nothing, and nothing is known after it', async () => {
  shop.customerWrites('1', START - DAY);
  await pollAt(START);
  const overtake = faults.meanwhile(() => void rows('update source set claims = claims + 1'));
  rms.faults.add(overtake, { on: 'list' });
  await pollAt(START + 5 * MINUTE);
  expect(await rows('select rows_at from source')).toEqual([{ rows_at: null }]);
});

describe('two speeds', () => {
  test('the first read takes 90 days, then mostly the newest days are asked for', async () => {
    await pollAt(START);
    await pollAt(START + 5 * MINUTE);
    expect(asked('list').map(({ query }) => query.fromDate)).toEqual([
      '2026-05-25T00:00:00',
      '2026-04-26T00:00:00',
      '2026-03-28T00:00:00',
      '2026-03-03T00:00:00',
      '2026-05-25T00:00:00',
    ]);
  });

  test('an older thread that changes is seen within the hour', async () => {
    shop.customerWrites('old', START - 50 * DAY);
    shop.shopWrites('old', START - 49 * DAY);
    await pollAt(START);
    const wrote = START + MINUTE;
    shop.customerWrites('old', wrote);
    let seen = START;
    while ((await statuses()).old !== 'unanswered') {
      seen += 5 * MINUTE;
      await pollAt(seen);
    }
    expect(seen - wrote).toBeLessThan(60 * MINUTE);
  });

  test('the whole reads of many shops are spread over the hour', () => {
    const minutes: number[] = Array.from({ length: 54 }, () => 0);
    for (let n = 0; n < 5_400; n++) minutes[Math.floor((nextWholeRead(`shop-${n}`, START) - START) / MINUTE)]!++;
    expect(Math.min(...minutes)).toBeGreaterThan(60);
    expect(Math.max(...minutes)).toBeLessThan(150);
  });

  test('an older thread with a step due soon is asked for by number, so that nothing is raised on old news', async () => {
    shop.customerWrites('old', START - 20 * DAY);
    shop.shopWrites('old', START - 19 * DAY);
    shop.customerWrites('old', at('2026-06-01T11:00:00+09:00'));
    await pollAt(START);
    // The flag is due at 00:00 on 06-03; the shop answers seven minutes before.
    await pollAt(at('2026-06-02T23:05:00+09:00'));
    await sql`update source set older_due_at = ${new Date(at('2026-06-03T00:30:00+09:00'))}`.execute(database.db);
    shop.shopWrites('old', at('2026-06-02T23:53:00+09:00'));
    const before = asked('one').length;
    await pollAt(at('2026-06-02T23:45:00+09:00'));
    expect(asked('one')).toHaveLength(before);
    await pollAt(at('2026-06-02T23:55:00+09:00'));
    expect([asked('one').length - before, await statuses()]).toEqual([1, { old: 'answered' }]);
    // Nothing is known of its day after that: the thread may go back to what the last whole read showed.
    const day = Math.floor((START - 20 * DAY + 9 * 3_600_000) / DAY);
    expect(await rows(`select day from source_day where day = ${day}`)).toEqual([]);
  });

  test('after an outage longer than the window it reaches back to the last complete read', async () => {
    await pollAt(START);
    shop.customerWrites('meanwhile', START + DAY);
    await pollAt(START + 80 * DAY);
    expect(await statuses()).toEqual({ meanwhile: 'unanswered' });
  });
});
