// Long work in slices: whoever waits for this process (a probe, an alarm) gets its turn in between.

import { setImmediate as turn } from 'node:timers/promises';

const SLICE_MS = 10;

/** To be awaited between two pieces of work: lets others go first once the slice is used up. */
export function openBreath(sliceMs = SLICE_MS): () => Promise<void> {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < sliceMs) return;
    await turn();
    began = performance.now();
  };
}
