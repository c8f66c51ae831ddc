import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import { alarmInstant, alarmJobs, mailJobs, subjectOf } from '../../src/queue/jobs.ts';

const NOW = Date.UTC(2026, 5, 1, 10);

function clockAt(now: number, factor = 1): Clock {
  return { now: () => now, realMs: (ms) => ms / factor, sleep: () => Promise.resolve() };
}

describe('alarm jobs', () => {
  test.each([
    { due: NOW + 5000, id: `t${NOW / 1000 + 5}`, delay: 5000, why: 'a whole second is its own' },
    {
      due: NOW + 5001,
      id: `t${NOW / 1000 + 5.2}`,
      delay: 5200,
      why: 'an instant between waits for the end of its fifth',
    },
    { due: NOW, id: `t${NOW / 1000}`, delay: 0, why: 'now is now' },
    { due: NOW - 90_000, id: `t${NOW / 1000 - 90}`, delay: 0, why: 'what has passed rings at once' },
  ])('$why', ({ due, id, delay }) => {
    expect(alarmJobs([due], clockAt(NOW))).toMatchObject([{ name: 'alarm', opts: { jobId: id, delay } }]);
  });

  test('instants of the same fifth of a second share an alarm', () => {
    expect(alarmJobs([NOW + 1, NOW + 2, NOW + 200], clockAt(NOW))).toHaveLength(1);
  });

  test('on any clock an alarm has a whole delay, comes no earlier than its instant, and names it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 42 }),
        fc.double({ min: 0.1, max: 90_000, noNaN: true }),
        (due, factor) => {
          const clock = clockAt(NOW, factor);
          for (const { opts } of alarmJobs([due], clock)) {
            expect(Number.isInteger(opts.delay)).toBe(true);
            expect(opts.delay).toBeGreaterThanOrEqual(Math.max(0, clock.realMs(due - NOW)));
            expect(alarmInstant(opts.jobId ?? '')).toBeGreaterThanOrEqual(due);
            expect(alarmInstant(opts.jobId ?? '')).toBeLessThan(due + 200);
          }
        },
      ),
    );
  });
});

describe('wake-up jobs', () => {
  test('an id is never a bare integer, which BullMQ refuses, and gives the subject back', () => {
    const ids = mailJobs(['12', '12', '0']).map(({ opts }) => opts.jobId ?? '');
    expect(ids).toEqual(['m12', 'm0']);
    expect(ids.map(subjectOf)).toEqual(['12', '0']);
  });

  test('jobs vanish when they end, carry no data and keep no stack', () => {
    const [job] = mailJobs(['12']);
    expect(job).toMatchObject({ data: {}, opts: { removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 } });
  });
});
