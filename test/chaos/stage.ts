// What a run is played on: a database, a queue, a mail server, a fake RMS, the ways to them, and the daemons.

import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startFakeRms } from '../../src/demo/fake-rms/fake-rms.ts';
import { createWorld, type FakeShop } from '../../src/demo/fake-rms/world.ts';
import type { Releases } from '../../src/releases.ts';
import { closeDatabase, type Database, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { silentLogger as logger } from '../support/database.ts';
import { createDaemon } from './daemon.ts';
import type { Held } from './hand.ts';
import { openMailServer } from './mail-server.ts';
import { openProxy } from './proxy.ts';
import type { Postgres, RedisServer } from './servers.ts';
import { SECRETS, SHOPS, writeShops } from './shops.ts';
import { openWorldClock, type WorldClock } from './world-clock.ts';

export interface StageOptions {
  readonly postgres: Postgres;
  /** Null: the queue is on PostgreSQL. */
  readonly redis: RedisServer | null;
  /** The built src/main.ts. */
  readonly main: string;
  /** That of the release before: what daemons begin with, on a database that it made. */
  readonly older?: string | undefined;
}

export interface Stage {
  readonly held: Held;
  readonly clock: WorldClock;
  readonly db: Database;
  readonly folder: string;
  readonly rmsShops: ReadonlyMap<number, FakeShop>;
  /** Says how it is seen whether nothing can be done. */
  watch(isBlocked: () => boolean): void;
  /** Looks again. */
  note(): void;
  blocked(): { from: number; until: number }[];
}

export async function openStage({ postgres, redis, main, older }: StageOptions, releases: Releases): Promise<Stage> {
  const name = `chaos_${randomBytes(4).toString('hex')}`;
  const [databaseUrl, queueDatabaseUrl] = [postgres.urlOf(name), postgres.urlOf(`${name}_queue`)];
  for (const one of [name, `${name}_queue`]) await administer(postgres, `create database ${one}`);
  releases.add(async () => {
    for (const one of [name, `${name}_queue`]) await administer(postgres, `drop database ${one} with (force)`);
  });
  const db = openDatabase(databaseUrl, { max: 2, logger });
  releases.add(() => closeDatabase(db));
  if (older === undefined) await migrate(db, { logger });
  await redis?.flush();
  const clock = await openWorldClock(databaseUrl);
  const world = createWorld();
  const endsAt = clock.now() + 90 * 86_400_000;
  const rmsShops = new Map(
    SHOPS.flatMap(({ rms }) =>
      rms === null ? [] : [[rms.shopId, world.addShop({ ...rms, keys: [{ key: rms.licenseKey, endsAt }] })] as const],
    ),
  );
  const rms = await startFakeRms({ world, clock: { now: clock.now, realMs: (ms) => ms, sleep: (ms) => delay(ms) } });
  releases.add(() => rms.close());
  let cutMail = (): void => {};
  const mail = await openMailServer({ now: clock.now, cut: () => cutMail() });
  releases.add(() => mail.close());
  const proxies = {
    database: await openProxy(databaseUrl),
    queue: await openProxy(redis?.url ?? queueDatabaseUrl),
    mail: await openProxy(mail.url),
    rms: await openProxy(rms.url),
  };
  cutMail = proxies.mail.cut;
  for (const proxy of Object.values(proxies)) releases.add(() => proxy.close());
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-chaos-'));
  writeShops(folder, proxies.rms.url);
  const spans = openSpans(clock);
  const variables = {
    DATABASE_URL: proxies.database.url,
    QUEUE_URL: proxies.queue.url,
    SMTP_URL: proxies.mail.url,
    LOG_LEVEL: 'debug',
    ...SECRETS,
  };
  const daemons = [1, 2].map((at) =>
    createDaemon({ main: older ?? main, name: `daemon-${at}`, folder, variables, onChange: spans.note }),
  );
  releases.add(async () => void (await Promise.all(daemons.map((one) => one.kill()))));
  return { held: { daemons, postgres, redis, mail, rms, proxies }, clock, db, folder, rmsShops, ...spans };
}

/** The spans of time in which nothing could be done. */
function openSpans(clock: WorldClock): Pick<Stage, 'watch' | 'note' | 'blocked'> {
  const spans: { from: number; until: number }[] = [];
  let since: number | null = clock.now();
  let isBlocked = (): boolean => true;
  const note = (): void => {
    const now = clock.now();
    if (isBlocked()) since ??= now;
    else if (since !== null) {
      spans.push({ from: since, until: now });
      since = null;
    }
  };
  return {
    note,
    watch: (look) => {
      isBlocked = look;
      note();
    },
    blocked: () => [...spans, ...(since === null ? [] : [{ from: since, until: clock.now() }])],
  };
}

async function administer(postgres: Postgres, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.urlOf('postgres') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
