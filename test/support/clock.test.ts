// The test clocks themselves: stories stand on them.

import { expect, test } from 'vitest';
import { atLeast } from '../../src/core/clock.ts';
import { acceleratedClock, manualClock } from './clock.ts';

test('a manual clock stands still until it is set or advanced', async () => {
  const clock = manualClock(1_000);
  expect(clock.now()).toBe(1_000);
  await clock.advance(500);
  expect(clock.now()).toBe(1_500);
  clock.set(0);
  expect(clock.now()).toBe(0);
});

test('advancing stops at each sleeper’s instant, also at those that fall asleep on the way', async () => {
  const clock = manualClock(0);
  const seen: number[] = [];
  const ticking = (async () => {
    for (let tick = 0; tick < 3; tick++) {
      await clock.sleep(30);
      seen.push(clock.now());
    }
  })();
  await clock.advance(75);
  expect(seen).toEqual([30, 60]);
  expect(clock.sleepers()).toBe(1);
  await clock.advance(15);
  await ticking;
  expect(seen).toEqual([30, 60, 90]);
});

test('setting wakes whoever is due, at the new time only', async () => {
  const clock = manualClock(0);
  const woken = clock.sleep(10).then(() => clock.now());
  clock.set(1_000);
  expect(await woken).toBe(1_000);
});

test('sleep rejects with the reason of the signal', async () => {
  const clock = manualClock(0);
  const controller = new AbortController();
  const sleeping = clock.sleep(10, controller.signal);
  controller.abort('enough');
  await expect(sleeping).rejects.toBe('enough');
  expect(clock.sleepers()).toBe(0);
  await expect(acceleratedClock(0, 10).sleep(1e9, AbortSignal.abort('early'))).rejects.toBe('early');
});

test('an accelerated clock takes the factor off real time', async () => {
  const clock = acceleratedClock(5_000, 1_000);
  await clock.sleep(10_000);
  expect(clock.now()).toBeGreaterThanOrEqual(5_000 + 9_000);
  expect(clock.realMs(60_000)).toBe(60);
});

test.each([
  ['the real one', 1, 120_000],
  ['one a hundred times as fast', 100, 300_000],
])('two minutes, and three real seconds at least, on %s', (_, factor, ms) => {
  expect(atLeast(acceleratedClock(0, factor), 120_000, 3_000)).toBe(ms);
});
