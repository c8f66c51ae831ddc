// core: what the notices of an episode come to (RULES.md 9): when each is due, when its message may leave, until when.

import { describe, expect, test } from 'vitest';
import type { CalendarSpec, Notice, Pause, Policy } from '../../../src/core/model.ts';
import { computeDeadlines, DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';
import { planNotices } from '../../../src/core/steps/notice-plan.ts';
import type { SendWindow } from '../../../src/core/steps/send-window.ts';
import { at, japanese, on, shop } from '../shop.ts';

const WINDOW = { from: 9 * 60, to: 18 * 60 };
const HOUR = 3_600_000;
const hours = (n: number) => ({ openMs: n * HOUR });
const tell = ['staff'];

interface Case {
  readonly spec?: Partial<CalendarSpec>;
  readonly policy?: Partial<Policy>;
  readonly sendWindow?: SendWindow;
  readonly startedAt?: string;
  readonly pauses?: readonly (readonly [string, string])[];
}

/** `due, from, until` in local times; from and until only where they differ. */
function planned(notice: Notice, given: Case) {
  const { spec = {}, policy: more = {}, sendWindow = WINDOW, startedAt = '2026-06-01T10:00', pauses = [] } = given;
  const calendar = shop(spec);
  const policy: Policy = { ...DEFAULT_POLICY, ...more, notices: [notice] };
  const episode = {
    startedAt: at(startedAt),
    pauses: pauses.map(([from, to]): Pause => ({ from: at(from), to: at(to) })),
  };
  const planning = { calendar, own: shop(), policy, sendWindow };
  return planNotices(planning, episode, computeDeadlines(calendar, policy, at(startedAt))).map(
    ({ dueAt, sendAt, untilAt, dropped }) =>
      [
        japanese(dueAt),
        japanese(sendAt),
        untilAt === null ? '-' : japanese(untilAt),
        ...(dropped ? [dropped] : []),
      ].join(' '),
  );
}

const before = (n: number | 'day', of: 'flag' | 'breach' = 'breach'): Notice => ({
  before: n === 'day' ? { days: 1 } : hours(n),
  of,
  tell,
});
const DESK = {
  spec: {
    hours: Object.fromEntries(['mon', 'tue', 'wed', 'thu', 'fri'].map((day) => [day, [{ from: 600, to: 1320 }]])),
  },
  policy: { after: { flag: hours(12), owner_alert: hours(24), breach: hours(36) } },
};

describe('a notice is due, leaves from, and is too late', () => {
  test.each<[string, Notice, Case, string[]]>([
    ['with a step, its mail at the next opening', { at: 'flag', tell }, {}, ['2026-06-03T00:00 2026-06-03T09:00 -']],
    ['on a Saturday, its mail on Monday', { after: { days: 4 }, tell }, {}, ['2026-06-06T00:00 2026-06-08T09:00 -']],
    ['at all hours', { at: 'flag', tell }, { sendWindow: 'always' }, ['2026-06-03T00:00 2026-06-03T00:00 -']],
    ['inside the window at once', before(3), {}, ['2026-06-04T15:00 2026-06-04T15:00 2026-06-04T18:00']],
    ['at its end 15 minutes before', before('day'), {}, ['2026-06-03T18:00 2026-06-03T17:45 2026-06-03T18:00']],
    ['at the opening at once', before(9), {}, ['2026-06-04T09:00 2026-06-04T09:00 2026-06-04T18:00']],
    [
      'outside of it 15 minutes before the last end',
      before(2, 'flag'),
      DESK,
      ['2026-06-01T20:00 2026-06-01T17:45 2026-06-01T18:00'],
    ],
    [
      'in a window shorter than that at its opening',
      before('day'),
      { sendWindow: { from: 17 * 60 + 50, to: 18 * 60 } },
      ['2026-06-03T18:00 2026-06-03T17:50 2026-06-03T18:00'],
    ],
    [
      'never where no window ends after the start',
      before(2, 'flag'),
      { ...DESK, sendWindow: { from: 8 * 60, to: 9 * 60 }, startedAt: '2026-06-01T10:00' },
      ['2026-06-01T20:00 2026-06-01T08:45 2026-06-01T09:00'],
    ],
    [
      'not after its step, at all hours',
      before(2, 'flag'),
      { ...DESK, sendWindow: 'always' },
      ['2026-06-01T20:00 2026-06-01T20:00 2026-06-01T22:00'],
    ],
    [
      'at the reopening, when the thread was completed then',
      { at: 'flag', tell },
      { pauses: [['2026-06-02T12:00', '2026-06-03T11:00']] },
      ['2026-06-03T11:00 2026-06-03T11:00 -'],
    ],
    [
      'at the reopening after so long',
      { after: { days: 4 }, tell },
      { pauses: [['2026-06-05T12:00', '2026-06-08T11:00']] },
      ['2026-06-08T11:00 2026-06-08T11:00 -'],
    ],
    [
      'never, a warning while the thread was completed',
      before(3),
      { pauses: [['2026-06-04T12:00', '2026-06-04T16:00']] },
      ['2026-06-04T15:00 2026-06-04T15:00 2026-06-04T18:00 while-completed'],
    ],
    [
      'never with a breach that passed while it was completed',
      { at: 'breach', tell },
      { pauses: [['2026-06-04T12:00', '2026-06-05T16:00']] },
      [],
    ],
    ['never a warning at the start or before', before(35), {}, []],
    ['never about a promise', { at: 'promise', tell }, {}, []],
    [
      'never beyond all business days',
      { after: { days: 20 }, tell },
      { spec: { closed: [on('2026-06-10', '2028-01-01')] } },
      [],
    ],
  ])('%s', (_, notice, given, expected) => {
    expect(planned(notice, given)).toEqual(expected);
  });

  test('for each contact by itself', () => {
    const policy: Policy = { ...DEFAULT_POLICY, notices: [{ at: 'flag', tell: ['owner', 'staff'] }] };
    const planning = { calendar: shop(), own: shop(), policy, sendWindow: WINDOW };
    const episode = { startedAt: at('2026-06-01T10:00'), pauses: [] };
    const plan = planNotices(planning, episode, computeDeadlines(shop(), policy, episode.startedAt));
    expect(plan.map(({ key, contact }) => [key, contact])).toEqual([
      ['at:flag', 'owner'],
      ['at:flag', 'staff'],
    ]);
  });
});
