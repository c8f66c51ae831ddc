// The one clock of the process, handed in from the edge. Rules never see it: they take the instant as an argument.

import type { Instant } from './model.ts';

export interface Clock {
  now(): Instant;
  /** Real milliseconds that `virtualMs` of this clock take (the same number in production). */
  realMs(virtualMs: number): number;
  /** Waits `virtualMs` of this clock; rejects with the signal's reason when aborted. `loop`: which one waits for its next round. */
  sleep(virtualMs: number, signal?: AbortSignal, loop?: string): Promise<void>;
}

type Speed = Pick<Clock, 'realMs'>;

/** How long `realMs` real milliseconds are on this clock. */
export const virtualMs = (clock: Speed, realMs: number): number => realMs / clock.realMs(1);

/** The longer of the two, in ms of this clock: what real machines need is the same however fast the clock runs. */
export const atLeast = (clock: Speed, virtual: number, realMs: number): number =>
  Math.max(virtual, virtualMs(clock, realMs));
