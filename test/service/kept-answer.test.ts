// service: an answer that is dear to count is given again; nobody waits for the next one until it is old.

import { expect, test } from 'vitest';
import { giveOrCount, noAnswer } from '../../src/service/kept-answer.ts';

/** Counts 1, 2, 3 …; each takes `tookMs` of a clock that stands still otherwise, and ends when it is let. */
function counting({ tookMs = 100, isDear = true } = {}) {
  const kept = noAnswer<number>();
  const errors: unknown[] = [];
  const waiting: ((error?: Error) => void)[] = [];
  let [now, counts] = [0, 0];
  const count = async (): Promise<number> => {
    const nth = ++counts;
    await new Promise<void>((resolve, reject) => {
      waiting.push((error) => (error === undefined ? resolve() : reject(error)));
    });
    now += tookMs;
    return nth;
  };
  return {
    errors,
    counts: () => counts,
    ask: () =>
      giveOrCount(kept, {
        count,
        isDear: () => isDear,
        onError: (error) => errors.push(error),
        now: () => now,
      }),
    later: (ms: number) => {
      now += ms;
    },
    end: async (error?: Error) => {
      waiting.shift()!(error);
      // What follows the end of a count is a few turns of the queue away.
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

test('all who ask while it is counted get the one answer', async () => {
  const it = counting();
  const all = [it.ask(), it.ask(), it.ask()];
  await it.end();
  expect(await Promise.all(all)).toEqual([1, 1, 1]);
  expect(it.counts()).toBe(1);
});

test('a dear one is given for a second, then while the next is counted, then waited for', async () => {
  const it = counting();
  const first = it.ask();
  await it.end();
  await first;
  it.later(1_000);
  expect(await it.ask()).toBe(1);
  expect(it.counts()).toBe(1);
  it.later(1);
  expect(await it.ask()).toBe(1);
  expect(it.counts()).toBe(2);
  await it.end();
  expect(await it.ask()).toBe(2);
  it.later(6_001);
  const waited = it.ask();
  await it.end();
  expect(await waited).toBe(3);
});

test('what took long is given for three times as long', async () => {
  const it = counting({ tookMs: 2_000 });
  const first = it.ask();
  await it.end();
  await first;
  it.later(6_000);
  expect(await it.ask()).toBe(1);
  expect(it.counts()).toBe(1);
});

test('a cheap one is counted each time', async () => {
  const it = counting({ isDear: false });
  for (const nth of [1, 2]) {
    const answer = it.ask();
    await it.end();
    expect(await answer).toBe(nth);
  }
});

test('a count that nobody waits for and that fails is told, and the next one is tried', async () => {
  const it = counting();
  const first = it.ask();
  await it.end();
  await first;
  it.later(1_001);
  expect(await it.ask()).toBe(1);
  await it.end(new Error('away'));
  expect(it.errors).toEqual([new Error('away')]);
  expect(await it.ask()).toBe(1);
  await it.end();
  expect(await it.ask()).toBe(3);
});
