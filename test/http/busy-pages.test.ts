// Whoever asks whether the service is well is answered while every connection of the pages waits: a probe that took busy
// pages for a database that is away would have a container restarted, or a load balancer drop it, under load.

import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { openApp } from '../../src/app.ts';
import { manualClock } from '../support/clock.ts';
import { silentLogger, testDatabase } from '../support/database.ts';
import { environmentOf } from '../support/environment.ts';
import { eventually } from '../support/eventually.ts';
import { at, testService } from '../support/service.ts';

const database = testDatabase();
const NOW = '2026-06-01T09:00:00+09:00';
/** As many as the pages have connections. */
const READERS = 10;

test('/readyz says ready while all connections of the pages wait', async () => {
  const { service } = await testService({ db: database.db, now: NOW });
  const app = await openApp({
    config: service.config,
    environment: environmentOf(database.url),
    dataDir: '',
    roles: new Set(['worker', 'http']),
    logger: silentLogger,
    queueName: 'busy-pages',
    openClock: async () => manualClock(at(NOW)),
  });
  onTestFinished(() => app.close());
  const ready = async () => (await fetch(`${app.url}/readyz`)).status;
  await eventually(async () => (await ready()) === 200);

  const held = await database.db.connection().execute(async (holder) => {
    await sql`select pg_advisory_lock(1)`.execute(holder);
    const reports = Array.from({ length: READERS }, () =>
      sql`select pg_advisory_lock_shared(1)`.execute(app.service.db),
    );
    const waiting = sql<{ n: number }>`select count(*)::int as n from pg_locks
      where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`;
    await eventually(async () => (await waiting.execute(holder)).rows[0]!.n === READERS);
    const status = await ready();
    await sql`select pg_advisory_unlock(1)`.execute(holder);
    await Promise.all(reports);
    return status;
  });
  expect(held).toBe(200);
});
