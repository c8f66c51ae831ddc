// From when on a step counts as noticed late, in mails and on pages alike.

import { atLeast, type Clock } from '../../core/clock.ts';
import type { LateLimits } from '../../core/steps/lateness.ts';

/** Four ticks: whoever watched noticed it within that. */
const LATE_AFTER_MS = 2 * 60_000;
const CAUGHT_UP_MS = 15 * 60_000;
/** On an accelerated clock such times pass within any real delay. */
const LATE_AFTER_REAL_MS = 3_000;

/** What counts as in time on this clock. */
export const lateLimits = (clock: Clock): LateLimits => ({
  toleranceMs: atLeast(clock, LATE_AFTER_MS, LATE_AFTER_REAL_MS),
  caughtUpMs: atLeast(clock, CAUGHT_UP_MS, LATE_AFTER_REAL_MS),
});
