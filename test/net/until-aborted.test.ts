import { getEventListeners } from 'node:events';
import { expect, test } from 'vitest';
import { untilAborted } from '../../src/net/until-aborted.ts';

const never = new Promise<never>(() => {});

test('what was done is answered, what failed is thrown, and neither leaves anything at the signal', async () => {
  const { signal } = new AbortController();
  expect(await untilAborted(Promise.resolve(1), signal)).toBe(1);
  await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

test('what is aborted is waited for no longer, also if it was aborted before', async () => {
  const over = new AbortController();
  const waiting = untilAborted(never, over.signal);
  over.abort(new Error('time is over'));
  await expect(waiting).rejects.toThrow('time is over');
  await expect(untilAborted(never, over.signal)).rejects.toThrow('time is over');
});
