// The loops of a process that works, each with a time of its own, and the lanes beside them for what may take long:
// a mail server or a source that never answers costs its lane, and no flag (src/README.md, invariant 6).

import { recordSign } from '../../store/status/heartbeats.ts';
import { startTicker, type Ticker } from '../loop.ts';
import { type SelfParts, tickDone, watchSelf } from '../monitoring/detect-own-gaps.ts';
import { deliver } from '../notifications/deliver-notification.ts';
import { readDueFeeds } from '../outside-calendars/import-feeds.ts';
import type { Service } from '../service.ts';
import { type Lane, openLane } from './lane.ts';
import type { SourceLanes } from './source-lanes.ts';
import { FEEDS, TICK_MS, tickMails, tickWatch, tickWorker } from './sweep.ts';

/** While alarms cannot be armed the tick takes over their precision (src/README.md, invariant 1). */
const UNARMED_TICK_MS = 1_000;
const DELIVERIES_AT_ONCE = 5;
/** Between two looks for due sources while some are being read. */
const LOOK_REAL_MS = 1_000;

export interface WorkerParts extends SelfParts {
  /** Measures the database's clock again. */
  readonly refreshClock: () => Promise<void>;
  /** Where mails are delivered. */
  readonly deliveries: Lane;
}

export interface WorkerLoops {
  readonly tickers: readonly Ticker[];
  /** An alarm rang and raised what was due: what that makes owed goes out now. */
  wakeMails(): void;
}

/** The only place of a process that sends mails and webhooks, whoever asks for it. */
export function openDeliveries(service: Service): Lane {
  const work = async (outboxId: string) => void (await deliver(service, Number(outboxId)));
  return openLane('deliveries', work, { atOnce: DELIVERIES_AT_ONCE, logger: service.logger });
}

/** Reads imported calendars, so many at once as one claim takes. */
export function openFeeds(service: Service): Lane {
  return openLane(FEEDS, (_, signal) => readDueFeeds(service, signal), { atOnce: 1, logger: service.logger });
}

/** Fires, watches and wakes mails every 30 s; fires and wakes them every second while nothing can be armed. */
export function startWorkerLoops(service: Service, { deliveries, ...parts }: WorkerParts): WorkerLoops {
  const mails = startTicker('mail', async () => after(tickMails(service, deliveries)), service);
  const watch = startTicker('watch', async () => after(tickWatch(service)), service);
  const work = async () => {
    await parts.refreshClock();
    const { armed } = await tickWorker(service);
    mails.wake();
    await watchSelf(service, parts);
    await tickDone(service);
    // With nothing due soon there was nothing to arm, and nothing shows that the queue is away.
    return armed && parts.queueAwaySince() === null ? TICK_MS : UNARMED_TICK_MS;
  };
  const worker = startTicker('worker', work, service);
  return { tickers: [worker, mails, watch], wakeMails: mails.wake };
}

/**
 * Reads what is due: looks again within a second while anything is, else every 30 s. No queue is asked: a source belongs to
 * whoever claims it, in batches, which wakes nobody in vain and needs no contact with anything but the database.
 */
export function startSourceLoop(
  service: Service,
  sources: Pick<SourceLanes, 'polls' | 'readDue'>,
  feeds: Lane,
): Ticker {
  const { clock } = service;
  let signedAt = Number.NEGATIVE_INFINITY;
  const round = async (): Promise<number> => {
    const now = clock.now();
    if (now - signedAt >= TICK_MS || now < signedAt) {
      signedAt = now;
      feeds.offer([FEEDS]);
      await recordSign(service.db, 'source-tick', now);
    }
    const claimed = await sources.readDue();
    return claimed > 0 || sources.polls.busy() > 0 ? Math.min(TICK_MS, LOOK_REAL_MS / clock.realMs(1)) : TICK_MS;
  };
  return startTicker('source', round, service);
}

/** Keeps the clock of a process without a worker on the database's. */
export function startClockLoop(service: Service, refreshClock: () => Promise<void>): Ticker {
  return startTicker('clock', async () => after(refreshClock()), service);
}

async function after(round: Promise<void>): Promise<number> {
  await round;
  return TICK_MS;
}
