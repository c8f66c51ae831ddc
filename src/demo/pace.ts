// Keeps the story's time from running away from a slow machine: it never is more than a few hours ahead of the oldest
// thing that the service has not done. What is never done must not stop the story, it must show in its verdict.

import { setTimeout as delay } from 'node:timers/promises';
import type { Instant } from '../core/model.ts';
import type { Db } from '../store/schema.ts';
import type { AcceleratedClock } from './accelerated-clock.ts';
import { readOldestUndone } from './happened.ts';

export interface PaceOptions {
  readonly clock: AcceleratedClock;
  /** Null while the service is down: then nobody is waited for. */
  readonly db: () => Db | null;
  /** Whether the service is being opened: that takes a machine seconds, which would be days of the story. */
  readonly opening: () => boolean;
  /** The oldest event that a source of the story has not told yet. */
  readonly oldestUntold: () => Instant;
  readonly signal: AbortSignal;
}

const HOUR_MS = 3_600_000;
/** Well below the ten hours that the story keeps between an answer and a mail. */
const SERVICE_LEASH_MS = 6 * HOUR_MS;
/** Below the shortest step of the chat desk. */
const SOURCE_LEASH_MS = HOUR_MS;
/** The shortest send window. */
const SENDABLE_FOR_MS = 9 * HOUR_MS;
const LOOK_REAL_MS = 25;
/** So long on one spot the clock stands; then it creeps, since some of what is undone comes only with time: a mail whose
 * worker died, a repeat. After a minute it lets go. */
const STANDS_REAL_MS = 3_000;
const PATIENCE_REAL_MS = 60_000;
/** At each look, some 20 minutes a second. */
const CREEP_MS = 30_000;

/** Holds the clock where it must wait, until the signal. After a minute on one spot it lets go for good. */
export async function keepPace({ clock, db, opening, oldestUntold, signal }: PaceOptions): Promise<void> {
  let stood = { limit: Number.NaN, since: performance.now() };
  while (!signal.aborted) {
    const limit = opening() ? clock.now() : await limitOf(clock.now(), db(), oldestUntold());
    const stands = !opening() && limit === stood.limit && clock.now() >= limit;
    if (!stands) stood = { limit, since: performance.now() };
    const stoodMs = performance.now() - stood.since;
    if (stoodMs > PATIENCE_REAL_MS) break;
    clock.setLimit(stoodMs > STANDS_REAL_MS ? clock.now() + CREEP_MS : limit);
    await delay(LOOK_REAL_MS, undefined, { signal }).catch(() => {});
  }
  clock.setLimit(Number.POSITIVE_INFINITY);
}

async function limitOf(now: Instant, db: Db | null, oldestUntold: Instant): Promise<Instant> {
  if (db === null) return Number.POSITIVE_INFINITY;
  // A database that is being closed has nothing to say.
  const undone = await readOldestUndone(db, now, SENDABLE_FOR_MS).catch(() => null);
  return Math.min((undone ?? now) + SERVICE_LEASH_MS, oldestUntold + SOURCE_LEASH_MS);
}
