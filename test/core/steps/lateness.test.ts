import { expect, test } from 'vitest';
import { type LateFacts, lateReason } from '../../../src/core/steps/lateness.ts';

const MINUTE = 60_000;
/** In minutes after the due instant. */
const facts = (more: Partial<LateFacts> & { detectedAt: number }): LateFacts => ({
  dueAt: 0,
  cause: 'due',
  learnedAt: -1_000 * MINUTE,
  watchedFrom: -2_000 * MINUTE,
  awayUntil: null,
  ...more,
});

test.each<[string, LateFacts, ReturnType<typeof lateReason>]>([
  ['noticed by the next tick', facts({ detectedAt: MINUTE }), null],
  ['noticed at the tolerance', facts({ detectedAt: 2 * MINUTE, watchedFrom: 90_000 }), null],
  ['due before the first read', facts({ detectedAt: 9 * MINUTE, watchedFrom: 1, learnedAt: 1 }), 'before-watch'],
  ['due at the first read', facts({ detectedAt: 9 * MINUTE, watchedFrom: 0, learnedAt: 1 }), 'learned-late'],
  ['known, and raised late', facts({ detectedAt: 9 * MINUTE }), 'down'],
  ['learned after it was due', facts({ detectedAt: 9 * MINUTE, learnedAt: 8 * MINUTE }), 'learned-late'],
  ['due while we were away', facts({ detectedAt: 9 * MINUTE, awayUntil: 8 * MINUTE }), 'down'],
  [
    'due while we were away, read as soon as we were back',
    facts({ detectedAt: 30 * MINUTE, awayUntil: 20 * MINUTE, learnedAt: 25 * MINUTE }),
    'down',
  ],
  [
    'due while we were away, but brought hours after that',
    facts({ detectedAt: 300 * MINUTE, awayUntil: 20 * MINUTE, learnedAt: 299 * MINUTE }),
    'learned-late',
  ],
  ['due by an edit', facts({ detectedAt: 9 * MINUTE, cause: 'calendar' }), 'recounted'],
  ['due while its shop was away', facts({ detectedAt: 9 * MINUTE, cause: 'calendar', awayUntil: 9 * MINUTE }), 'down'],
  ['nothing known but the times', facts({ detectedAt: 9 * MINUTE, learnedAt: null, watchedFrom: null }), 'down'],
])('%s', (_, given, reason) => {
  expect(lateReason(given, { toleranceMs: 2 * MINUTE, caughtUpMs: 15 * MINUTE })).toBe(reason);
});
