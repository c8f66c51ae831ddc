// The story's time waits while the service is being opened, however long a machine takes for that.

import { expect, test } from 'vitest';
import { keepPace } from '../../src/demo/pace.ts';
import { closeDatabase, openDatabase } from '../../src/store/database.ts';
import { manualClock } from '../support/clock.ts';
import { silentLogger } from '../support/database.ts';

test('the clock is held while the service is being opened, and let go when it is down', async () => {
  const clock = manualClock(1_000);
  const limits: number[] = [];
  const stopping = new AbortController();
  let opening = true;
  await keepPace({
    clock: {
      ...clock,
      begin: () => {},
      forwardTo: () => {},
      setFactor: () => {},
      setLimit: (limit) => {
        limits.push(limit);
        if (limits.length === 2) opening = false;
        if (limits.length === 3) stopping.abort();
      },
    },
    db: () => null,
    opening: () => opening,
    oldestUntold: () => Number.POSITIVE_INFINITY,
    signal: stopping.signal,
  });
  expect(limits.slice(0, 3)).toEqual([1_000, 1_000, Number.POSITIVE_INFINITY]);
});

test('a clock that stands for some seconds creeps on: what comes only with time may be what it waits for', async () => {
  const clock = manualClock(10_000_000);
  // Of it nothing is known: only the source holds the clock.
  const closed = openDatabase('postgres://nobody@127.0.0.1:1/none', { max: 1, logger: silentLogger });
  await closeDatabase(closed);
  const limits: number[] = [];
  const stopping = new AbortController();
  await keepPace({
    clock: {
      ...clock,
      begin: () => {},
      forwardTo: () => {},
      setFactor: () => {},
      setLimit: (limit) => {
        limits.push(limit);
        if (limit > clock.now()) stopping.abort();
      },
    },
    db: () => closed,
    opening: () => false,
    oldestUntold: () => 0,
    signal: stopping.signal,
  });
  const [creeping, free] = limits.slice(-2);
  expect(new Set(limits.slice(0, -2))).toEqual(new Set([3_600_000]));
  expect(creeping).toBe(10_030_000);
  expect(free).toBe(Number.POSITIVE_INFINITY);
});
