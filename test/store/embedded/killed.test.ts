// The embedded PostgreSQL after kill -9, of us, of the server, or of both.

import { spawn } from 'node:child_process';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { openEmbeddedPostgres } from '../../../src/store/embedded/embedded-postgres.ts';
import { ask, embeddedFolder, otherProcess, serverOn } from '../../support/embedded.ts';
import { eventually } from '../../support/eventually.ts';

const logger = pino({ level: 'silent' });
const folder = embeddedFolder();
afterAll(() => folder.remove());

async function open(dataDir: string): Promise<{ url: string; close(): Promise<void> }> {
  const embedded = await openEmbeddedPostgres({ dataDir, logger });
  onTestFinished(() => embedded.close());
  return embedded;
}

/** A folder with a database that another process made, holds, and has put 42 into. */
async function held() {
  const dataDir = folder.fresh();
  const other = await otherProcess(dataDir);
  await ask(other.url, 'create table note as select 42 as n');
  return { dataDir, other, server: serverOn(dataDir)!.pid };
}

test('an orphaned server is stopped and the data served by a new one', async () => {
  const { dataDir, other, server } = await held();
  await other.kill();
  expect(serverOn(dataDir)?.pid).toBe(server);
  const ours = await open(dataDir);
  expect(serverOn(dataDir)?.pid).not.toBe(server);
  expect(await ask(ours.url, 'select n from note')).toEqual([42]);
});

test('server and process killed: the next start recovers', async () => {
  const { dataDir, other, server } = await held();
  other.process.kill('SIGSTOP');
  process.kill(server, 'SIGKILL');
  await other.kill();
  const ours = await open(dataDir);
  expect(await ask(ours.url, 'select n from note')).toEqual([42]);
});

test('a stale postmaster.pid whose id somebody else has by now does not stop the start', async () => {
  const { dataDir, other } = await held();
  await other.close();
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  onTestFinished(() => void stranger.kill('SIGKILL'));
  const pgdata = join(realpathSync(join(dataDir, 'cluster')), 'data');
  const pidFile = [stranger.pid, pgdata, 1_700_000_000, 54_321, '', '127.0.0.1', '  1234567      1234', 'ready   ', ''];
  writeFileSync(join(pgdata, 'postmaster.pid'), pidFile.join('\n'));
  const ours = await open(dataDir);
  expect(await ask(ours.url, 'select n from note')).toEqual([42]);
  expect(stranger.exitCode).toBeNull();
});

test('a server killed under a living process comes back under the same URL', async () => {
  const dataDir = folder.fresh();
  const ours = await open(dataDir);
  await ask(ours.url, 'create table note as select 42 as n');
  process.kill(serverOn(dataDir)!.pid, 'SIGKILL');
  expect(await eventually(() => ask(ours.url, 'select n from note'))).toEqual([42]);
  await ours.close();
  expect(serverOn(dataDir)).toBeNull();
});

test('a server killed under two processes comes back for both, and one server only', async () => {
  const { dataDir, other, server } = await held();
  const ours = await open(dataDir);
  expect(ours.url).toBe(other.url);
  process.kill(server, 'SIGKILL');
  expect(await eventually(() => ask(ours.url, 'select n from note'))).toEqual([42]);
  await eventually(async () => (await leases(ours.url)) === 2);
  await other.close();
  expect(await ask(ours.url, 'select n from note')).toEqual([42]);
  await ours.close();
  expect(serverOn(dataDir)).toBeNull();
});

test('files of another PostgreSQL version are refused with what to do', async () => {
  const { dataDir, other } = await held();
  await other.close();
  const file = join(realpathSync(join(dataDir, 'cluster')), 'data/PG_VERSION');
  writeFileSync(file, readFileSync(file, 'utf8').replace('18', '17'));
  await expect(open(dataDir)).rejects.toThrow(/PostgreSQL 17, this release carries 18.*DATABASE_URL/);
});

async function leases(url: string): Promise<number> {
  const [count] = await ask(
    url,
    `select count(*)::int from pg_stat_activity where application_name = 'inquiry-sla lease'`,
  );
  return count as number;
}
