// The claim of one reader on a shop's source: one process at a time reads it. Trap: a read takes minutes, in which the
// clock may be found to have been ahead; what it notes at its end must not lie in a time that never was.

import { type Clock, virtualMs } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';

/** Real time after which a reader that died gives its shop up; the longest pause between two requests is shorter. */
const CLAIM_REAL_MS = 3 * 60_000;

/** Until when a reader of a shop may go without a sign of life, from `now`. */
export function claimEnds(clock: Clock): Instant {
  return clock.now() + virtualMs(clock, CLAIM_REAL_MS);
}

/** When something was seen that the clock of then put at `seen`: a clock that came back since has not been there yet. */
export const notAhead = (clock: Clock, seen: Instant): Instant => Math.min(seen, clock.now());
