// Behaviour 15: a disk that fills, a clock that drifts and a database that no longer clears up are noticed before they stop
// anything: real rows, a real small disk.

import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { lookAtMachine, type MachineParts, startMachineLoop } from '../../../src/service/monitoring/watch-machine.ts';
import { type Desk, OPS, openDesk } from '../../behaviours/desk.ts';
import { testDatabase } from '../../support/database.ts';

const database = testDatabase();
const START = '2026-06-04T09:00:00+09:00';
const NOTHING: MachineParts = { dataDir: null, hostAheadMs: () => null };
const WELL = { disk: null, drift: null, vacuum: null };
let desk: Desk;

beforeEach(async () => {
  desk = await openDesk({ db: database.db, now: START, ops: [OPS] });
});

/** The desk's service, whose database's clock is so far behind the host's. */
const steered = (hostAheadMs: number) => {
  const clock = Object.assign(Object.create(desk.service.clock), { hostAheadMs: () => hostAheadMs });
  return { ...desk.service, clock };
};
const driftFrom = async (hostAheadMs: number, aheadOfRms: number | null) =>
  (await lookAtMachine(steered(hostAheadMs), { ...NOTHING, hostAheadMs: () => aheadOfRms })).drift;

test('all is well: nothing is found, and nothing is told', async () => {
  expect(await lookAtMachine(desk.service, { ...NOTHING, dataDir: tmpdir() })).toEqual(WELL);
});

describe('the clock', () => {
  test.each<[string, number, number | null, string | null]>([
    ['30 s off are allowed', 0, 30_000, null],
    ['ahead of RMS', 0, 62_000, 'RMS +62 s'],
    ['behind RMS', 0, -45_400, 'RMS −45 s'],
    ['the host is wrong and the database is right, which is what counts', 90_000, 90_000, null],
    ['the host is right and the database is not', -90_000, 0, 'RMS +90 s'],
    ['RMS has not answered often enough', 0, null, null],
  ])('%s', async (_, hostAheadMs, aheadOfRms, found) => {
    expect(await driftFrom(hostAheadMs, aheadOfRms)).toBe(found);
  });

  test('a clock that follows no database is compared with nobody', async () => {
    expect((await lookAtMachine(desk.service, { ...NOTHING, hostAheadMs: () => 9_000_000 })).drift).toBeNull();
  });
});

describe('autovacuum', () => {
  afterEach(async () => {
    await sql`drop table if exists left_behind`.execute(database.db);
  });

  test('a table that it has left far behind is named until it is cleared', async () => {
    await sql`create table left_behind (n int) with (autovacuum_enabled = off)`.execute(database.db);
    await database.db.connection().execute(async (db) => {
      await sql`insert into left_behind select generate_series(1, 500002)`.execute(db);
      await sql`delete from left_behind where n > 1`.execute(db);
      await sql`select pg_stat_force_next_flush()`.execute(db);
    });
    await expect.poll(async () => (await lookAtMachine(desk.service, NOTHING)).vacuum).toBe('left_behind');
    await sql`vacuum left_behind`.execute(database.db);
    await expect.poll(async () => (await lookAtMachine(desk.service, NOTHING)).vacuum).toBeNull();
  });
});

describe('the disk', () => {
  let disk: string;

  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'inquiry-sla-disk-'));
  });

  afterEach(async () => {
    if (mounted) execFileSync('umount', [disk]);
    mounted = false;
    await rm(disk, { recursive: true });
  });

  let mounted = false;

  test('that is almost full is told to ops, once', async ({ skip }) => {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', disk], { stdio: 'pipe' });
      mounted = true;
    } catch (error) {
      skip(`no disk can be mounted here: ${String(error)}`);
    }
    const machine = startMachineLoop(desk.service, { ...NOTHING, dataDir: disk });
    await expect.poll(() => machine.loop.lastGoodAt()).not.toBeNull();
    expect(machine.state()).toEqual(WELL);
    await writeFile(join(disk, 'rows'), Buffer.alloc(8 * 1024 ** 2 - 128 * 1024));
    machine.loop.wake();
    await expect.poll(() => machine.state().disk).toBe('0 MiB / 8 MiB');
    // The same where only the embedded database lies on it, by a link.
    const elsewhere = await mkdtemp(join(tmpdir(), 'inquiry-sla-linked-'));
    onTestFinished(() => rm(elsewhere, { recursive: true }));
    await mkdir(join(elsewhere, 'postgres'));
    await symlink(disk, join(elsewhere, 'postgres', 'cluster'));
    expect((await lookAtMachine(desk.service, { ...NOTHING, dataDir: elsewhere })).disk).toBe('0 MiB / 8 MiB');
    machine.loop.wake();
    await machine.loop.stop();
    await desk.tick('2026-06-04T09:01:00+09:00');
    expect(desk.inbox(OPS).map(({ parsed }) => parsed.subject)).toEqual([
      '【監視できていません】ディスクの空きが残りわずかです（満杯になると止まります）',
    ]);
  });

  test('that cannot be asked is an error of the look, not taken for full or empty', async () => {
    const gone = join(disk, 'gone');
    await expect(lookAtMachine(desk.service, { ...NOTHING, dataDir: gone })).rejects.toThrow(/ENOENT/);
  });
});
