// Goals (RULES.md 11), rule by rule. Times of the table are hours after the start of the episode.

import { describe, expect, test } from 'vitest';
import {
  addTallies,
  budgetOf,
  type Goal,
  type GoalEpisode,
  type GoalTally,
  goalKey,
  goalOutcome,
  goalState,
  goalTallyOf,
  goalWindow,
  NO_TALLY,
} from '../../../src/core/goals/goals.ts';
import { budgetInWords, goalInWords } from '../../../src/core/goals/words.ts';
import type { EndedBy, Step } from '../../../src/core/model.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { openZone } from '../../../src/core/time/zone.ts';

const HOUR = 3_600_000;
const START = Date.parse('2026-06-01T10:00:00+09:00');

/** Steps due 24, 48 and 72 hours after the start. */
function episode(ended: number | null, by: GoalEpisode['endedBy'], due: number | null = 24): GoalEpisode {
  const at = (hours: number) => START + hours * HOUR;
  return {
    startedAt: START,
    endedAt: ended === null ? null : at(ended),
    endedBy: by,
    due: { flag: due === null ? null : at(due), owner_alert: at(48), breach: at(72) },
  };
}

describe('11.1, 11.2: what counts, and how', () => {
  test.each<[string, number | null, EndedBy | 'superseded' | null, number, 'met' | 'late' | null]>([
    ['answered before it was due', 23, 'shop_reply', 100, 'met'],
    ['answered by phone before it was due', 23, 'answered_elsewhere', 100, 'met'],
    ['answered at the due instant', 24, 'shop_reply', 100, 'late'],
    ['answered after it', 25, 'shop_reply', 100, 'late'],
    ['open, not due yet', null, null, 23, null],
    ['open, due this instant', null, null, 24, 'late'],
    ['open, passed', null, null, 30, 'late'],
    ['completed before it was due', 23, 'completed', 100, null],
    ['completed at the due instant', 24, 'completed', 100, 'late'],
    ['completed after it passed', 30, 'completed', 100, 'late'],
    ['deleted before it was due', 23, 'message_deleted', 100, null],
    ['deleted after it passed', 30, 'message_deleted', 100, null],
    ['joined to another', 0, 'superseded', 100, null],
  ])('%s', (_, ended, by, now, expected) => {
    expect(goalOutcome(episode(ended, by), 'flag', START + now * HOUR)).toBe(expected);
  });

  test('what has no due instant does not count, answered or open', () => {
    expect(goalOutcome(episode(23, 'shop_reply', null), 'flag', START + 100 * HOUR)).toBeNull();
    expect(goalOutcome(episode(null, null, null), 'flag', START + 100 * HOUR)).toBeNull();
  });

  test('each step is decided by itself', () => {
    const now = START + 50 * HOUR;
    const outcomes = (['flag', 'owner_alert', 'breach'] as const).map((step) =>
      goalOutcome(episode(null, null), step, now),
    );
    expect(outcomes).toEqual(['late', 'late', null]);
  });
});

describe('11: the window is the last local days', () => {
  test.each([
    ['Asia/Tokyo', '2026-06-30T23:59:59.999+09:00', 30, '2026-06-01', '2026-06-30', '2026-06-01T00:00:00+09:00'],
    ['Asia/Tokyo', '2026-07-01T00:00:00+09:00', 30, '2026-06-02', '2026-07-01', '2026-06-02T00:00:00+09:00'],
    ['Asia/Tokyo', '2026-06-30T10:00:00+09:00', 1, '2026-06-30', '2026-06-30', '2026-06-30T00:00:00+09:00'],
    // The clocks went forward on 29 March: the first day begins at +01:00, the last ends at +02:00.
    ['Europe/Berlin', '2026-03-31T12:00:00+02:00', 7, '2026-03-25', '2026-03-31', '2026-03-25T00:00:00+01:00'],
  ])('%s at %s: %i days', (zone, now, days, first, last, from) => {
    const window = goalWindow(days, openZone(zone), Date.parse(now));
    expect([formatDate(window.firstDay), formatDate(window.lastDay)]).toEqual([first, last]);
    expect(new Date(window.from).toISOString()).toBe(new Date(Date.parse(from)).toISOString());
    expect(window.to).toBe(openZone(zone).startOfDay(window.lastDay + 1));
  });
});

