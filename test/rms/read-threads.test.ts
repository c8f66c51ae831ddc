import { describe, expect, test } from 'vitest';
import { readThreads, stretchesOf, type WantedThread } from '../../src/rms/read-threads.ts';
import { jst, NO_AUTO, SPAN, stage } from './support.ts';

const HOUR_MS = 3_600_000;
const thread = (n: number, beganAt: number): WantedThread => ({ number: `1-20260601-${n}o`, beganAt });
const sizes = (wanted: WantedThread[], rows: number) => stretchesOf(wanted, () => rows).map((one) => one.wanted.length);

describe('which threads share a request', () => {
  const daily = Array.from({ length: 20 }, (_, n) => thread(n, SPAN.from + n * 24 * HOUR_MS));

  test('days are read together while their rows fit on a page', () => {
    expect(sizes(daily, 5)).toEqual([20]);
    expect(sizes(daily, 20)).toEqual([5, 5, 5, 5]);
    expect(sizes(daily, 300)).toEqual(Array(20).fill(1));
  });

  test('of nothing known many days are tried, but no span is longer than RMS allows', () => {
    const wide = [
      thread(1, SPAN.from),
      thread(2, SPAN.from + 28 * 24 * HOUR_MS),
      thread(3, SPAN.from + 40 * 24 * HOUR_MS),
    ];
    const stretches = stretchesOf(wide, () => 0);
    expect(stretches.map((one) => one.wanted.length)).toEqual([2, 1]);
    for (const { from, to } of stretches) expect(to - from).toBeLessThan(30 * 24 * HOUR_MS);
  });
});

describe('threads read afresh', () => {
  test('by list pages, and by number what those lack; the fullest stretch first', async () => {
    const { shop, rms, client } = await stage();
    const began = (n: number) => jst('2026-06-10T09:00:00') + n * 60_000;
    for (let n = 0; n < 150; n++) shop.customerWrites(`1-20260610-${n}o`, began(n));
    shop.customerWrites('1-20260601-7o', jst('2026-06-01T09:00:00'));
    const wanted = [0, 70, 149].map((n) => ({ number: `1-20260610-${n}o`, beganAt: began(n) }));
    const older = { number: '1-20260601-7o', beganAt: jst('2026-06-01T09:00:00') };
    const gone = { number: '1-20260601-8o', beganAt: jst('2026-06-01T10:00:00') };
    const read: string[] = [];
    const options = { autoReplies: NO_AUTO, rowsOn: () => 90 };
    for await (const some of readThreads(client, [older, gone, ...wanted], options))
      read.push(...some.map(({ number }) => number));
    expect(read.sort()).toEqual([older, ...wanted].map(({ number }) => number).sort());
    expect(rms.requests.map(({ endpoint }) => endpoint)).toEqual(['list', 'list', 'list', 'one']);
  });
});
