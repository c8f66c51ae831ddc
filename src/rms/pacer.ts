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
  /** By the clock as it was when `freeAt` was said. */
  saidAt: Instant;
}

/** A pacer on the given clock; its memory is one small record per shop seen. */
export function createPacer({ clock, gapMs = 1000, jitterMs = 250, random = Math.random }: PacerOptions): Pacer {
  const lanes = new Map<string, Lane>();
  const laneOf = (shop: string): Lane => {
    const lane = lanes.get(shop) ?? { tail: Promise.resolve(), freeAt: 0, saidAt: 0 };
    lanes.set(shop, lane);
    return lane;
  };
  /** A clock that was set back makes nobody wait longer than was said. */
  const left = (lane: Lane): number => {
    const now = clock.now();
    if (now < lane.saidAt) {
      lane.freeAt -= lane.saidAt - now;
      lane.saidAt = now;
    }
    return Math.max(0, lane.freeAt - now);
  };
  const push = (lane: Lane, ms: number) => {
    const wait = Math.max(left(lane), ms);
    lane.saidAt = clock.now();
    lane.freeAt = lane.saidAt + wait;
  };

  async function take<T>(lane: Lane, task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const wait = left(lane);
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
    pausedFor: (shop) => left(laneOf(shop)),
  };
}
