// The loops of a process that works: the worker's tick, and the reading of sources.

import type { Service } from './service.ts';
import { TICK_MS, tickSources, tickWorker } from './tick.ts';
import { startTicker, type Ticker } from './ticker.ts';
import { type SelfParts, tickDone, watchSelf } from './watch-self.ts';

/** While alarms cannot be armed the tick takes over their precision (design.md, invariant 1). */
const UNARMED_TICK_MS = 1_000;

export interface WorkerParts extends SelfParts {
  /** Measures the database's clock again. */
  readonly refreshClock: () => Promise<void>;
}

/** Fires, mails and watches every 30 s; every second while nothing can be armed. */
export function startWorkerLoop(service: Service, parts: WorkerParts): Ticker {
  const work = async () => {
    await parts.refreshClock();
    await watchSelf(service, parts);
    const { armed } = await tickWorker(service);
    await tickDone(service);
    return armed ? TICK_MS : UNARMED_TICK_MS;
  };
  return startTicker('worker', work, service);
}

/** Wakes what is due to be read every 30 s. */
export function startSourceLoop(service: Service): Ticker {
  const work = async (signal: AbortSignal) => {
    await tickSources(service, signal);
    return TICK_MS;
  };
  return startTicker('source', work, service);
}
