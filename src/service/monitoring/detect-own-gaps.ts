// Whether we ourselves are well (MAIL.md 15): a queue that is away, a gap in which no worker did its tick, a clock
// that jumped. What cannot be told while it lasts is told after it: a gap is noticed by the next tick or start.

import { atLeast } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import { openIncidentMail } from '../../store/notifications/outbox.ts';
import { lastTick, recordSign, recordTick } from '../../store/status/heartbeats.ts';
import { noteGap } from '../../store/steps/lateness.ts';
import type { Service } from '../service.ts';
import { clockSetBack } from './detect-clock-set-back.ts';
import type { ServiceCause } from './incident-causes.ts';
import { startOfOpsDay } from './ops-day.ts';

/** What the process knows of itself. */
export interface SelfParts {
  /** Since when the queue does not answer, null while it does. */
  readonly queueAwaySince: () => Instant | null;
  /** How often the database's clock jumped since the last call. */
  readonly drainJumps: () => number;
  /** Loops of this process whose run does not end. */
  readonly stuckLoops?: () => readonly string[];
}

/** Real time: ticks come every 30 s whatever the clock's pace. */
const TICK_GAP_REAL_MS = 5 * 60_000;
/** What fell due in a gap this long is told late because of it. */
const GAP_MS = 90_000;
/** On an accelerated clock it passes between two ticks. */
const GAP_REAL_MS = 2_000;
const QUEUE_AWAY_REAL_MS = 10 * 60_000;
/** Clocks of processes, each steered by the database's, differ by less. */
const AHEAD_MS = 10_000;

/** No suspended machine, weekend or holiday: the clock may be years ahead. */
const FAR_MS = 14 * DAY_MS;

/** Before a worker leaves its sign: what is wrong, and what follows from a jump of the clock. Follow with `notifyOfSelf`. */
export async function lookAtSelf(
  service: Service,
  { queueAwaySince, drainJumps, stuckLoops }: SelfParts,
): Promise<ServiceCause[]> {
  const { clock, db } = service;
  // Read before the clock is: what another process signs while the database keeps us waiting is no sign of the future.
  const last = await lastTick(db);
  const now = clock.now();
  const longer = (since: Instant | null, realMs: number) => since !== null && clock.realMs(now - since) > realMs;
  const causes: ServiceCause[] = [];
  const jumped = drainJumps() > 0;
  if (jumped) await recordSign(db, 'clock-jump', now);
  if (last !== null && Math.abs(now - last) > FAR_MS) await recordSign(db, 'clock-far', now);
  // A tick in the future: another process, or this one before a restart, saw the clock ahead.
  if (jumped || (last !== null && last > now + AHEAD_MS)) await clockSetBack(service, now);
  // After a jump the time since the last tick says nothing.
  if (jumped) causes.push('clock');
  else if (last !== null && now - last > atLeast(clock, GAP_MS, GAP_REAL_MS)) {
    await noteGap(db, last, now);
    if (longer(last, TICK_GAP_REAL_MS)) causes.push('tick');
  }
  if (longer(queueAwaySince(), QUEUE_AWAY_REAL_MS)) causes.push('queue');
  if (!jumped && (stuckLoops?.() ?? []).length > 0) causes.push('loop');
  return causes;
}

/** Owes ops a mail for each thing that is wrong, one per cause and day. */
export async function notifyOfSelf(service: Service, causes: Iterable<ServiceCause>): Promise<void> {
  const now = service.clock.now();
  for (const cause of causes) {
    const isNew = await openIncidentMail(service.db, cause, startOfOpsDay(service, now), now);
    if (isNew) service.logger.error({ cause }, 'the service was not well');
  }
}

/** After a worker's whole tick. */
export async function tickDone({ db, clock }: Service): Promise<void> {
  await recordTick(db, clock.now());
}
