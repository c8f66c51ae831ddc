// A database that is stopped (SIGSTOP: a machine that swaps, a paused container) under a running service: it is seen while
// it lasts, every loop gives up and goes on by itself, and what fell due meanwhile is raised once.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import pino from 'pino';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openApp } from '../../../src/app.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { closeDatabase, openDatabase } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { manualClock } from '../../support/clock.ts';
import { embeddedFolder, otherProcess, serverOn } from '../../support/embedded.ts';
import { environmentOf } from '../../support/environment.ts';
import { eventually } from '../../support/eventually.ts';
import { at, eventOf, shopOf, testService } from '../../support/service.ts';

const folders = embeddedFolder();
afterAll(() => folders.remove());

const DUE = at('2026-06-03T00:00:00+09:00');
/** A minute: longer than the longest limit of a statement and the silence after it. */
const GIVES_UP_MS = 60_000;

/** The server's process and every one that it started. */
function family(postmaster: number): number[] {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === postmaster)
    .map(Number);
  return [postmaster, ...children];
}

function parentOf(pid: string): number | null {
  try {
    return Number(/^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  } catch {
    // It ended meanwhile.
    return null;
  }
}

test.skipIf(process.platform !== 'linux')(
  'a stopped database is seen, given up, and met again',
  { timeout: 240_000 },
  async () => {
    const dataDir = folders.fresh();
    const { url } = await otherProcess(dataDir);
    const silent = pino({ level: 'silent' });
    const look = openDatabase(url, { max: 2, logger: silent });
    onTestFinished(() => closeDatabase(look));
    await migrate(look, { logger: silent });
    const shop = shopOf('sample-tea', { mail: { sendWindow: 'always' } });
    const { service } = await testService({ db: look, shops: [shop], now: '2026-06-01T09:00:00+09:00' });

    const failed = new Set<string>();
    const lines = { write: (line: string) => noteFailure(failed, line) };
    const clock = manualClock(at('2026-06-01T10:00:00+09:00'));
    const app = await openApp({
      config: service.config,
      environment: environmentOf(url),
      dataDir: join(dataDir, 'app'),
      roles: new Set(['worker', 'source', 'http']),
      logger: pino({ level: 'error' }, lines),
      openClock: async () => clock,
    });
    const postmaster = serverOn(dataDir)!.pid;
    let stopped: number[] = [];
    const goOn = (): void => {
      for (const pid of stopped.splice(0)) process.kill(pid, 'SIGCONT');
    };
    onTestFinished(async () => {
      goOn();
      await app.close();
    });
    await intake(app.service, [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00')], 'api');
    const ready = async () =>
      (await (await fetch(`${app.url}/readyz`)).json()) as { ready: boolean; matters: string[] };
    await eventually(async () => clock.advance(30_000).then(async () => (await ready()).ready));

    stopped = family(postmaster);
    for (const pid of stopped) process.kill(pid, 'SIGSTOP');
    clock.set(DUE);
    await eventually(async () => {
      const now = await ready();
      return !now.ready && now.matters.includes('database');
    });
    // Each by its own limit.
    await eventually(() => clock.advance(1_000).then(() => failed.has('worker') && failed.has('arm')), GIVES_UP_MS);

    goOn();
    await eventually(async () => clock.advance(1_000).then(async () => (await flags()) === 1), GIVES_UP_MS);
    await eventually(async () => clock.advance(30_000).then(async () => (await ready()).ready), GIVES_UP_MS);
    expect(await flags()).toBe(1);

    async function flags(): Promise<number> {
      const { rows } = await sql<{ n: number }>`select count(*)::int as n from step where step = 'flag'`.execute(look);
      return rows[0]!.n;
    }
  },
);

function noteFailure(failed: Set<string>, line: string): void {
  const { loop } = JSON.parse(line) as { loop?: string };
  if (loop !== undefined) failed.add(loop);
}
