// The one clock of the process, handed in from the edge. Rules never see it: they take the instant as an argument.

import type { Instant } from './model.ts';

export interface Clock {
  now(): Instant;
  /** Real milliseconds that `virtualMs` of this clock take (the same number in production). */
  realMs(virtualMs: number): number;
  /** Waits `virtualMs` of this clock; rejects with the signal's reason when aborted. */
  sleep(virtualMs: number, signal?: AbortSignal): Promise<void>;
}
