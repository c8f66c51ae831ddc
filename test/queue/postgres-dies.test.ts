// PostgreSQL dying at any moment, with the queue on it: no error that nobody handles (vitest fails the run on one), and
// the queue is back with the server.

import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openQueue } from '../../src/queue/queue.ts';
import { systemClock } from '../../src/store/database-clock.ts';
import { silentLogger as logger, testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';

const database = testDatabase({ migrated: false });

const cutOff = async (): Promise<number> => {
  const { rows } = await sql<{ cut: boolean }>`
    select pg_terminate_backend(pid) as cut from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db);
  return rows.length;
};

test('sessions cut off while they open, work and close end nothing but themselves', async () => {
  let cuts = 0;
  for (let round = 0; round < 6; round++) {
    const handlers = { alarm: async () => {}, mail: async () => {}, poll: async () => {} };
    const queue = await openQueue({ url: database.url, name: 'dies', clock: systemClock, logger, handlers });
    onTestFinished(() => queue.close(1));
    for (let cut = 0; cut < 20; cut++) cuts += await cutOff();
    await eventually(() => queue.health().connected);
    await queue.armAlarms([systemClock.now()]);
    cuts += await cutOff();
    const closing = queue.close(100);
    cuts += await cutOff();
    await closing;
  }
  expect(cuts).toBeGreaterThan(20);
});
