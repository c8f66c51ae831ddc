// The seeded shops with four weeks behind them, then the real application on the same database, its clock running from
// that Thursday on.

import { mkdirSync } from 'node:fs';
import { type App, openApp } from '../../src/app.ts';
import type { Config } from '../../src/config/load.ts';
import { fillSeed } from '../../src/demo/seed/fill-seed.ts';
import { SEED_NOW } from '../../src/demo/seed/seed-history.ts';
import { secretOf, writeSeedConfig } from '../../src/demo/seed/seed-shops.ts';
import type { Db } from '../../src/store/schema.ts';
import { silentLogger } from '../support/database.ts';
import { environmentOf } from '../support/environment.ts';
import { testService } from '../support/service.ts';
import { type SteeredClock, steeredClock } from '../support/steered-clock.ts';

export interface SeededApp {
  readonly app: App;
  readonly url: string;
  readonly clock: SteeredClock;
  close(): Promise<void>;
}

/** Fills the empty database and opens the application on it; `folder` takes the configuration and the mails. */
export async function openSeededApp(database: { db: Db; url: string }, folder: string): Promise<SeededApp> {
  mkdirSync(folder, { recursive: true });
  const config = writeSeedConfig(folder);
  await fill(database.db, config);
  const clock = steeredClock(SEED_NOW, 1);
  const app = await openApp({
    config,
    environment: environmentOf(database.url, { secret: secretOf }),
    dataDir: folder,
    // Nothing reads sources or sends mails behind the back of the tests.
    roles: new Set(['http']),
    logger: silentLogger,
    openClock: async () => clock,
  });
  return { app, url: app.url!, clock, close: () => app.close() };
}

async function fill(db: Db, config: Config): Promise<void> {
  const shops = [...config.shops.values()];
  const { service, clock } = await testService({ db, shops, now: '2026-11-01T00:00:00+09:00', config: config.service });
  await fillSeed(service, clock.set);
}
