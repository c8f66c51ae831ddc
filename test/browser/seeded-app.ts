// The seeded shops with four weeks behind them, then the real application on the same database, its clock running from
// that Thursday on.

import { mkdirSync } from 'node:fs';
import { type App, openApp } from '../../src/app.ts';
import type { Config } from '../../src/config/load.ts';
import type { ThreadEvent } from '../../src/core/model.ts';
import { DAY_MS } from '../../src/core/time/civil-date.ts';
import { fillSeed } from '../../src/demo/seed/fill-seed.ts';
import { LONG_INQUIRY, SEED_NOW } from '../../src/demo/seed/seed-history.ts';
import { secretOf, writeSeedConfig } from '../../src/demo/seed/seed-shops.ts';
import { promiseAnswer } from '../../src/service/actions/promise-answer.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import type { Service } from '../../src/service/service.ts';
import type { Db } from '../../src/store/schema.ts';
import { silentLogger } from '../support/database.ts';
import { environmentOf } from '../support/environment.ts';
import { testService } from '../support/service.ts';
import { type SteeredClock, steeredClock } from '../support/steered-clock.ts';
import { addShops, fillAddedShops } from './worlds.ts';

export interface SeededApp {
  readonly app: App;
  readonly url: string;
  readonly clock: SteeredClock;
  close(): Promise<void>;
}

/**
 * Fills the empty database and opens the application on it; `folder` takes the configuration and the mails. There are so
 * many shops more than the seeded ones.
 */
export async function openSeededApp(database: { db: Db; url: string }, folder: string, more = 0): Promise<SeededApp> {
  mkdirSync(folder, { recursive: true });
  const seeded = writeSeedConfig(folder);
  const config = more === 0 ? seeded : addShops(folder, more);
  await fill(database.db, config, more);
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

async function fill(db: Db, config: Config, more: number): Promise<void> {
  const shops = [...config.shops.values()];
  const { service, clock } = await testService({ db, shops, now: '2026-11-01T00:00:00+09:00', config: config.service });
  await fillSeed(service, clock.set);
  if (more > 0) await fillAddedShops(service, more);
  await promise(service, clock.now());
}

/** One answer promised that is still to come, and one that is overdue. */
async function promise(service: Service, now: number): Promise<void> {
  const on = { shop: 'sample-tea', inquiry: 'promised-1', channel: 'r-messe', category: '配送' };
  const [asked, told] = [now - 3 * DAY_MS, now - 3 * DAY_MS + 1];
  const events: readonly ThreadEvent[] = [
    { type: 'customer_message', id: 'm', at: asked },
    { type: 'promised', id: 'p', at: told, until: now - 1, by: '山田', reason: 'maker' },
    { type: 'shop_reply', id: 'r', at: told },
  ];
  await intake(
    service,
    events.map((event) => ({ ...on, event })),
    'api',
  );
  const made = await promiseAnswer(service, {
    ...{ shop: 'sample-tea', inquiry: LONG_INQUIRY, by: '佐藤', until: '4d', reason: 'stock' },
  });
  if ('refused' in made) throw new Error(made.message);
}
