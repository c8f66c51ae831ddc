// A loop that works, waits, works again until it is stopped; stopping waits for the work under way.

import type { Logger } from 'pino';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';

export interface Ticker {
  /** When the work last ended well, or null. */
  lastGoodAt(): Instant | null;
  stop(): Promise<void>;
}

/** On an accelerated clock a tick may be due within microseconds; real machines need a breath in between. */
const SHORTEST_WAIT_REAL_MS = 200;
const AFTER_FAILURE_MS = 1_000;

/**
 * Starts the loop. `work` returns the milliseconds (of the clock) until it wants to run again; a failure is logged and
 * tried again after a second.
 */
export function startTicker(
  name: string,
  work: (signal: AbortSignal) => Promise<number>,
  { clock, logger }: { clock: Clock; logger: Logger },
): Ticker {
  const stopped = new AbortController();
  let goodAt: Instant | null = null;

  async function once(): Promise<number> {
    try {
      const wait = await work(stopped.signal);
      goodAt = clock.now();
      return wait;
    } catch (error) {
      if (!stopped.signal.aborted) logger.error({ err: error, loop: name }, 'work failed, tried again in a second');
      return AFTER_FAILURE_MS;
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const wait = await once();
      const shortest = SHORTEST_WAIT_REAL_MS / clock.realMs(1);
      await clock.sleep(Math.max(wait, shortest), stopped.signal).catch(ignoreAbort);
    }
  }

  const running = run();
  return {
    lastGoodAt: () => goodAt,
    stop: () => {
      stopped.abort(new Error('stopped'));
      return running;
    },
  };
}

/** The only way a sleep of the clock fails is that we stop. */
function ignoreAbort(): void {}

/** Real milliseconds since the slowest loop last ended well; null before the first time. */
export function oldestTick(tickers: readonly Ticker[], clock: Clock): number | null {
  const ages = tickers.map((ticker) => ticker.lastGoodAt());
  if (ages.some((at) => at === null)) return null;
  return clock.realMs(clock.now() - Math.min(clock.now(), ...(ages as number[])));
}
