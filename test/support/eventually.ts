// Waiting for something that another process or a timer brings about, without fixed sleeps.

import { setTimeout as delay } from 'node:timers/promises';

const EVERY_MS = 15;

/**
 * Asks until the answer is neither false nor null and nothing is thrown (an `expect` may throw), and
 * returns it; after `withinMs` of real time it throws the last error.
 */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  withinMs = 60_000,
): Promise<Exclude<Awaited<T>, false | null>> {
  const until = performance.now() + withinMs;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await ask();
      // `expect(…)` answers undefined when it holds; only false and null mean "not yet".
      if (answer !== false && answer !== null) return answer as Exclude<Awaited<T>, false | null>;
      failure = new Error(`still ${answer} after ${withinMs} ms`);
    } catch (error) {
      failure = error;
    }
    if (performance.now() > until) throw failure;
    await delay(EVERY_MS);
  }
}
