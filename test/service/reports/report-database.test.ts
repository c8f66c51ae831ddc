// service: reports are read from a standby that follows the main server for real: what it lacks is missing and said, too far
// behind or away the main server answers. On machines without PostgreSQL's own programs only what needs no standby is tried.

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseMonth } from '../../../src/core/reports/month.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { readReport, readShopMonths } from '../../../src/service/reports/read-month.ts';
import { reportsBehindMs } from '../../../src/service/reports/report-database.ts';
import { closeDatabase, type Database, openDatabase } from '../../../src/store/database.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { recordTick } from '../../../src/store/status/heartbeats.ts';
import { silentLogger as logger } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/run/redis-server.ts';
import { at, eventOf, type TestService, testService } from '../../support/service.ts';

const DEBIAN = '/usr/lib/postgresql';
const bin = existsSync(DEBIAN)
  ? readdirSync(DEBIAN)
      .map((version) => join(DEBIAN, version, 'bin'))
      .find((folder) => ['initdb', 'pg_basebackup'].every((program) => existsSync(join(folder, program))))
  : undefined;
if (bin === undefined)
  process.stderr.write('SKIPPED: no PostgreSQL of Debian; reports from a standby are not tried here\n');
const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const JUNE = parseMonth('2026-06')!;

describe.skipIf(bin === undefined)('reports from a standby', () => {
  let folder: string;
  let main: Database;
  let standbyUrl: string;
  let stopStandby = async (): Promise<void> => {};
  let it: TestService;
  const closing: (() => Promise<unknown>)[] = [];

  const run = (program: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(join(bin!, program), args, { ...account, cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(`${program}: ${stderr}`);
  };

  /** Starts the server of that data folder; its URL, and how to end it. */
  const serve = async (data: string, port: number): Promise<() => Promise<void>> => {
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'fsync=off'];
    const server = spawn(join(bin!, 'postgres'), ['-D', data, ...settings.flatMap((one) => ['-c', one])], {
      ...account,
      cwd: folder,
      stdio: 'ignore',
    });
    const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
    const stop = async (): Promise<void> => {
      server.kill('SIGINT');
      await ended;
    };
    closing.push(stop);
    await eventually(() => spawnSync(join(bin!, 'pg_isready'), ['-h', '127.0.0.1', '-p', String(port)]).status === 0);
    return stop;
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-standby-'));
    chmodSync(folder, 0o777);
    const [port, other] = [await freePort(), await freePort()];
    run('initdb', '-D', 'main', '-U', 'sla', '--auth=trust', '-E', 'UTF8', '--no-sync');
    await serve('main', port);
    run(
      'pg_basebackup',
      '-D',
      'standby',
      '-h',
      '127.0.0.1',
      '-p',
      String(port),
      '-U',
      'sla',
      '-R',
      '-c',
      'fast',
      '--no-sync',
    );
    stopStandby = await serve('standby', other);
    standbyUrl = `postgres://sla@127.0.0.1:${other}/postgres`;
    main = openDatabase(`postgres://sla@127.0.0.1:${port}/postgres`, { max: 4, logger });
    closing.push(() => closeDatabase(main));
    await migrate(main, { logger });
    it = await testService({ db: main, now: '2026-06-10T09:00:00+09:00' });
  }, 120_000);

  afterAll(async () => {
    for (const close of closing.reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The service with a replica that it knows nothing of yet. */
  const withReplica = () => {
    const replica = openDatabase(standbyUrl, { max: 2, logger, isReadOnly: true });
    onTestFinished(() => closeDatabase(replica));
    return { ...it.service, replica };
  };
  const take = (inquiry: string) =>
    intake(it.service, [eventOf('customer_message', 'm1', '2026-06-10T08:00:00+09:00', { inquiry })], 'api');
  const tick = async (when: string): Promise<void> => {
    it.clock.set(at(when));
    await recordTick(main, it.clock.now());
  };
  const episodes = async (service: TestService['service']) => ({
    one: (await readReport(service, 'sample-tea', JUNE))!.total.episodes,
    all: (await readShopMonths(service, [...service.config.shops.values()], JUNE))[0]!.episodes,
  });
  const onStandby = async (statement: string): Promise<unknown[]> => {
    const { replica } = withReplica();
    return (await sql.raw(statement).execute(replica)).rows;
  };

  test('it answers what it has, and says how far it is behind', async () => {
    await take('q1');
    await tick('2026-06-10T09:00:00+09:00');
    await eventually(async () => (await reportsBehindMs(withReplica())) === 0);
    expect(await episodes(withReplica())).toEqual({ one: 1, all: 1 });
    await onStandby('select pg_wal_replay_pause()');
    await take('q2');
    await tick('2026-06-10T09:03:00+09:00');
    expect(await reportsBehindMs(withReplica())).toBe(180_000);
    expect(await episodes(withReplica())).toEqual({ one: 1, all: 1 });
    expect(await episodes(it.service)).toEqual({ one: 2, all: 2 });
  });

  test('more than ten minutes behind it is not asked', async () => {
    await tick('2026-06-10T09:10:30+09:00');
    expect(await reportsBehindMs(withReplica())).toBeNull();
    expect(await episodes(withReplica())).toEqual({ one: 2, all: 2 });
    await onStandby('select pg_wal_replay_resume()');
    await eventually(async () => (await reportsBehindMs(withReplica())) === 0);
  });

  test('nothing is ever written there', async () => {
    await expect(onStandby('insert into worker_tick values (true, now())')).rejects.toThrow(/read-only transaction/);
    const writing = openDatabase(standbyUrl, { max: 1, logger });
    onTestFinished(() => closeDatabase(writing));
    await expect(sql`select 1`.execute(writing)).rejects.toThrow(/DATABASE_URL must name the primary server/);
  });

  test('that it goes away in the midst of things, or is away, costs no report', async () => {
    const service = withReplica();
    expect(await reportsBehindMs(service)).toBe(0);
    await stopStandby();
    expect(await episodes(service)).toEqual({ one: 2, all: 2 });
    expect(await reportsBehindMs(service)).toBeNull();
    expect(await episodes(withReplica())).toEqual({ one: 2, all: 2 });
  });
});
