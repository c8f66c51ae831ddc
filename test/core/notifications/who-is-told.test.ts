// Who is told of which step, and why not (RULES.md 5; MAIL.md 2, 3, 4, 7): the whole rule as a table of examples.

import { describe, expect, test } from 'vitest';
import { STEPS, type Step } from '../../../src/core/model.ts';
import {
  AUDIENCES,
  type Audience,
  type Decision,
  decide,
  HOLDS,
  type Hold,
  MOMENTS,
  type Moment,
  stepsToldTo,
} from '../../../src/core/notifications/who-is-told.ts';

const reasonOf = (decision: Decision): Hold | 'not-theirs' | 'told now' => (decision.told ? 'told now' : decision.why);

const NOTHING_HOLDS: readonly [Audience, Step, string][] = [
  ['owner', 'flag', 'not-theirs'],
  ['owner', 'owner_alert', 'told now'],
  ['owner', 'breach', 'not-theirs'],
  ['ops', 'flag', 'not-theirs'],
  ['ops', 'owner_alert', 'told now'],
  ['ops', 'breach', 'told now'],
];

test.each(NOTHING_HOLDS)('%s of a %s, when nothing stands in the way: %s', (to, step, expected) => {
  for (const moment of Object.keys(MOMENTS) as Moment[])
    expect(reasonOf(decide(to, step, moment, {})), moment).toBe(expected);
});

type Row = readonly [hold: Hold, owner: string, opsAlert: string, opsBreach: string];

/** What each hold alone does to the owner's alert, to ops' alert, to ops' breach. */
const HELD: Readonly<Record<Moment, readonly Row[]>> = {
  open: [
    ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn'],
    ['while-completed', 'while-completed', 'while-completed', 'while-completed'],
    ['answered', 'answered', 'answered', 'told now'],
    ['told', 'told', 'told', 'told'],
    ['not-configured', 'not-configured', 'not-configured', 'not-configured'],
    ['muted', 'muted', 'told now', 'told now'],
    ['recomputing', 'recomputing', 'recomputing', 'recomputing'],
    ['awaited', 'awaited', 'awaited', 'awaited'],
    ['early', 'early', 'early', 'early'],
  ],
  tell: [
    ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn'],
    ['while-completed', 'while-completed', 'while-completed', 'while-completed'],
    ['answered', 'answered', 'answered', 'told now'],
    ['told', 'told', 'told', 'told'],
    ['not-configured', 'not-configured', 'not-configured', 'not-configured'],
    ['muted', 'muted', 'told now', 'told now'],
    ['recomputing', 'told now', 'told now', 'told now'],
    ['awaited', 'told now', 'told now', 'told now'],
    ['early', 'early', 'early', 'early'],
  ],
  repeat: [
    ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn'],
    ['while-completed', 'while-completed', 'while-completed', 'while-completed'],
    ['answered', 'answered', 'answered', 'told now'],
    ['told', 'told now', 'told now', 'told now'],
    ['not-configured', 'told now', 'told now', 'told now'],
    ['muted', 'told now', 'told now', 'told now'],
    ['recomputing', 'told now', 'told now', 'told now'],
    ['awaited', 'told now', 'told now', 'told now'],
    ['early', 'told now', 'told now', 'told now'],
  ],
  remind: [
    ['withdrawn', 'withdrawn', 'withdrawn', 'withdrawn'],
    ['while-completed', 'while-completed', 'while-completed', 'while-completed'],
    ['answered', 'answered', 'answered', 'told now'],
    ['told', 'told now', 'told now', 'told now'],
    ['not-configured', 'not-configured', 'not-configured', 'not-configured'],
    ['muted', 'muted', 'told now', 'told now'],
    ['recomputing', 'told now', 'told now', 'told now'],
    ['awaited', 'told now', 'told now', 'told now'],
    ['early', 'told now', 'told now', 'told now'],
  ],
};

describe.each(Object.keys(MOMENTS) as Moment[])('to %s', (moment) => {
  test.each(HELD[moment])('%s: the owner %s, ops of the alert %s, of the breach %s', (hold, owner, alert, breach) => {
    const at = (to: Audience, step: Step) => reasonOf(decide(to, step, moment, { [hold]: true }));
    expect([at('owner', 'owner_alert'), at('ops', 'owner_alert'), at('ops', 'breach')]).toEqual([owner, alert, breach]);
  });

  test('every hold is in the table', () => {
    expect(HELD[moment].map(([hold]) => hold)).toEqual([...HOLDS]);
  });
});

test('the first of several holds is the reason', () => {
  expect(decide('owner', 'owner_alert', 'open', { early: true, answered: true })).toEqual({
    told: false,
    why: 'answered',
  });
  expect(decide('ops', 'breach', 'open', { answered: true, early: true })).toEqual({ told: false, why: 'early' });
});

test('whoever is told of a step is told by exactly one row', () => {
  for (const to of AUDIENCES) {
    const steps = stepsToldTo(to);
    expect(new Set(steps).size).toBe(steps.length);
    expect(STEPS.filter((step) => decide(to, step, 'open', {}).told)).toEqual(steps);
  }
});