const within = (percent: number, days = 30, step: Step = 'flag'): Goal => ({ within: step, percent, days });
const tally = (met: number, late: number): GoalTally => ({
  ...NO_TALLY,
  met: { ...NO_TALLY.met, flag: met },
  late: { ...NO_TALLY.late, flag: late },
});

describe('11.3: how many may be late', () => {
  test.each([
    [40, 1, 95, 2, 1, 'kept'],
    [40, 2, 95, 2, 0, 'spent'],
    [40, 3, 95, 2, -1, 'missed'],
    [39, 1, 95, 1, 0, 'spent'],
    [19, 0, 95, 0, 0, 'kept'],
    [19, 1, 95, 0, -1, 'missed'],
    [20, 0, 95, 1, 1, 'kept'],
    [0, 0, 95, 0, 0, 'kept'],
    [100, 0, 100, 0, 0, 'kept'],
    [100, 7, 93, 7, 0, 'spent'],
    [1_000_000, 0, 1, 990_000, 990_000, 'kept'],
  ])('%i, %i late, %i %%: %i allowed, %i left', (total, late, percent, allowed, left, state) => {
    const budget = budgetOf(within(percent), tally(total - late, late));
    expect(budget).toEqual({ goal: within(percent), total, late, allowed, left });
    expect(goalState(budget)).toBe(state);
  });

  test('it is said in counts', () => {
    const said = (total: number, late: number) => {
      const budget = budgetOf(within(95), tally(total - late, late));
      return [budgetInWords(budget, 'ja'), budgetInWords(budget, 'en')];
    };
    expect(said(40, 1)).toEqual(['30日: 40件中 遅れ1件、あと1件まで', '30 days: 1 late of 40, 1 more allowed']);
    expect(said(40, 2)).toEqual(['30日: 40件中 遅れ2件、遅れの余裕なし', '30 days: 2 late of 40, no more allowed']);
    expect(said(40, 4)).toEqual(['30日: 40件中 遅れ4件、2件超過', '30 days: 4 late of 40, 2 too many']);
  });
});

describe('11.4: the average, by the clock', () => {
  const goal: Goal = { averageMs: 12 * HOUR, days: 30 };

  test('is of what was answered, in time or late, with or without steps', () => {
    const all = [
      episode(10, 'shop_reply'),
      episode(30, 'answered_elsewhere', null),
      episode(1, 'completed'),
      episode(2, 'message_deleted'),
      episode(null, null),
    ];
    const counted = goalTallyOf(all, START + 100 * HOUR);
    expect(budgetOf(goal, counted)).toEqual({ goal, answered: 2, meanMs: 20 * HOUR });
  });

  test.each([
    [11 * HOUR, 'kept', '30日: 返信1件の平均 11時間（目標 12時間以内）'],
    [12 * HOUR, 'kept', '30日: 返信1件の平均 12時間（目標 12時間以内）'],
    [12 * HOUR + 1, 'missed', '30日: 返信1件の平均 12時間1分（目標 12時間以内）'],
  ])('a mean of %i ms is %s', (answerMs, state, words) => {
    const budget = budgetOf(goal, { ...NO_TALLY, answered: 1, answerMs });
    expect([goalState(budget), budgetInWords(budget, 'ja')]).toEqual([state, words]);
  });

  test('without an answer there is none', () => {
    const budget = budgetOf(goal, NO_TALLY);
    expect(budget).toEqual({ goal, answered: 0, meanMs: null });
    expect(budgetInWords(budget, 'ja')).toBe('30日: 返信なし（目標 平均12時間以内）');
    expect(budgetInWords(budget, 'en')).toBe('30 days: nothing answered (goal: at most 12 h on average)');
  });
});

test('tallies of parts add up to the tally of all', () => {
  const all = [episode(10, 'shop_reply'), episode(30, 'shop_reply'), episode(60, 'completed'), episode(null, null)];
  const now = START + 80 * HOUR;
  const parts = all.map((one) => goalTallyOf([one], now)).reduce(addTallies, NO_TALLY);
  expect(parts).toEqual(goalTallyOf(all, now));
});

test('goals have a name of their own and words for what they ask', () => {
  const average: Goal = { averageMs: 90 * 60_000, days: 7 };
  expect([within(95), average].map(goalKey)).toEqual(['flag-95-30', 'average-90m-7']);
  expect(goalInWords(within(95), () => '1営業日経過', 'ja')).toBe('「1営業日経過」の前に返信 95%以上（30日）');
  expect(goalInWords(average, () => '', 'ja')).toBe('平均返信時間 1時間30分以内（7日）');
});
