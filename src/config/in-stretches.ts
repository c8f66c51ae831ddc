// config: long work on tens of thousands of files or shops, done a stretch at a time.

import { setImmediate as turn } from 'node:timers/promises';

/** Longest stretch without giving way. */
const STRETCH_MS = 5;

/** Takes the steps of a work, and gives way to other work in between. */
export async function inStretches<T>(steps: Generator<void, T>): Promise<T> {
  for (let since = performance.now(); ; ) {
    const step = steps.next();
    if (step.done) return step.value;
    if (performance.now() - since < STRETCH_MS) continue;
    await turn();
    since = performance.now();
  }
}

/** Takes them without giving way, where there is nothing else to do. */
export function atOnce<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
