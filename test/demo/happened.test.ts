// What the story's clock waits for (demo/pace.ts): what the service can do now, and nothing that waits for a later hour.

import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readOldestUndone } from '../../src/demo/happened.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { testDatabase } from '../support/database.ts';
import { at, eventOf, shopOf, testService } from '../support/service.ts';
import { tickWorker } from '../support/tick.ts';

const database = testDatabase();
const HOUR_MS = 3_600_000;

test('a mail in its window is waited for; one that missed it waits for the next, and nobody for it', async () => {
  const { db } = database;
  const { service, clock } = await testService({ db, shops: [shopOf('sample-tea')], now: '2026-06-01T12:00:00+09:00' });
  await intake(service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
  const undone = () => readOldestUndone(db, clock.now(), 48 * HOUR_MS);
  expect(await undone()).toBeNull();

  clock.set(at('2026-06-04T00:00:00+09:00'));
  expect(await undone()).toBe(at('2026-06-03T00:00:00+09:00'));
  await tickWorker(service);
  expect(await undone()).toBeNull();
  clock.set(at('2026-06-04T20:00:00+09:00'));
  expect(await undone()).toBe(at('2026-06-04T09:00:00+09:00'));

  await tickWorker(service);
  const owed = await sql`select 1 from step where owner_owed and slot_at < ${new Date(clock.now())}`.execute(db);
  expect(owed.rows).toHaveLength(1);
  expect(await undone()).toBeNull();
  clock.set(at('2026-06-05T09:00:00+09:00'));
  expect(await undone()).toBe(at('2026-06-04T09:00:00+09:00'));
});
