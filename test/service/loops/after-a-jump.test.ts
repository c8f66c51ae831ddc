// service: what a process began by a clock that was ahead, and writes only after the clock came back, is put right too.

import { sql } from 'kysely';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import type { Ticker } from '../../../src/service/loop.ts';
import { startWorkerLoops, type WorkerParts } from '../../../src/service/loops/worker-loops.ts';
import { lookAtSelf } from '../../../src/service/monitoring/detect-own-gaps.ts';
import { openDeliveries } from '../../../src/service/notifications/delivery-lanes.ts';
import { startRetentionLoop } from '../../../src/service/retention/keep-retention.ts';
import type { Service } from '../../../src/service/service.ts';
import { isClockSteady, recordSign, recordTick } from '../../../src/store/status/heartbeats.ts';
import { sourceStates, syncSources } from '../../../src/store/status/sources.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { at, shopOf, testService } from '../../support/service.ts';

const database = testDatabase();
const NOW = at('2026-06-04T09:00:00+09:00');
const DAY_MS = 86_400_000;

beforeEach(() => emptyTables(database.db));

/** A clock that jumped once. */
function oneJump() {
  let jumps = 1;
  return { drainJumps: () => (jumps-- > 0 ? 1 : 0), refreshClock: async () => {}, isSeen: () => jumps < 0 };
}

/** A worker's loops, until the test ends. */
function startLoops(service: Service, clock: Pick<WorkerParts, 'drainJumps' | 'refreshClock'>): readonly Ticker[] {
  const deliveries = openDeliveries(service);
  const { tickers } = startWorkerLoops(service, { queueAwaySince: () => null, ...clock, due: service, deliveries });
  onTestFinished(async () => {
    await Promise.all([...tickers, deliveries].map((one) => one.stop()));
  });
  return tickers;
}

test('five minutes after a jump it is put right once more', async () => {
  const it = await testService({
    db: database.db,
    shops: [shopOf('sample-tea', {})],
    now: '2026-06-04T09:00:00+09:00',
  });
  await syncSources(database.db, ['sample-tea'], NOW);
  const jump = oneJump();
  startLoops(it.service, jump);
  const nextPoll = async () => (await sourceStates(database.db, ['sample-tea'])).get('sample-tea')!.nextPollAt;
  await eventually(jump.isSeen);
  // The failure of a read that began before: by the clock of then.
  await sql`update source set next_poll_at = ${new Date(NOW + DAY_MS)}`.execute(database.db);
  await it.clock.advance(4 * 60_000);
  expect(await nextPoll()).toBe(NOW + DAY_MS);
  await eventually(async () => it.clock.advance(30_000).then(async () => (await nextPoll()) < NOW + 60 * 60_000));
});

test('a jump is told, and the loop that saw it is not taken for stuck', async () => {
  const it = await testService({ db: database.db, shops: [], now: '2026-06-04T09:00:00+09:00' });
  let jumps = 0;
  const drainJumps = () => {
    const drained = jumps;
    jumps = 0;
    return drained;
  };
  // Two hours ahead, seen in the middle of the loop's run.
  let isFirst = true;
  const refreshClock = async () => {
    if (isFirst) it.clock.set(NOW + 2 * 3_600_000);
    jumps = Number(isFirst);
    isFirst = false;
  };
  const tickers = startLoops(it.service, { drainJumps, refreshClock });
  const causes = async () =>
    (await sql<{ cause: string }>`select cause from outbox`.execute(database.db)).rows.map(({ cause }) => cause);
  await eventually(async () => (await causes()).length > 0);
  await eventually(() => tickers.every((one) => one.busySince() === null));
  expect(await causes()).toEqual(['clock']);
});

test('a jump is told, and signed, also if what follows from it fails', async () => {
  const it = await testService({ db: database.db, shops: [], now: '2026-06-04T09:00:00+09:00' });
  await sql`create or replace function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`.execute(
    database.db,
  );
  await sql`create trigger refuse before update on mail_health for each statement execute function refuse()`.execute(
    database.db,
  );
  startLoops(it.service, oneJump());
  onTestFinished(async () => {
    await sql`drop trigger if exists refuse on mail_health`.execute(database.db);
  });
  await eventually(
    async () => (await sql`select 1 from service_sign where name = 'clock-jump'`.execute(database.db)).rows.length > 0,
  );
  await eventually(async () =>
    it.clock
      .advance(1_000)
      .then(async () => (await sql`select 1 from outbox where cause = 'clock'`.execute(database.db)).rows.length > 0),
  );
});

test.each<[string, boolean, (now: number) => Promise<unknown>]>([
  ['nothing ever happened', true, async () => {}],
  ['it was far from the last sign two days ago', true, (now) => recordSign(database.db, 'clock-far', now - 2 * DAY_MS)],
  ['it was far from it an hour ago', false, (now) => recordSign(database.db, 'clock-far', now - 3_600_000)],
  ['it came back and the sign is ahead', false, (now) => recordSign(database.db, 'clock-far', now + 3_600_000)],
  [
    'it jumped an hour ago, as a machine that was asleep',
    true,
    (now) => recordSign(database.db, 'clock-jump', now - 3_600_000),
  ],
  ['a worker signed a minute ago', true, (now) => recordTick(database.db, now - 60_000)],
  ['the last sign of a worker is ten years old', false, (now) => recordTick(database.db, now - 3_650 * DAY_MS)],
  ['the last sign of a worker is ten years ahead', false, (now) => recordTick(database.db, now + 3_650 * DAY_MS)],
])('whether the clock is steady when %s: %s', async (_, steady, before) => {
  await before(NOW);
  expect(await isClockSteady(database.db, NOW)).toBe(steady);
});

test.each([
  [13, true],
  [15, false],
  [-15, false],
])('a clock %i days from the last sign of a worker: %s', async (days, steady) => {
  const it = await testService({ db: database.db, shops: [], now: '2026-06-04T09:00:00+09:00' });
  await recordTick(database.db, NOW - days * DAY_MS);
  await lookAtSelf(it.service, { queueAwaySince: () => null, drainJumps: () => 0 });
  await recordTick(database.db, NOW);
  expect(await isClockSteady(database.db, NOW)).toBe(steady);
});

test('nothing leaves for a day by a clock that was found far from the last sign', async () => {
  const config = { retention: { inquiries: 24, mails: 24 } };
  const options = { db: database.db, shops: [shopOf('sample-tea', {})], now: '2036-06-04T09:00:00+09:00', config };
  const it = await testService(options);
  await sql`insert into outbox (shop, kind, slot_at, state, sent_at)
    values ('sample-tea', 'season', '2026-06-01', 'sent', '2026-06-01')`.execute(database.db);
  await recordSign(database.db, 'clock-far', it.clock.now());
  const loop = startRetentionLoop(it.service);
  onTestFinished(() => loop.stop());
  const mails = async () => (await sql`select 1 from outbox`.execute(database.db)).rows.length;
  await eventually(() => loop.lastGoodAt() !== null);
  expect(await mails()).toBe(1);
  await eventually(async () => it.clock.advance(60 * 60_000).then(async () => (await mails()) === 0));
  expect(it.clock.now() - at('2036-06-04T09:00:00+09:00')).toBeGreaterThanOrEqual(DAY_MS);
});
