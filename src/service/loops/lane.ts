// A lane: work that may take long (a mail server, a shop's source), done beside the loops and never waited for by them.
// Only so much runs at once; a key that waits or runs already is not taken twice.

import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';

export interface Lane {
  readonly name: string;
  /** Does the work for this key when its turn comes, once for all who ask meanwhile; rejects as the work does. */
  run(key: string): Promise<void>;
  /** As `run`, without waiting: what fails is logged, and tried when it is offered again. */
  offer(keys: readonly string[]): void;
  /** How many are in work. */
  busy(): number;
  /** Takes nothing more, drops what waits, and waits a bounded time for what is in work. */
  stop(): Promise<void>;
}

export interface LaneOptions {
  /** In work at the same time, at most. */
  readonly atOnce: number;
  readonly logger: Logger;
  /** Real milliseconds that stopping waits for what is in work; what it leaves behind is tried again elsewhere. */
  readonly patienceMs?: number;
}

/** As long as the queue gives its handlers. */
const PATIENCE_MS = 10_000;

export function openLane(
  name: string,
  work: (key: string, signal: AbortSignal) => Promise<void>,
  { atOnce, logger, patienceMs = PATIENCE_MS }: LaneOptions,
): Lane {
  const taken = new Map<string, Promise<void>>();
  const waiting: (() => void)[] = [];
  const stopping = new AbortController();
  // Whatever is in work listens to it.
  setMaxListeners(0, stopping.signal);
  let busy = 0;

  async function inTurn(key: string): Promise<void> {
    // Whoever ends hands its place on, so that it is never free in between.
    if (busy < atOnce) busy++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      stopping.signal.throwIfAborted();
      await work(key, stopping.signal);
    } finally {
      taken.delete(key);
      const next = waiting.shift();
      if (next === undefined) busy--;
      else next();
    }
  }

  function run(key: string): Promise<void> {
    const known = taken.get(key);
    if (known !== undefined) return known;
    const running = inTurn(key);
    taken.set(key, running);
    return running;
  }

  return {
    name,
    run,
    offer: (keys) => {
      for (const key of keys) {
        if (stopping.signal.aborted) return;
        run(key).catch((error: unknown) => {
          if (!stopping.signal.aborted) logger.error({ err: error, lane: name, key }, 'work failed, tried again later');
        });
      }
    },
    busy: () => busy,
    stop: async () => {
      stopping.abort(new Error('the service stops'));
      for (const wake of waiting.splice(0)) wake();
      const over = new AbortController();
      const limit = pause(patienceMs, undefined, { signal: over.signal, ref: false }).catch(() => undefined);
      await Promise.race([Promise.allSettled(taken.values()), limit]);
      over.abort();
    },
  };
}
