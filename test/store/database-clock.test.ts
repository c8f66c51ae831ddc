// The database's clock as the one clock of the process.

import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import {
  type ClockJump,
  type DatabaseClockOptions,
  openDatabaseClock,
  openSteeredClock,
  systemClock,
} from '../../src/store/database-clock.ts';
import { testDatabase } from '../support/database.ts';

const store = testDatabase();

/** A machine that stands still between two looks makes them differ by as much. */
const STALL_MS = 20_000;

/** A clock that follows another one, which is ahead of this host's by what `aheadMs` says at that time. */
const follow = (aheadMs: () => number, options: DatabaseClockOptions = {}) =>
  openSteeredClock(async () => performance.timeOrigin + aheadMs(), options);

const hostNow = (): number => performance.timeOrigin + performance.now();

test('it says what the database says', async () => {
  const clock = await openDatabaseClock(store.db);
  const before = clock.now();
  const { rows } = await sql<{ at: number }>`select clock_timestamp() as at`.execute(store.db);
  const after = clock.now();
  // The measurement errs by half its round trip at most; a second is far beyond that.
  expect(rows[0]!.at).toBeGreaterThan(before - STALL_MS);
  expect(rows[0]!.at).toBeLessThan(after + STALL_MS);
});

test('it follows a database an hour ahead of this host, and says how far the host is off', async () => {
  const clock = await follow(() => 3_600_000);
  expect(Math.abs(clock.now() - hostNow() - 3_600_000)).toBeLessThan(STALL_MS);
  expect(Math.abs(clock.hostAheadMs() + 3_600_000)).toBeLessThan(60_000);
});

test('instants are whole milliseconds and never go back on a small correction', async () => {
  let ahead = 0;
  const onJump = vi.fn();
  const clock = await follow(() => ahead, { onJump });
  const before = clock.now();
  ahead = -500;
  await clock.refresh();
  expect(Number.isInteger(clock.now())).toBe(true);
  expect(clock.now()).toBeGreaterThanOrEqual(before);
  expect(onJump).not.toHaveBeenCalled();
});

test.each([60_000, -60_000])('a jump of %d ms is reported once and followed', async (by) => {
  let ahead = 0;
  const jumps: ClockJump[] = [];
  const clock = await follow(() => ahead, { jumpMs: 5_000, onJump: (jump) => jumps.push(jump) });
  ahead = by;
  await clock.refresh();
  await clock.refresh();
  expect(jumps).toHaveLength(1);
  expect(Math.abs(jumps[0]!.measured - jumps[0]!.expected - by)).toBeLessThan(STALL_MS);
  expect(Math.abs(clock.now() - hostNow() - by)).toBeLessThan(STALL_MS);
});

test('a failed measurement is thrown and leaves the clock running', async () => {
  let broken = false;
  const clock = await follow(() => {
    if (broken) throw new Error('connection lost');
    return 0;
  });
  broken = true;
  await expect(clock.refresh()).rejects.toThrow('connection lost');
  expect(Math.abs(clock.now() - hostNow())).toBeLessThan(STALL_MS);
});

test('sleep ends by itself, or with the reason of the signal', async () => {
  await systemClock.sleep(1);
  const controller = new AbortController();
  const sleeping = systemClock.sleep(2 ** 40, controller.signal);
  controller.abort(new Error('shutting down'));
  await expect(sleeping).rejects.toThrow('shutting down');
  await expect(systemClock.sleep(1, AbortSignal.abort('early'))).rejects.toBe('early');
});
