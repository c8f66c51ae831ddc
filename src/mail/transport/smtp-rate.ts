// How many mails may be begun within a second. nodemailer's own limit lets each connection have one more, and after a rest
// twice as many; a server that counts answers those with "too many".

import { setTimeout as delay } from 'node:timers/promises';

const SECOND_MS = 1_000;

export interface RateClock {
  /** In ms, of any zero. */
  now(): number;
  sleep(ms: number): Promise<unknown>;
}

const REAL: RateClock = { now: () => performance.now(), sleep: (ms) => delay(ms) };

/** Resolves when the next mail may go: in the order in which they ask, at most `limit` in any second. Null: at once. */
export function openRate(limit: number | null, { now, sleep }: RateClock = REAL): () => Promise<void> {
  if (limit === null) return async () => {};
  // When each of the last ones goes, or went.
  const begun = new Array<number>(limit).fill(Number.NEGATIVE_INFINITY);
  let next = 0;
  return async () => {
    const at = Math.max(now(), begun[next]! + SECOND_MS);
    begun[next] = at;
    next = (next + 1) % limit;
    // A timer may ring a little early.
    for (let left = at - now(); left > 0; left = at - now()) await sleep(Math.ceil(left));
  };
}
