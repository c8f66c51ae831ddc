// service: what a process began by a clock that was ahead, and writes only after the clock came back, is put right too.

import { sql } from 'kysely';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { startWorkerLoops } from '../../../src/service/loops/worker-loops.ts';
import { openDeliveries } from '../../../src/service/notifications/delivery-lanes.ts';
import { startRetentionLoop } from '../../../src/service/retention/keep-retention.ts';
import { isClockSteady, recordSign, recordTick } from '../../../src/store/status/heartbeats.ts';
import { sourceStates, syncSources } from '../../../src/store/status/sources.ts';
import { noteGap } from '../../../src/store/steps/lateness.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { at, shopOf, testService } from '../../support/service.ts';

const database = testDatabase();
const NOW = at('2026-06-04T09:00:00+09:00');
const DAY_MS = 86_400_000;

beforeEach(() => emptyTables(database.db));

test('five minutes after a jump it is put right once more', async () => {
  const it = await testService({
    db: database.db,
    shops: [shopOf('sample-tea', {})],
    now: '2026-06-04T09:00:00+09:00',
  });
  await syncSources(database.db, ['sample-tea'], NOW);
  let jumps = 1;
  const drainJumps = () => (jumps-- > 0 ? 1 : 0);
  const deliveries = openDeliveries(it.service);
  const parts = { queueAwaySince: () => null, drainJumps, refreshClock: async () => {}, due: it.service, deliveries };
  const { tickers } = startWorkerLoops(it.service, parts);
  onTestFinished(async () => {
    await Promise.all([...tickers, deliveries].map((one) => one.stop()));
  });
  const nextPoll = async () => (await sourceStates(database.db, ['sample-tea'])).get('sample-tea')!.nextPollAt;
  await eventually(() => jumps < 0);
  // The failure of a read that began before: by the clock of then.
  await sql`update source set next_poll_at = ${new Date(NOW + DAY_MS)}`.execute(database.db);
  await it.clock.advance(4 * 60_000);
  expect(await nextPoll()).toBe(NOW + DAY_MS);
  await eventually(async () => it.clock.advance(30_000).then(async () => (await nextPoll()) < NOW + 60 * 60_000));
});

test.each<[string, boolean, (now: number) => Promise<unknown>]>([
  ['nothing ever happened', true, async () => {}],
  ['it jumped two days ago', true, (now) => recordSign(database.db, 'clock-jump', now - 2 * DAY_MS)],
  ['it jumped an hour ago', false, (now) => recordSign(database.db, 'clock-jump', now - 3_600_000)],
  ['it came back from a jump that is ahead', false, (now) => recordSign(database.db, 'clock-jump', now + 3_600_000)],
  ['a worker signed a minute ago', true, (now) => recordTick(database.db, now - 60_000)],
  ['the last sign of a worker is ten years old', false, (now) => recordTick(database.db, now - 3_650 * DAY_MS)],
  ['it started after ten years', false, (now) => noteGap(database.db, now - 3_650 * DAY_MS, now - 60_000)],
  ['it started after a weekend', true, (now) => noteGap(database.db, now - 3 * DAY_MS, now - 60_000)],
])('whether the clock is steady when %s: %s', async (_, steady, before) => {
  await before(NOW);
  expect(await isClockSteady(database.db, NOW)).toBe(steady);
});

test('nothing leaves by a clock that has just jumped', async () => {
  const config = { retention: { inquiries: 24, mails: 24 } };
  const options = { db: database.db, shops: [shopOf('sample-tea', {})], now: '2036-06-04T09:00:00+09:00', config };
  const it = await testService(options);
  await sql`insert into outbox (shop, kind, slot_at, state, sent_at)
    values ('sample-tea', 'season', '2026-06-01', 'sent', '2026-06-01')`.execute(database.db);
  await recordSign(database.db, 'clock-jump', it.clock.now());
  const loop = startRetentionLoop(it.service);
  onTestFinished(() => loop.stop());
  const mails = async () => (await sql`select 1 from outbox`.execute(database.db)).rows.length;
  await eventually(() => loop.lastGoodAt() !== null);
  expect(await mails()).toBe(1);
  await eventually(async () => it.clock.advance(60 * 60_000).then(async () => (await mails()) === 0));
  expect(it.clock.now() - at('2036-06-04T09:00:00+09:00')).toBeGreaterThanOrEqual(DAY_MS);
});
