// The story's time waits while the service is being opened, however long a machine takes for that.

import { expect, test } from 'vitest';
import { keepPace } from '../../src/demo/pace.ts';
import { manualClock } from '../support/clock.ts';

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
