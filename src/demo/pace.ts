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
const PATIENCE_REAL_MS = 60_000;

/** Holds the clock where it must wait, until the signal. After a minute on one spot it lets go for good. */
export async function keepPace({ clock, db, opening, oldestUntold, signal }: PaceOptions): Promise<void> {
  let stoodAt = { instant: clock.now(), since: performance.now() };
  while (!signal.aborted) {
    const limit = opening() ? clock.now() : await limitOf(clock.now(), db(), oldestUntold());
    if (opening() || clock.now() > stoodAt.instant) stoodAt = { instant: clock.now(), since: performance.now() };
    if (performance.now() - stoodAt.since > PATIENCE_REAL_MS) break;
    clock.setLimit(limit);
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
