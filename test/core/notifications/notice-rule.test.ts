// To whom a notice goes, and what it is called (RULES.md 9).

import { describe, expect, test } from 'vitest';
import { type Away, presentFor, receiverOf } from '../../../src/core/notifications/notice-rule.ts';
import { DEFAULT_POLICY } from '../../../src/core/steps/counting.ts';
import { noticeInWords } from '../../../src/core/steps/notice-words.ts';
import { noticeKey } from '../../../src/core/steps/notices.ts';

const reachedFor = (person: string) => (person === '山田' ? '山田' : person === '鈴木' ? '山田' : null);

describe('a notice goes to', () => {
  test.each([
    ['owner', true, '山田', 'owner', ''],
    ['ops', false, null, 'ops', ''],
    ['staff', true, null, 'contact', 'staff'],
    ['staff', true, '山田', 'person', '山田'],
    ['staff', true, '佐藤', 'contact', 'staff'],
    ['staff', true, '鈴木', 'person', '山田'],
    ['staff', false, '山田', 'contact', 'staff'],
    ['lead', true, '鈴木', 'contact', 'lead'],
    ['lead', true, '山田', 'contact', 'lead'],
  ] as const)('%s, a warning %s, in hand of %s: %s %s', (contact, isWarning, inHandBy, kind, name) => {
    expect(receiverOf({ contact, isWarning, inHandBy }, reachedFor)).toEqual({ kind, name });
  });
});

describe('what is for somebody goes on day 10 to', () => {
  const AWAY: Readonly<Record<string, Away>> = {
    yesterday: { until: 9, standIn: 'here' },
    today: { until: 10, standIn: 'here' },
    longer: { until: 12, standIn: 'today' },
    back: { until: 12, standIn: 'yesterday' },
    alone: { until: 10, standIn: null },
    after: { until: 12, standIn: 'alone' },
  };
  test.each([
    ['here', 'here'],
    ['yesterday', 'yesterday'],
    ['today', 'here'],
    ['longer', 'here'],
    ['back', 'yesterday'],
    ['alone', null],
    ['after', null],
  ])('of %s: %s', (person, present) => {
    expect(presentFor(person, (one) => AWAY[one], 10)).toBe(present);
  });
});

describe('a notice is known again by kind, length and step, and called by them', () => {
  const minutes = (n: number) => ({ openMs: n * 60_000 });
  test.each([
    [{ at: 'flag' }, 'at:flag', '1営業日経過の時点', '1 business day passed'],
    [{ after: { days: 4 } }, 'after:4d', '受信から4営業日', '4 business days after receipt'],
    [
      { before: minutes(60), of: 'breach' },
      'before:1h:breach',
      '3営業日超過の営業1時間前',
      '1 h of opening hours before: over 3 business days',
    ],
    [
      { before: minutes(90), of: 'flag' },
      'before:90m:flag',
      '1営業日経過の営業1時間30分前',
      '1 h 30 min of opening hours before: 1 business day passed',
    ],
    [{ at: 'promise' }, 'at:promise', '約束の期限の時点', 'promise due'],
  ] as const)('%j', (time, key, ja, en) => {
    expect(noticeKey(time)).toBe(key);
    expect([noticeInWords(key, DEFAULT_POLICY, 'ja'), noticeInWords(key, DEFAULT_POLICY, 'en')]).toEqual([ja, en]);
  });
});
