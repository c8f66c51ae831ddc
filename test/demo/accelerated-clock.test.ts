// The clock that the demo and the stories put in the place of production's.

import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { createAcceleratedClock } from '../../src/demo/accelerated-clock.ts';

const START = Date.parse('2026-12-24T08:00:00+09:00');
let real = 0;
/** The real time goes on, and somebody looks at the clock now and then. */
const pass = (clock: Clock, ms: number): void => {
  for (const end = real + ms; real < end; clock.now()) real = Math.min(end, real + 50);
};

beforeEach(() => {
  real = 1_000;
  vi.spyOn(performance, 'now').mockImplementation(() => real);
});
afterEach(() => vi.restoreAllMocks());

describe('an accelerated clock', () => {
  test('stands at its start until it is begun', () => {
    const clock = createAcceleratedClock(START, 28_800);
    pass(clock, 5_000);
    expect(clock.now()).toBe(START);
  });

  test('then runs so many times as fast as the real one', () => {
    const clock = createAcceleratedClock(START, 28_800);
    clock.begin();
    pass(clock, 3_000);
    expect(clock.now() - START).toBe(86_400_000);
    expect(clock.realMs(86_400_000)).toBe(3_000);
  });

  test('begins once: a second call changes nothing', () => {
    const clock = createAcceleratedClock(START, 10);
    clock.begin();
    pass(clock, 100);
    clock.begin();
    expect(clock.now()).toBe(START + 1_000);
  });

  test('goes on from where it stands when its speed changes', () => {
    const clock = createAcceleratedClock(START, 1_000);
    clock.begin();
    pass(clock, 60);
    clock.setFactor(1);
    pass(clock, 40);
    expect(clock.now()).toBe(START + 60_000 + 40);
    expect(clock.realMs(500)).toBe(500);
  });

  test('stands also after a change of speed when it was not begun', () => {
    const clock = createAcceleratedClock(START, 1_000);
    clock.setFactor(2);
    pass(clock, 1_000);
    expect(clock.now()).toBe(START);
  });

  test('stops at its limit and goes on from there when it is moved, without a jump', () => {
    const clock = createAcceleratedClock(START, 1_000);
    clock.begin();
    clock.setLimit(START + 5_000);
    pass(clock, 60);
    expect(clock.now()).toBe(START + 5_000);
    clock.setLimit(START + 50_000);
    expect(clock.now()).toBe(START + 5_000);
    pass(clock, 3);
    expect(clock.now()).toBe(START + 8_000);
  });

  test('a limit in the past stops it where it stands', () => {
    const clock = createAcceleratedClock(START, 1_000);
    clock.begin();
    pass(clock, 5);
    clock.setLimit(START);
    pass(clock, 5);
    expect(clock.now()).toBe(START + 5_000);
  });

  test('a sleep ends with the signal’s own reason', async () => {
    const clock = createAcceleratedClock(START, 1);
    const stopping = new AbortController();
    const sleeping = clock.sleep(60_000, stopping.signal);
    stopping.abort(new Error('we stop'));
    await expect(sleeping).rejects.toThrow('we stop');
  });

  test('sleeps the real time that its own takes, and not at all for what has passed', async () => {
    const clock = createAcceleratedClock(START, 1_000);
    const woken: string[] = [];
    const began = process.hrtime.bigint();
    const sleeps = [30_000, -5_000].map((ms) => clock.sleep(ms).then(() => woken.push(`${ms} ms`)));
    await Promise.all(sleeps);
    // A timer of Node may be a millisecond early.
    expect(Number(process.hrtime.bigint() - began) / 1e6).toBeGreaterThanOrEqual(29);
    expect(woken).toEqual(['-5000 ms', '30000 ms']);
  });

  test('stands still with a machine that stands still: at most a tenth of a second counts', () => {
    const clock = createAcceleratedClock(START, 28_800);
    clock.begin();
    real += 5_000;
    expect(clock.now() - START).toBe(100 * 28_800);
    real += 10;
    expect(clock.now() - START).toBe(110 * 28_800);
  });

  test('looks at the real time by itself: nobody needs to ask it', () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const clock = createAcceleratedClock(START, 10);
    clock.begin();
    for (let look = 0; look < 50; look++) {
      real += 20;
      vi.advanceTimersByTime(20);
    }
    expect(clock.now() - START).toBe(10_000);
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])('refuses the factor %s', (factor) => {
    expect(() => createAcceleratedClock(START, factor)).toThrow(RangeError);
  });
});
