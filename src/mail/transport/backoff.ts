// A server that takes no connections is left alone for a while, so that a backlog of mails does not spend its attempts,
// each with its own time-out, on a server that is away.

import type { SendOutcome } from './outcome.ts';

export interface Backoff {
  /** For how many ms nothing should be handed over. */
  restMs(): number;
  /** `began`: when it was handed over, by performance.now(): what began before a rest says nothing new. */
  note(outcome: SendOutcome, began: number): void;
}

const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;

/** Rests for a second after a failure to connect, twice as long after each further one, a minute at most. */
export function openBackoff(now: () => number = () => performance.now()): Backoff {
  let failures = 0;
  let until = 0;
  return {
    restMs: () => Math.max(0, until - now()),
    note: (outcome, began) => {
      if (outcome.kind !== 'retry' || outcome.detail?.stage !== 'connection') {
        if (outcome.kind !== 'misconfigured') [failures, until] = [0, 0];
        return;
      }
      if (began < until) return;
      until = now() + Math.min(FIRST_MS * 2 ** Math.min(failures, 10), LONGEST_MS);
      failures++;
    },
  };
}
