// A clock that runs many times faster than the real one: the demo and the stories put it in the place of production's.
// It goes in steps: when the machine stands still, so does its time, and nothing of the story's day is skipped.
// It stands still until `begin` and at its limit; sleepers sleep real time, so they wake all the same.

import { setTimeout as delay } from 'node:timers/promises';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';

export interface AcceleratedClock extends Clock {
  /** Lets the time run from where it stands; it does nothing when it runs already. */
  begin(): void;
  /** Does not pass this instant before the limit is moved; one in the past stops it where it stands. */
  setLimit(limit: Instant): void;
  /** From now on it is at least this instant. Who sleeps already wakes when it would have without. */
  forwardTo(instant: Instant): void;
  /** Goes on with another speed from now on. Who sleeps already wakes when it would have without. */
  setFactor(factor: number): void;
}

/** setTimeout knows no longer delay. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;
/** How often it looks at the real time, and how much of that counts at most since the last look. */
const LOOK_REAL_MS = 20;
const LONGEST_STEP_REAL_MS = 100;

/**
 * A clock that stands at `start` (epoch ms) and, once begun, runs `factor` times as fast as the real one.
 * @throws RangeError for a factor that is not a positive number
 */
export function createAcceleratedClock(start: Instant, factor: number): AcceleratedClock {
  let speed = checked(factor);
  let limit = Number.POSITIVE_INFINITY;
  let shown = start;
  let looked: number | null = null;
  const goOn = (): void => {
    if (looked === null) return;
    const real = performance.now();
    const step = Math.min(real - looked, LONGEST_STEP_REAL_MS);
    shown = Math.min(shown + step * speed, Math.max(shown, limit));
    looked = real;
  };
  const now = (): Instant => {
    goOn();
    return Math.floor(shown);
  };
  const realMs = (virtualMs: number): number => virtualMs / speed;
  return {
    now,
    realMs,
    begin: () => {
      if (looked !== null) return;
      looked = performance.now();
      setInterval(goOn, LOOK_REAL_MS).unref();
    },
    setLimit: (next) => {
      goOn();
      limit = next;
    },
    forwardTo: (instant) => {
      goOn();
      shown = Math.max(shown, instant);
    },
    setFactor: (next) => {
      goOn();
      speed = checked(next);
    },
    sleep: async (virtualMs, signal) => {
      try {
        await delay(Math.min(Math.max(0, realMs(virtualMs)), LONGEST_DELAY_MS), undefined, { signal });
      } catch {
        throw signal!.reason;
      }
    },
  };
}

function checked(factor: number): number {
  if (Number.isFinite(factor) && factor > 0) return factor;
  throw new RangeError(`A clock runs a positive number of times as fast as the real one, not ${factor} times`);
}
