// service: an owner is warned of a goal once for each reason, and again only after it was over (RULES.md 11.6).

import { beforeEach, expect, test } from 'vitest';
import { recomputeGoalDays } from '../../../src/service/goals/recompute-days.ts';
import { warnOfGoals } from '../../../src/service/goals/warn-of-goals.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { standingWarnings } from '../../../src/store/goals/goal-warnings.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

const goals = [{ within: 'flag', percent: 50, days: 30 }];

beforeEach(async () => {
  await emptyTables(database.db);
  // Every day is a business day, so a step is due at the end of the next date.
  const shop = shopOf('sample-tea', { goals, calendar: { weeklyClosed: [], nationalHolidays: 'none' } });
  it = await testService({ db: database.db, shops: [shop], now: '2026-06-01T09:00:00+09:00' });
});

/** An inquiry of a day in June, answered within the hour, or days later. */
const inquiry = (name: string, day: number, days = 0) => {
  const two = (n: number) => String(n).padStart(2, '0');
  return [
    eventOf('customer_message', `m-${name}`, `2026-06-${two(day)}T10:00:00+09:00`, { inquiry: name }),
    eventOf('shop_reply', `r-${name}`, `2026-06-${two(day + days)}T11:00:00+09:00`, { inquiry: name }),
  ];
};

async function look(when: string, ...events: ReturnType<typeof inquiry>): Promise<number> {
  it.clock.set(at(when));
  await intake(it.service, events, 'api');
  await recomputeGoalDays(it.service);
  return warnOfGoals(it.service);
}

const goalMails = async () => {
  await tickWorker(it.service);
  return it.mail.sent.filter(({ rendered }) => rendered.subject.includes('目標'));
};

/** Lines are broken for readers. */
const unbroken = (text: string): string => text.replaceAll(/\n\s*/g, '');

test('a budget that falls to zero is told once, in counts; the last week that spent it is told in the same mail', async () => {
  expect(await look('2026-06-10T12:00:00+09:00', ...inquiry('a', 2), ...inquiry('b', 4, 4))).toBe(2);
  expect(await look('2026-06-10T12:30:00+09:00')).toBe(0);
  const sent = await goalMails();
  expect(sent.map(({ to, rendered }) => [to, rendered.subject])).toEqual([
    [['sample-tea@example.jp'], '【目標の確認1件】サンプル茶舗'],
  ]);
  expect(unbroken(sent[0]!.rendered.text)).toContain('30日: 2件中 遅れ1件、遅れの余裕なし');
  expect(unbroken(sent[0]!.rendered.text)).toContain('遅れの余裕がなくなりました。');
});

test('what was early in the window is spent, and not fast', async () => {
  expect(await standingWarnings(database.db)).toEqual({ spent: 0, fast: 0 });
  expect(await look('2026-06-20T12:00:00+09:00', ...inquiry('a', 2), ...inquiry('b', 3, 4))).toBe(1);
  expect(await standingWarnings(database.db)).toEqual({ spent: 1, fast: 0 });
  const text = unbroken((await goalMails())[0]!.rendered.text);
  expect(text).not.toContain('直近7日');
});

test('a week that spends more than half is told while something is left', async () => {
  const quiet = [1, 2, 3, 4, 5, 6].flatMap((day) => inquiry(`q${day}`, day));
  expect(await look('2026-06-14T12:00:00+09:00', ...quiet)).toBe(0);
  // Of eight, four may be late: two in this week are not more than half, three are.
  expect(await look('2026-06-18T12:00:00+09:00', ...inquiry('x', 13, 4), ...inquiry('y', 13, 4))).toBe(0);
  expect(await look('2026-06-18T13:00:00+09:00', ...inquiry('z', 14, 4))).toBe(1);
  const text = unbroken((await goalMails())[0]!.rendered.text);
  expect(text).toContain('30日: 9件中 遅れ3件、あと1件まで');
  expect(text).toContain('直近7日だけで余裕の半分を超えて使いました。');
});

test('nothing goes out once no warning holds, and it is told again when it comes back after a week', async () => {
  expect(await look('2026-06-20T20:00:00+09:00', ...inquiry('a', 2), ...inquiry('b', 3, 4))).toBe(1);
  // The evening is outside the send window; until the morning more was answered in time.
  expect(await look('2026-06-21T08:00:00+09:00', ...inquiry('c', 20), ...inquiry('d', 20))).toBe(0);
  it.clock.set(at('2026-06-21T09:00:00+09:00'));
  expect(await goalMails()).toEqual([]);
  expect(await look('2026-06-22T12:00:00+09:00', ...inquiry('e', 4, 4))).toBe(0);
  expect(await look('2026-06-28T12:00:00+09:00')).toBe(1);
  expect(await goalMails()).toHaveLength(1);
});

test('an average, and a budget of nothing that nobody used, warn of nothing', async () => {
  expect(await look('2026-06-10T12:00:00+09:00', ...inquiry('a', 9))).toBe(0);
  expect(await goalMails()).toEqual([]);
});
