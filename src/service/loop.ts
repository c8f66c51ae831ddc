// A loop that works, waits, works again until it is stopped; stopping waits for the work under way.
// A loop that hangs says nothing by itself, so each run has a watchdog, and each loop shows since when it runs.

import type { Logger } from 'pino';
import { type Clock, virtualMs } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';

export interface Ticker {
  readonly name: string;
  /** When the work last ended well, or null. */
  lastGoodAt(): Instant | null;
  /** Since when the work under way runs; null between two runs. */
  busySince(): Instant | null;
  /** Real milliseconds after which a run is taken for stuck. */
  readonly limitMs: number;
  /** Works now instead of waiting on; after the work under way, when there is any. */
  wake(): void;
  stop(): Promise<void>;
}

/** What a page or a probe says of a loop. */
export interface LoopState {
  readonly name: string;
  readonly lastGoodAt: Instant | null;
  readonly busySince: Instant | null;
  /** Its run takes so long (a minute of real time, unless it said otherwise) that it is taken for stuck. */
  readonly stuck: boolean;
}

/** On an accelerated clock a tick may be due within microseconds; real machines need a breath in between. */
const SHORTEST_WAIT_REAL_MS = 200;
const AFTER_FAILURE_MS = 1_000;
const STUCK_REAL_MS = 60_000;

interface TickerParts {
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface TickerOptions {
  /** Real milliseconds after which a run is taken for stuck; default a minute. */
  readonly limitMs?: number;
}

/**
 * Starts the loop. `work` returns the milliseconds (of the clock) until it wants to run again; a failure is logged and
 * tried again after a second.
 */
export function startTicker(
  name: string,
  work: (signal: AbortSignal) => Promise<number>,
  { clock, logger }: TickerParts,
  { limitMs = STUCK_REAL_MS }: TickerOptions = {},
): Ticker {
  const stopped = new AbortController();
  let goodAt: Instant | null = null;
  let busySince: Instant | null = null;
  let isWanted = false;
  let waiting = new AbortController();

  async function once(): Promise<number> {
    const watchdog = setTimeout(() => {
      logger.error({ loop: name, seconds: limitMs / 1_000 }, 'a loop is stuck: its work does not end');
    }, limitMs);
    watchdog.unref();
    busySince = clock.now();
    try {
      const wait = await work(stopped.signal);
      goodAt = clock.now();
      return wait;
    } catch (error) {
      if (!stopped.signal.aborted) logger.error({ err: error, loop: name }, 'work failed, tried again in a second');
      return AFTER_FAILURE_MS;
    } finally {
      busySince = null;
      clearTimeout(watchdog);
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      isWanted = false;
      const wait = await once();
      if (isWanted || stopped.signal.aborted) continue;
      waiting = new AbortController();
      const shortest = virtualMs(clock, SHORTEST_WAIT_REAL_MS);
      await clock.sleep(Math.max(wait, shortest), waiting.signal, name).catch(ignoreAbort);
    }
  }

  const running = run();
  return {
    name,
    limitMs,
    lastGoodAt: () => goodAt,
    busySince: () => busySince,
    wake: () => {
      isWanted = true;
      waiting.abort(new Error('woken'));
    },
    stop: () => {
      stopped.abort(new Error('stopped'));
      waiting.abort(new Error('stopped'));
      return running;
    },
  };
}

/** The only way a sleep of the clock fails is that we stop or are woken. */
function ignoreAbort(): void {}

/** Real milliseconds since the slowest loop last ended well; null before the first time. */
export function oldestTick(tickers: readonly Ticker[], clock: Clock): number | null {
  const ages = tickers.map((ticker) => ticker.lastGoodAt());
  if (ages.some((at) => at === null)) return null;
  return clock.realMs(clock.now() - Math.min(clock.now(), ...(ages as number[])));
}

/** How each loop is, for whoever asks whether this process does its work. */
export function loopStates(tickers: readonly Ticker[], clock: Clock): LoopState[] {
  return tickers.map((ticker) => {
    const busySince = ticker.busySince();
    const stuck = busySince !== null && clock.realMs(clock.now() - busySince) >= ticker.limitMs;
    return { name: ticker.name, lastGoodAt: ticker.lastGoodAt(), busySince, stuck };
  });
}

/** The names of those whose run does not end. */
export const stuckOf = (states: readonly LoopState[]): string[] =>
  states.filter(({ stuck }) => stuck).map(({ name }) => name);
