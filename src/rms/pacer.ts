// At most one request a second and shop, with jitter (RMS.md "Errors"). One pacer per process, shared by all
// clients; other processes are the business of the `pace` hook. The gap is counted from the END of a request,
// so that two can't arrive closer together than they were sent.

import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';

export interface Pacer {
  /** Runs the task when it is this shop's turn: in order, one at a time, a second apart. */
  run<T>(shop: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Keeps this shop away from RMS for so long (Retry-After). */
  hold(shop: string, ms: number): void;
  /** Milliseconds this shop still has to stay away. */
  pausedFor(shop: string): number;
}

export interface PacerOptions {
  readonly clock: Clock;
  readonly gapMs?: number;
  readonly jitterMs?: number;
  readonly random?: () => number;
}

interface Lane {
  tail: Promise<unknown>;
  freeAt: Instant;
}

/** A pacer on the given clock; its memory is one small record per shop seen. */
export function createPacer({ clock, gapMs = 1000, jitterMs = 250, random = Math.random }: PacerOptions): Pacer {
  const lanes = new Map<string, Lane>();
  const laneOf = (shop: string): Lane => {
    const lane = lanes.get(shop) ?? { tail: Promise.resolve(), freeAt: 0 };
    lanes.set(shop, lane);
    return lane;
  };
  const push = (lane: Lane, ms: number) => {
    lane.freeAt = Math.max(lane.freeAt, clock.now() + ms);
  };

  async function take<T>(lane: Lane, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const wait = lane.freeAt - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
    try {
      return await task();
    } finally {
      push(lane, gapMs + random() * jitterMs);
    }
  }

  return {
    run(shop, task, signal) {
      const lane = laneOf(shop);
      const turn = lane.tail.then(() => take(lane, task, signal));
      lane.tail = turn.catch(() => undefined); // the next one's turn comes whatever happened to this one
      return turn;
    },
    hold: (shop, ms) => push(laneOf(shop), ms),
    pausedFor: (shop) => Math.max(0, laneOf(shop).freeAt - clock.now()),
  };
}
