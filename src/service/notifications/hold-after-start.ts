// After a start, what the database knows may be days old: mails wait until every source was tried once, so that an
// outage ends in one mail with the facts of now (RULES.md 5, 7). A source that nobody reads must not hold mails.

import { atLeast, type Clock } from '../../core/clock.ts';
import { isAnyReadOverdue } from '../../store/status/sources.ts';
import type { Service } from '../service.ts';

/** Mails wait no longer than this after a start; on an accelerated clock so much real time at least. */
const LONGEST_MS = 10 * 60_000;
const LONGEST_REAL_MS = 5_000;

/**
 * Whether mails should still wait: this process opened lately, and some source has not been tried since. One that was
 * opened by a clock that was ahead waits for nothing.
 */
export async function isCatchingUp({ db, clock, openedAt }: Service): Promise<boolean> {
  const now = clock.now();
  if (openedAt === undefined || now < openedAt || now >= openedAt + longest(clock)) return false;
  return isAnyReadOverdue(db, openedAt);
}

function longest(clock: Clock): number {
  return atLeast(clock, LONGEST_MS, LONGEST_REAL_MS);
}
