// From when on a step counts as noticed late, in mails and on pages alike.

import { atLeast, type Clock } from '../../core/clock.ts';

/** Four ticks: whoever watched noticed it within that. */
const LATE_AFTER_MS = 2 * 60_000;
/** On an accelerated clock two minutes pass within any real delay. */
const LATE_AFTER_REAL_MS = 3_000;

/** How long after its due instant (ms of the clock) a step may be noticed without being late. */
export const lateAfterMs = (clock: Clock): number => atLeast(clock, LATE_AFTER_MS, LATE_AFTER_REAL_MS);
