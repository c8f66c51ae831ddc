// How long a shop stays away from RMS does not hang on what a wrong clock said.

import { expect, test } from 'vitest';
import { createPacer } from '../../src/rms/pacer.ts';
import { manualClock } from '../support/clock.ts';

const DAY_MS = 86_400_000;
const NOW = 30 * DAY_MS;

test('a clock that was a day ahead and is set back makes nobody wait longer than was said', async () => {
  const clock = manualClock(NOW + DAY_MS);
  const pacer = createPacer({ clock, jitterMs: 0 });
  await pacer.run('tea', async () => 'asked');
  pacer.hold('tea', 400_000);
  expect(pacer.pausedFor('tea')).toBe(400_000);
  clock.set(NOW);
  expect(pacer.pausedFor('tea')).toBe(400_000);
  clock.set(NOW + 399_000);
  expect(pacer.pausedFor('tea')).toBe(1_000);
});

test('a shorter wait takes nothing from a longer one', () => {
  const clock = manualClock(NOW);
  const pacer = createPacer({ clock });
  pacer.hold('tea', 5_000);
  pacer.hold('tea', 1_000);
  expect(pacer.pausedFor('tea')).toBe(5_000);
});
