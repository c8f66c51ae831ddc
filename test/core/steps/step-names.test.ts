// core: what counts are called over the policies that they count.

import { expect, test } from 'vitest';
import type { Policy, StepLength } from '../../../src/core/model.ts';
import { DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';
import { stepNames } from '../../../src/core/steps/step-names.ts';

const MINUTE_MS = 60_000;
const policy = (flag: StepLength, owner_alert: StepLength, breach: StepLength): Policy => ({
  counting: 'day-end',
  after: { flag, owner_alert, breach },
});
const minutes = (count: number) => ({ openMs: count * MINUTE_MS });
const CHAT = policy(minutes(5), minutes(30), minutes(60));
const CLOCK = policy(
  { openMs: 12 * 60 * MINUTE_MS, neverStops: true },
  { openMs: 18 * 60 * MINUTE_MS, neverStops: true },
  { openMs: 24 * 60 * MINUTE_MS, neverStops: true },
);
const SAME_DAY = policy({ days: 0 }, { days: 1 }, { days: 2 });

test.each<[string, Policy[], [string, string, string], [string, string, string]]>([
  [
    'business days',
    [DEFAULT_POLICY, { ...DEFAULT_POLICY, counting: 'elapsed' }],
    ['1営業日経過', '2営業日経過', '3営業日超過'],
    ['1 business day passed', '2 business days passed', 'over 3 business days'],
  ],
  [
    'opening hours alone',
    [CHAT],
    ['営業5分経過', '営業30分経過', '営業1時間超過'],
    ['5 min of opening hours passed', '30 min of opening hours passed', 'over 1 h of opening hours'],
  ],
  [
    'a clock that never stops',
    [CLOCK],
    ['12時間経過', '18時間経過', '24時間超過'],
    ['12 h passed', '18 h passed', 'over 24 h'],
  ],
  [
    'days beside minutes',
    [DEFAULT_POLICY, CHAT],
    ['1営業日・営業5分経過', '2営業日・営業30分経過', '3営業日・営業1時間超過'],
    [
      '1 business day / 5 min of opening hours passed',
      '2 business days / 30 min of opening hours passed',
      'over 3 business days / 1 h of opening hours',
    ],
  ],
  [
    'three of them',
    [DEFAULT_POLICY, CHAT, CLOCK],
    ['1段階目の経過', '2段階目の経過', '3段階目の超過'],
    ['first step passed', 'second step passed', 'third step passed'],
  ],
  [
    'the day of receipt',
    [SAME_DAY],
    ['当日中に未返信', '1営業日経過', '2営業日超過'],
    ['unanswered on the day of receipt', '1 business day passed', 'over 2 business days'],
  ],
])('%s', (_, policies, ja, en) => {
  const said = (language: 'ja' | 'en') => Object.values(stepNames(policies, language));
  expect(said('ja')).toEqual(ja);
  expect(said('en')).toEqual(en);
});
