// Properties draw the same cases on every run, so that a red run says something about the change at hand. To look for
// new ones: PROPERTY_SEED=random, or any number; a failure prints its seed.

import fc from 'fast-check';

const SEED = 20_261_121;
const asked = process.env.PROPERTY_SEED ?? String(SEED);

fc.configureGlobal(asked === 'random' ? {} : { seed: Number(asked) });
