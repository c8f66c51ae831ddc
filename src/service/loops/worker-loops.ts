// The loops of a process that works. Each has a time, a connection and a watchdog of its own, and the lanes stand beside
// them for what may take long: a lock, a mail server or a source that never answers costs its own loop or lane, and no
// flag (src/README.md, invariant 6).

import { virtualMs } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import { recordSign } from '../../store/status/heartbeats.ts';
import { recomputeGoalDays } from '../goals/recompute-days.ts';
import { warnOfGoals } from '../goals/warn-of-goals.ts';
import { loopStates, startTicker, stuckOf, type Ticker } from '../loop.ts';
import { clockSetBack } from '../monitoring/detect-clock-set-back.ts';
import { lookAtSelf, notifyOfSelf, type SelfParts, tickDone } from '../monitoring/detect-own-gaps.ts';
import { watchSources } from '../monitoring/detect-silent-sources.ts';
import type { ServiceCause } from '../monitoring/incident-causes.ts';
import { readDueFeeds } from '../outside-calendars/import-feeds.ts';
import type { Service } from '../service.ts';
import { armDue } from '../steps/arm-alarms.ts';
import { fireFree, fireLocked } from '../steps/raise-due-steps.ts';
import { type Lane, openLane } from './lane.ts';
import type { SourceLanes } from './source-lanes.ts';
import { FEEDS, TICK_MS, tickCalendars, tickClaims, tickLists, tickMails } from './sweep.ts';

/** While alarms cannot be armed the tick takes over their precision (src/README.md, invariant 1). */
const UNARMED_TICK_MS = 1_000;
/** Alarms reach 90 s ahead: until then one round of arming may hang or fail. */
const ARMED_FOR_MS = 2 * TICK_MS;
/**
 * After a jump of the clock: whatever this process began by the wrong one, as a read of a source that never answers, has
 * been written by then, and is put right with the rest.
 */
const SETTLED_REAL_MS = 5 * 60_000;
/** Between two looks for due sources while some are being read. */
const LOOK_REAL_MS = 1_000;

export interface WorkerParts extends Pick<SelfParts, 'queueAwaySince' | 'drainJumps'> {
  /** The same service on connections that nothing but firing uses. */
  readonly due: Service;
  /** Measures the database's clock again. */
  readonly refreshClock: () => Promise<void>;
  /** Where mails are delivered. */
  readonly deliveries: Lane;
}

export interface WorkerLoops {
  readonly tickers: readonly Ticker[];
  /** An alarm rings: raises what is due, and sees to it that what this makes pending goes out now. */
  ring(): Promise<void>;
}

/** Counts the days that changed, then looks at goals. */
async function recomputeGoals(service: Service): Promise<void> {
  await recomputeGoalDays(service);
  await warnOfGoals(service);
}

/** Reads imported calendars, so many at once as one claim takes. */
export function openFeeds(service: Service): Lane {
  return openLane(FEEDS, (_, signal) => readDueFeeds(service, signal), { atOnce: 1, logger: service.logger });
}

/**
 * Arms, fires, makes mails and watches every 30 s, each in a loop of its own; fires every second while nothing can be
 * armed, or arming hangs.
 */
export function startWorkerLoops(service: Service, { due, deliveries, ...parts }: WorkerParts): WorkerLoops {
  const { clock } = service;
  const start = (name: string, round: () => Promise<unknown>) => startTicker(name, () => after(round()), service);
  const mails = startTicker('mail', () => tickMails(service, deliveries), service);
  const lists = start('lists', () => tickLists(service, mails));
  const claims = start('claims', () => tickClaims(service));
  const calendars = start('calendars', () => tickCalendars(service));
  const goals = start('goals', () => recomputeGoals(service));
  const watch = start('watch', () => watchSources(service, clock.now()));
  const locked = startTicker('held', async () => ((await fireLocked(due)) ? 0 : TICK_MS), due);
  const ring = async (): Promise<void> => {
    await fireFree(due);
    locked.wake();
    mails.wake();
  };

  let armed = false;
  const isArmed = (): boolean => {
    const at = arming.lastGoodAt();
    // With nothing due soon there was nothing to arm, and nothing shows that the queue is away.
    return armed && at !== null && clock.now() - at <= ARMED_FOR_MS && parts.queueAwaySince() === null;
  };
  let rounds = 0;
  const fire = async (): Promise<number> => {
    await ring();
    rounds++;
    self.wake();
    return isArmed() ? TICK_MS : UNARMED_TICK_MS;
  };
  const worker = startTicker('worker', fire, due);
  const arm = async (): Promise<number> => {
    armed = await armDue(service, clock.now());
    if (armed && parts.queueAwaySince() === null) return TICK_MS;
    worker.wake();
    return UNARMED_TICK_MS;
  };
  const arming: Ticker = startTicker('arm', arm, service);
  const self = startSelf(service, { ...parts, rounds: () => rounds, tickers: () => tickers });
  const tickers: readonly Ticker[] = [worker, arming, mails, lists, claims, calendars, goals, watch, self, locked];
  return { tickers, ring };
}

interface SelfLoopParts extends Omit<WorkerParts, 'due' | 'deliveries'> {
  /** How often due steps were looked for. */
  readonly rounds: () => number;
  readonly tickers: () => readonly Ticker[];
}

/** Looks whether this process itself is well, and leaves the sign that due steps were looked for. */
function startSelf(service: Service, { refreshClock, rounds, tickers, ...parts }: SelfLoopParts): Ticker {
  const stuckLoops = () => stuckOf(loopStates(tickers(), service.clock));
  const { clock } = service;
  const untold = new Set<ServiceCause>();
  let signed = 0;
  let settlesAt: Instant | null = null;
  const round = async (): Promise<void> => {
    await refreshClock();
    const jumps = parts.drainJumps();
    const settled = clock.now() + virtualMs(clock, SETTLED_REAL_MS);
    if (jumps > 0) {
      settlesAt = settled;
      // Told also if what follows from it fails now.
      untold.add('clock');
    }
    for (const cause of await lookAtSelf(service, { ...parts, drainJumps: () => jumps, stuckLoops })) untold.add(cause);
    if (settlesAt !== null && clock.now() >= settlesAt) {
      // Should it fail, it is tried again after the same time.
      settlesAt = settled;
      await clockSetBack(service, clock.now());
      settlesAt = null;
    }
    const fired = rounds();
    if (fired !== signed) await tickDone(service);
    signed = fired;
    // After the sign: who cannot be told now is told by a later round.
    await notifyOfSelf(service, untold);
    untold.clear();
  };
  return startTicker('self', () => after(round()), service);
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
  return startTicker('clock', () => after(refreshClock()), service);
}

async function after(round: Promise<unknown>): Promise<number> {
  await round;
  return TICK_MS;
}
