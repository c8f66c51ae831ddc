// core: laws of counting that hold for every shop, zone and instant. Trap: an error counts as "no deadline, ever".

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Calendar, compileCalendar } from '../../../src/core/calendar/calendar.ts';
import {
  type ByStep,
  type CalendarSpec,
  type EpochDay,
  type Instant,
  type Policy,
  STEPS,
  type StepLength,
} from '../../../src/core/model.ts';
import { computeDeadlines, NoBusinessDayError } from '../../../src/core/steps/counting.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { type Case, cases, dayPolicies, hourPolicies, SOME_HOLIDAYS } from '../arbitrary.ts';
import { NoDay, referenceDue } from './reference.ts';

const RUNS = { numRuns: 120 };

function compile({ spec, zone }: Case, changed: Partial<CalendarSpec> = {}): Calendar {
  return compileCalendar({ ...spec, ...changed }, openZone(zone), SOME_HOLIDAYS, null);
}

const NEVER: ByStep<Instant> = { flag: Infinity, owner_alert: Infinity, breach: Infinity };

function deadlines(calendar: Calendar, policy: Policy, startedAt: number): ByStep<Instant> {
  try {
    return computeDeadlines(calendar, policy, startedAt).at;
  } catch (error) {
    if (error instanceof NoBusinessDayError) return NEVER;
    throw error;
  }
}

function reference({ spec, zone, startedAt }: Case, policy: Policy): ByStep<Instant> {
  const due = (length: StepLength) => referenceDue({ spec, zone, holidays: SOME_HOLIDAYS }, policy, length, startedAt);
  try {
    return {
      flag: due(policy.after.flag),
      owner_alert: due(policy.after.owner_alert),
      breach: due(policy.after.breach),
    };
  } catch (error) {
    if (error instanceof NoDay) return NEVER;
    throw error;
  }
}

describe.each([
  ['business days', false, dayPolicies],
  ['business days of a shop with hours', true, dayPolicies],
  ['business hours', true, hourPolicies],
])('steps in %s', (_name, withHours, policies) => {
  test('equal a walk from day to day', () => {
    fc.assert(
      fc.property(cases(withHours), policies, (shop, policy) => {
        expect(deadlines(compile(shop), policy, shop.startedAt)).toEqual(reference(shop, policy));
      }),
      RUNS,
    );
  });

  test('come strictly one after the other, the first after the start', () => {
    fc.assert(
      fc.property(cases(withHours), policies, (shop, policy) => {
        const { flag, owner_alert, breach } = deadlines(compile(shop), policy, shop.startedAt);
        if (flag === Infinity) return;
        expect(shop.startedAt).toBeLessThan(flag);
        expect(flag).toBeLessThan(owner_alert);
        expect(owner_alert).toBeLessThan(breach);
      }),
      RUNS,
    );
  });

  // One case is no law: under `day-end` with a cut-off, closing the date received takes the cut-off's effect away.
  test('never come earlier by closing a date, nor later by opening it', () => {
    fc.assert(
      fc.property(cases(withHours), policies, fc.integer({ min: -2, max: 40 }), (shop, policy, offset) => {
        const received = openZone(shop.zone).localDay(shop.startedAt);
        const date = received + offset;
        fc.pre(!(policy.counting === 'day-end' && shop.spec.cutoff !== null && offset === 0));
        fc.pre(!shop.spec.open.some((entry) => entry.from <= date && date <= entry.to));
        const before = deadlines(compile(shop), policy, shop.startedAt);
        const closed = deadlines(compile(shop, closing(shop.spec, date)), policy, shop.startedAt);
        const opened = deadlines(compile(shop, opening(shop.spec, date)), policy, shop.startedAt);
        for (const step of STEPS) {
          expect(closed[step]).toBeGreaterThanOrEqual(before[step]);
          expect(opened[step]).toBeLessThanOrEqual(before[step]);
        }
      }),
      RUNS,
    );
  });

  test('are the same whatever the calendar was asked before', () => {
    fc.assert(
      fc.property(cases(withHours), policies, fc.integer({ min: 1900, max: 2199 }), (shop, policy, year) => {
        const used = compile(shop);
        deadlines(used, policy, Date.UTC(year, 6, 1));
        expect(deadlines(used, policy, shop.startedAt)).toEqual(deadlines(compile(shop), policy, shop.startedAt));
      }),
      { numRuns: 4 },
    );
  });
});

function closing(spec: CalendarSpec, date: EpochDay): Partial<CalendarSpec> {
  return { closed: [...spec.closed, { kind: 'on', from: date, to: date, name: '臨時休業' }] };
}

function opening(spec: CalendarSpec, date: EpochDay): Partial<CalendarSpec> {
  return { open: [...spec.open, { from: date, to: date, name: '臨時営業', hours: null }] };
}
