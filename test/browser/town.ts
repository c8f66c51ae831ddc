// A town of shops with four weeks behind them: filled at the pace of the days, so that flags, mails and breaches carry the
// times they would have. Then the real application on the same database, its clock running from that Thursday on.

import { mkdirSync } from 'node:fs';
import { type App, openApp } from '../../src/app.ts';
import type { Config } from '../../src/config/load.ts';
import type { Instant } from '../../src/core/model.ts';
import { mute } from '../../src/service/actions/mute.ts';
import { intake } from '../../src/service/intake/intake-events.ts';
import { takeLines } from '../../src/service/intake/intake-lines.ts';
import type { Service } from '../../src/service/service.ts';
import type { Db } from '../../src/store/schema.ts';
import { keepSources, recordComplete, recordFailure, recordLicence } from '../../src/store/status/sources.ts';
import { silentLogger } from '../support/database.ts';
import { testService } from '../support/service.ts';
import { type SteeredClock, steeredClock } from '../support/steered-clock.ts';
import { ringAlarm } from '../support/tick.ts';
import { at, BREACHED_INQUIRY, TOWN_NOW, townEvents } from './town-history.ts';
import { secretOf, writeTown } from './town-shops.ts';

export interface Town {
  readonly app: App;
  readonly url: string;
  readonly clock: SteeredClock;
  close(): Promise<void>;
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Fills the empty database and opens the application on it; `folder` takes the configuration and the mails. */
export async function openTown(database: { db: Db; url: string }, folder: string): Promise<Town> {
  mkdirSync(folder, { recursive: true });
  const config = writeTown(folder);
  await fill(database.db, config);
  const clock = steeredClock(TOWN_NOW, 1);
  const app = await openApp({
    config,
    environment: {
      databaseUrl: database.url,
      queueUrl: null,
      smtpUrl: null,
      host: '127.0.0.1',
      port: 0,
      trustProxy: 0,
      logLevel: 'silent',
      secret: secretOf,
      secretFault: () => null,
    },
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
  const events = townEvents();
  await keepSources(db, ['sample-tea', 'blind-books', 'never-read'], clock.now());
  for (const moment of moments()) {
    clock.set(moment);
    await recordComplete(db, 'sample-tea', moment - MINUTE, moment);
    await intake(service, takeUntil(events, moment), 'rms');
    await ringAlarm(service);
  }
  await source(service);
  await hands(service);
  await takeLines(
    service,
    [
      { line: 1, fault: 'the line is no JSON' },
      { line: 2, value: { shop: 'sample-tea' } },
    ],
    'api',
  );
}

/** Three times a day, and now. */
function* moments(): Generator<Instant> {
  for (let day = at('2026-11-02T00:00:00+09:00'); day < TOWN_NOW; day += DAY)
    for (const minute of [1, 9 * 60 + 1, 15 * 60]) if (day + minute * MINUTE < TOWN_NOW) yield day + minute * MINUTE;
  yield TOWN_NOW;
}

function takeUntil<T extends { event: { at: Instant } }>(events: T[], moment: Instant): T[] {
  const later = events.findIndex(({ event }) => event.at > moment);
  return events.splice(0, later === -1 ? events.length : later);
}

/** One source read a minute ago, one whose licence has ended, one never read. */
async function source({ db }: Service): Promise<void> {
  const next = TOWN_NOW + 5 * MINUTE;
  await recordComplete(db, 'sample-tea', TOWN_NOW - MINUTE, next);
  await recordComplete(db, 'blind-books', TOWN_NOW - DAY / 2, next);
  await recordFailure(db, 'blind-books', { kind: 'auth-expired', message: 'ES03-01' }, TOWN_NOW - DAY / 2, next);
  await recordLicence(db, 'sample-tea', { expiresAt: TOWN_NOW + 12 * DAY, warned: null }, TOWN_NOW);
}

async function hands(service: Service): Promise<void> {
  const until = '2026-11-27T18:00:00+09:00';
  const inHand = {
    kind: 'in_hand',
    target: `sample-tea/${BREACHED_INQUIRY}`,
    until,
    why: 'メーカーに確認中',
    by: '佐藤',
  } as const;
  const muted = { kind: 'mute', target: 'busy-kimono', until, why: '繁忙期の応援が入るまで', by: '運用 田中' } as const;
  for (const request of [inHand, muted]) {
    const made = await mute(service, request);
    if ('refused' in made) throw new Error(made.message);
  }
}
