// What is claimed is read, or free for others: a claim that nobody serves would keep a shop unread until it ends.

import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FakeRms, startFakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import { createWorld } from '../../../src/demo/fake-rms/world.ts';
import { createRmsClient } from '../../../src/rms/client.ts';
import type { Pacer } from '../../../src/rms/pacer.ts';
import { openSourceLanes } from '../../../src/service/loops/source-lanes.ts';
import { syncSources } from '../../../src/store/status/sources.ts';
import { unpaced } from '../../rms/unpaced.ts';
import { manualClock } from '../../support/clock.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { at, shopOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
const START = '2026-06-01T12:00:00+09:00';
const RMS = { shopId: 123456, serviceSecret: `$\{SECRET}`, licenseKey: `$\{KEY}` };

let it: TestService;
let rms: FakeRms;
/** Each request to RMS waits for it. */
let gate: Promise<void>;
let openGate: () => void;

beforeEach(async () => {
  await emptyTables(database.db);
  gate = new Promise((resolve) => {
    openGate = resolve;
  });
  const clock = manualClock(at(START));
  const world = createWorld();
  const endsAt = at('2027-08-01T23:59:59+09:00');
  world.addShop({ shopId: 123456, serviceSecret: 'sss', keys: [{ key: 'kkk', endsAt }] });
  rms = await startFakeRms({ world, clock });
  const keys = { serviceSecret: 'sss', licenseKey: 'kkk', nextLicenseKey: null };
  const pacer: Pacer = { ...unpaced, run: (_shop, task) => gate.then(task) };
  const client = createRmsClient({ shopId: 123456, keys, clock, baseUrl: rms.url, pacer });
  it = await testService({
    db: database.db,
    shops: [shopOf('sample-tea', { rms: RMS })],
    now: START,
    rmsClient: () => client,
  });
  await syncSources(database.db, ['sample-tea'], at(START));
});

afterEach(() => rms.close());

const source = () =>
  database.db.selectFrom('source').select(['claimed_until', 'last_complete_at', 'claims']).executeTakeFirstOrThrow();

test('a claim that comes while the read before is still in work is read after it', async () => {
  const lanes = openSourceLanes(it.service);
  expect(await lanes.readDue()).toBe(1);
  // The first claim is over, though its reader is still at work.
  await database.db.updateTable('source').set({ claimed_until: null }).execute();
  expect(await lanes.readDue()).toBe(1);
  openGate();
  await eventually(async () =>
    expect(await source()).toEqual({ claimed_until: null, last_complete_at: at(START), claims: 2 }),
  );
  await lanes.polls.stop();
});

test('what is claimed when the process stops is free for others at once', async () => {
  const lanes = openSourceLanes(it.service);
  openGate();
  await lanes.polls.stop();
  expect(await lanes.readDue()).toBe(0);
  expect(await source()).toEqual({ claimed_until: null, last_complete_at: null, claims: 1 });
});
