// A pacer that lets everybody through at once, for tests whose point is not the pace.

import type { Pacer } from '../../src/rms/pacer.ts';

export const unpaced: Pacer = { run: (_shop, task) => task(), hold: () => {}, pausedFor: () => 0 };
