// core: which steps have passed (RULES.md 2.4, 3; CONTRACT.md "replay"). Trap: at the due instant a step has passed.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deadlines, Episode } from '../../../src/core/model.ts';
import { dueInstants, passedSteps } from '../../../src/core/steps/steps.ts';

const DEADLINES: Deadlines = { at: { flag: 10, owner_alert: 20, breach: 30 }, provisional: false };

function episode(endedAt: number | null, ...pauses: [number, number][]): Episode {
  return {
    messages: ['m'],
    startedAt: 0,
    endedAt,
    endedBy: endedAt === null ? null : 'shop_reply',
    pauses: pauses.map(([from, to]) => ({ from, to })),
  };
}

/** Passed steps as letters: Flag, Up, Alert, Breach, breach While completed. */
function passed(of: Episode, now: number): string {
  const steps = passedSteps(of, DEADLINES, now);
  const letters: [keyof typeof steps, string][] = [
    ['flagged', 'F'],
    ['flagUp', 'U'],
    ['ownerAlertDue', 'A'],
    ['breached', 'B'],
    ['breachedWhileCompleted', 'W'],
  ];
  return letters.map(([key, letter]) => (steps[key] ? letter : '')).join('');
}

describe('a step has passed', () => {
  test.each<[string, Episode, number, string]>([
    ['not before it is due', episode(null), 9, ''],
    ['at the instant it is due', episode(null), 10, 'FU'],
    ['with those before it', episode(null), 20, 'FUA'],
    ['all three', episode(null), 30, 'FUAB'],
    ['not when answered just before', episode(9), 40, ''],
    ['when answered at the due instant', episode(10), 40, 'F'],
    ['for ever, when answered later', episode(30), 40, 'FAB'],
    ['only up to now, for an answer still to come', episode(30), 20, 'FUA'],
    // 2.4: [from, to) completed
    ['at the reopening, when due while completed', episode(null, [5, 15]), 14, ''],
    ['at the reopening itself', episode(null, [5, 15]), 15, 'FU'],
    ['once, flag and alert together, after a long completion', episode(null, [5, 25]), 25, 'FUA'],
    ['never as a breach, when it passed while completed', episode(null, [5, 35]), 40, 'FUAW'],
    ['as a breach at the very instant of the reopening', episode(null, [5, 30]), 30, 'FUAB'],
    ['at the reopening, when due at the very instant of the completing', episode(null, [10, 25]), 24, ''],
    ['at that reopening', episode(null, [10, 25]), 25, 'FUA'],
    ['at the completing, when it was never reopened', episode(10), 40, 'F'],
    ['never as a breach at the very instant of the completing', episode(null, [30, 40]), 40, 'FUAW'],
    ['before the completing, unmoved', episode(null, [12, 15]), 15, 'FU'],
    ['after two completions', episode(null, [5, 12], [18, 22]), 22, 'FUA'],
  ])('%s', (_case, of, now, expected) => {
    expect(passed(of, now)).toBe(expected);
  });
});

describe('the due instants of an episode', () => {
  test('move to the reopening, a breach to never', () => {
    expect(dueInstants(episode(null, [5, 35]), DEADLINES)).toEqual({ flag: 35, owner_alert: 35, breach: null });
    expect(dueInstants(episode(null, [12, 25]), DEADLINES)).toEqual({ flag: 10, owner_alert: 25, breach: 30 });
    expect(dueInstants(episode(null, [10, 20]), DEADLINES)).toEqual({ flag: 20, owner_alert: 20, breach: 30 });
    expect(dueInstants(episode(null), DEADLINES)).toEqual({ flag: 10, owner_alert: 20, breach: 30 });
  });

  test('keep their order whatever the pauses', () => {
    const marks = fc.uniqueArray(fc.nat(40), { maxLength: 8 }).map((times) => times.sort((a, b) => a - b));
    fc.assert(
      fc.property(marks, (times) => {
        const pauses = times.flatMap((from, i): [number, number][] =>
          i % 2 || !times[i + 1] ? [] : [[from, times[i + 1]!]],
        );
        const due = dueInstants(episode(null, ...pauses), DEADLINES);
        expect(due.flag).toBeLessThanOrEqual(due.owner_alert);
        if (due.breach !== null) expect(due.owner_alert).toBeLessThanOrEqual(due.breach);
      }),
    );
  });
});
