// Clocks for tests: one that moves only when told to, and one that runs faster than the real one.

import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../src/core/clock.ts';
import type { Instant } from '../../src/core/model.ts';
import { createAcceleratedClock } from '../../src/demo/accelerated-clock.ts';

export interface ManualClock extends Clock {
  /** Jumps there without waking anybody on the way; sleepers whose time has come wake at once. */
  set(instant: Instant): void;
  /** Moves on, stopping at each sleeper's instant so that what it does next sees that time. */
  advance(ms: number): Promise<void>;
  /** How many wait in `sleep`. */
  sleepers(): number;
}

interface Sleeper {
  readonly at: Instant;
  wake(): void;
}

/** A clock that stands at `start` (epoch ms) until it is set or advanced. */
export function manualClock(start: Instant): ManualClock {
  let now = start;
  let waiting: Sleeper[] = [];
  const wakeDue = (): void => {
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const sleeper of due) sleeper.wake();
  };
  return {
    now: () => now,
    realMs: (virtualMs) => virtualMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const sleeper: Sleeper = { at: now + ms, wake: resolve };
        waiting.push(sleeper);
        signal?.addEventListener('abort', () => {
          waiting = waiting.filter((other) => other !== sleeper);
          reject(signal.reason);
        });
        wakeDue();
      }),
    set: (instant) => {
      now = instant;
      wakeDue();
    },
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        await turn();
        const next = Math.min(end, ...waiting.map(({ at }) => at));
        now = Math.max(now, next);
        wakeDue();
        if (now >= end && !waiting.some(({ at }) => at <= end)) break;
      }
      await turn();
    },
    sleepers: () => waiting.length,
  };
}

/**
 * A clock that starts at `start` (epoch ms) and runs `factor` times as fast as the real one, in steps: when the machine
 * stands still, so does its time.
 */
export function acceleratedClock(start: Instant, factor: number): Clock {
  const clock = createAcceleratedClock(start, factor);
  clock.begin();
  return clock;
}

/** Processor time (ms) that the work takes in this process: the machine may do much else meanwhile. */
export async function processorMs(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
