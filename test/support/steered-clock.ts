// A clock that runs `factor` times as fast as the real one and can be put forward: whoever sleeps wakes when his instant
// was passed.

import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../../src/core/clock.ts';
import type { Instant } from '../../src/core/model.ts';
import { createAcceleratedClock } from '../../src/demo/accelerated-clock.ts';

export interface SteeredClock extends Clock {
  /** From now on it is at least `instant`. */
  forwardTo(instant: Instant): void;
}

const LOOK_MS = 20;

/** A clock that shows `start` (epoch ms) now. */
export function steeredClock(start: Instant, factor: number): SteeredClock {
  const running = createAcceleratedClock(start, factor);
  running.begin();
  let ahead = 0;
  const now = (): Instant => running.now() + ahead;
  const { realMs } = running;
  return {
    now,
    realMs,
    sleep: async (ms, signal) => {
      try {
        for (const until = now() + ms; now() < until; )
          await delay(Math.min(LOOK_MS, realMs(until - now())), undefined, { signal });
      } catch {
        throw signal!.reason;
      }
    },
    forwardTo: (instant) => {
      ahead += Math.max(0, instant - now());
    },
  };
}
