// What the judge takes for the time while the clock is wrong.

import { expect, test } from 'vitest';
import { createRandom } from '../random.ts';
import { createSettings } from '../settings.ts';
import { ALLOWED_MS, createLaw } from './law.ts';

const HOUR_MS = 3_600_000;
const FROM = Date.UTC(2026, 11, 3, 23);
const UNTIL = FROM + 3 * HOUR_MS;
const settings = createSettings(createRandom(1), 3, { quiet: createRandom(1), feed: createRandom(1) });
const lawOf = (ms: number) => createLaw({ settings }, [], [{ from: FROM, until: UNTIL, ms }]);

test('a clock that is ahead shows later, also to whoever has not seen yet that it was set right', () => {
  const { latestShown } = lawOf(HOUR_MS);
  expect(latestShown(FROM - 1)).toBe(FROM - 1);
  expect(latestShown(FROM)).toBe(FROM + HOUR_MS);
  expect(latestShown(UNTIL + ALLOWED_MS)).toBe(UNTIL + ALLOWED_MS + HOUR_MS);
  expect(latestShown(UNTIL + ALLOWED_MS + 1)).toBe(UNTIL + ALLOWED_MS + 1);
});

test('a clock that is behind shows nothing later', () => {
  const { latestShown } = lawOf(-HOUR_MS);
  for (const at of [FROM - 1, FROM, UNTIL, UNTIL + ALLOWED_MS + 1]) expect(latestShown(at)).toBe(at);
});
