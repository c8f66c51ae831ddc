// service: goals from kept days equal a recount of the raw events, whatever was learned in which order, whatever was counted
// when, and after edits of policies and zones.

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { budgetOf, type Goal, type GoalEpisode, goalTallyOf, goalWindow } from '../../../src/core/goals/goals.ts';
import { EVENT_TYPES } from '../../../src/core/model.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { recomputeWanted } from '../../../src/service/configuration/recompute-deadlines.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { readGoals } from '../../../src/service/goals/read-goals.ts';
import { recomputeGoalDays } from '../../../src/service/goals/recompute-days.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import type { Service } from '../../../src/service/service.ts';
import { type RawInquiry, recount } from '../../core/reports/recount.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

const GOALS: readonly Goal[] = [
  { within: 'flag', percent: 95, days: 30 },
  { within: 'breach', percent: 50, days: 7 },
  { within: 'owner_alert', percent: 80, days: 12 },
  { averageMs: 12 * 3_600_000, days: 30 },
];
const goals = [
  { within: 'flag', percent: 95, days: 30 },
  { within: 'breach', percent: 50, days: 7 },
  { within: 'owner_alert', percent: 80, days: 12 },
  { average: '12h', days: 30 },
];
const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const tea = (more: Record<string, unknown> = {}): ShopConfig =>
  shopOf('sample-tea', {
    calendar: { hours: ['09:00-18:00'] },
    policies: [chat, { channel: 'r-messe' }],
    goals,
    ...more,
  });

async function open(shop: ShopConfig, now: string): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shop], now });
}

beforeEach(() => open(tea(), '2026-06-01T09:00:00+09:00'));

const shopIn = (service: Service): ShopConfig => service.config.shops.get('sample-tea')!;

async function standing(service: Service = it.service) {
  const read = await readGoals(service, [shopIn(service)]);
  return (read.get('sample-tea') ?? []).map(({ budget }) => budget);
}

function byHand(episodes: readonly GoalEpisode[], { timeZone }: ShopConfig) {
  const now = it.clock.now();
  return GOALS.map((goal) => {
    const { from, to } = goalWindow(goal.days, openZone(timeZone), now);
    const inside = episodes.filter(({ startedAt }) => startedAt >= from && startedAt < to);
    return budgetOf(goal, goalTallyOf(inside, now));
  });
}

/** Straight from the rows of episodes, without anything that is kept. */
async function fromRows(service: Service) {
  const rows = await service.db.selectFrom('episode').selectAll().execute();
  const episodes = rows.map((row) => ({
    startedAt: row.started_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    due: { flag: row.flag_due_at, owner_alert: row.owner_alert_due_at, breach: row.breach_due_at },
  }));
  return byHand(episodes, shopIn(service));
}

function fromEvents(service: Service, inquiries: readonly RawInquiry[]) {
  const shop = shopIn(service);
  const calendar = service.counting.calendarOf(shop);
  const episodes = inquiries
    .flatMap((one) => recount(calendar, service.counting.policyOf(shop, one), one))
    .map(({ startedAt, endedAt, endedBy, flagDueAt, ownerAlertDueAt, breachDueAt }) => ({
      startedAt,
      endedAt,
      endedBy,
      due: { flag: flagDueAt, owner_alert: ownerAlertDueAt, breach: breachDueAt },
    }));
  return byHand(episodes, shop);
}

async function edit(service: Service, shop: ShopConfig): Promise<Service> {
  const edited = withShops(service, [shop]);
  await applyRevisions(edited);
  await recomputeWanted(edited);
  return edited;
}

const ROUNDS = ['2026-06-03T12:00:00+09:00', '2026-06-10T12:00:00+09:00', '2026-06-24T00:00:00+09:00'];
const READ_AT = ['2026-07-01T23:59:59+09:00', '2026-07-02T00:00:00+09:00', '2026-07-25T00:00:00+09:00'];
const ALL = [...ROUNDS, ...READ_AT];

const event = fc.record({
  type: fc.constantFrom(...EVENT_TYPES),
  id: fc.constantFrom('m0', 'm1', 'm2', 'r0', 'r1', 'c0', 'o0', 'd0'),
  at: fc.integer({ min: Date.parse('2026-05-27'), max: Date.parse('2026-06-25') }),
  message: fc.constantFrom('m0', 'm1', 'm2'),
});
const inquiry = fc.record({
  channel: fc.constantFrom('r-messe', 'chat'),
  type: fc.constant(null),
  category: fc.constant(null),
  events: fc.uniqueArray(event, { maxLength: 7, selector: ({ id }) => id }),
});
const histories = fc.tuple(
  fc.array(inquiry, { minLength: 1, maxLength: 8 }),
  fc.array(fc.nat(ALL.length - 1), { minLength: 56, maxLength: 56 }),
  // Whether days are counted after a round, or left to the reader.
  fc.array(fc.boolean(), { minLength: ALL.length, maxLength: ALL.length }),
);

async function learnRound(
  service: Service,
  inquiries: readonly RawInquiry[],
  rounds: readonly number[],
  round: number,
) {
  it.clock.set(at(ALL[round]!));
  await tickWorker(service);
  const incoming = inquiries.flatMap(({ channel, events }, n) =>
    events.flatMap((one, k) => {
      // What has not happened yet is learned in a later round.
      const happened = ALL.findIndex((when) => at(when) >= one.at);
      return Math.max(rounds[n * 7 + k]!, happened) === round
        ? [{ shop: 'sample-tea', inquiry: `q${n}`, channel, event: one }]
        : [];
    }),
  );
  await intake(service, incoming, 'api');
}

describe('goals from kept days', () => {
  test('equal a recount of the raw events, in whatever order they were learned', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ([inquiries, rounds, counts]) => {
        await open(tea(), '2026-05-27T09:00:00+09:00');
        for (const round of ALL.keys()) {
          await learnRound(it.service, inquiries, rounds, round);
          if (counts[round]) await recomputeGoalDays(it.service);
          expect(await standing()).toEqual(await fromRows(it.service));
        }
        expect(await standing()).toEqual(fromEvents(it.service, inquiries));
        await recomputeGoalDays(it.service);
        expect(await standing()).toEqual(fromEvents(it.service, inquiries));
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  test('and stay right after edits of policies and zones', async () => {
    const EDITS: readonly Record<string, unknown>[] = [
      { policies: [chat, { channel: 'r-messe', flagAfter: '2d', mailOwnerAfter: '3d', breachAfter: '4d' }] },
      { timeZone: 'America/New_York' },
      { timeZone: 'Pacific/Kiritimati' },
      { calendar: { weeklyClosed: [], hours: ['00:00-24:00'] } },
      {},
    ];
    const edits = fc.array(fc.option(fc.constantFrom(...EDITS), { nil: null }), {
      minLength: ALL.length,
      maxLength: ALL.length,
    });
    await fc.assert(
      fc.asyncProperty(histories, edits, async ([inquiries, rounds, counts], edited) => {
        await open(tea(), '2026-05-27T09:00:00+09:00');
        let { service } = it;
        for (const round of ALL.keys()) {
          await learnRound(service, inquiries, rounds, round);
          const change = edited[round];
          if (change) service = await edit(service, tea(change));
          expect(await standing(service)).toEqual(await fromRows(service));
          if (counts[round]) await recomputeGoalDays(service);
          expect(await standing(service)).toEqual(await fromRows(service));
        }
      }),
      { numRuns: 30 },
    );
  }, 300_000);
});

async function learn(when: string, ...events: Parameters<typeof eventOf>[]): Promise<void> {
  it.clock.set(at(when));
  await intake(
    it.service,
    events.map((one) => eventOf(...one)),
    'api',
  );
}

const flag = async () => (await standing())[0];

describe('a thread, step by step', () => {
  const share = (total: number, late: number) => ({ goal: GOALS[0], total, late, allowed: 0, left: 0 - late });

  test('a step passes by time alone; a reply learned later that was in time changes it back', async () => {
    await learn('2026-06-01T10:00:00+09:00', ['customer_message', 'm1', '2026-06-01T10:00:00+09:00']);
    await recomputeGoalDays(it.service);
    it.clock.set(at('2026-06-02T23:59:59.999+09:00'));
    expect(await flag()).toEqual(share(0, 0));
    it.clock.set(at('2026-06-03T00:00:00+09:00'));
    expect(await flag()).toEqual(share(1, 1));
    await learn('2026-06-05T10:00:00+09:00', ['shop_reply', 'r1', '2026-06-02T11:00:00+09:00']);
    expect(await flag()).toEqual(share(1, 0));
    await recomputeGoalDays(it.service);
    expect(await flag()).toEqual(share(1, 0));
  });

  test('it leaves the window with its day', async () => {
    await learn(
      '2026-06-02T10:00:00+09:00',
      ['customer_message', 'm1', '2026-06-01T23:00:00+09:00'],
      ['shop_reply', 'r1', '2026-06-02T09:00:00+09:00'],
    );
    await recomputeGoalDays(it.service);
    it.clock.set(at('2026-06-30T23:59:59+09:00'));
    expect(await flag()).toEqual(share(1, 0));
    it.clock.set(at('2026-07-01T00:00:00+09:00'));
    expect(await flag()).toEqual(share(0, 0));
  });

  test('a start that moves to another day is counted there only', async () => {
    await learn(
      '2026-06-02T10:00:00+09:00',
      ['customer_message', 'm1', '2026-06-01T23:00:00+09:00'],
      ['customer_message', 'm2', '2026-06-02T08:00:00+09:00'],
      ['shop_reply', 'r1', '2026-06-02T09:00:00+09:00'],
    );
    await recomputeGoalDays(it.service);
    await learn('2026-06-02T11:00:00+09:00', ['customer_message', 'm0', '2026-05-30T08:00:00+09:00']);
    await recomputeGoalDays(it.service);
    const days = await it.service.db.selectFrom('goal_day').select(['day', 'answered']).execute();
    expect(days).toEqual([{ day: Date.parse('2026-05-30') / 86_400_000, answered: 1 }]);
  });
});

describe('what is kept', () => {
  test('an episode that opens, or fires, marks nothing', async () => {
    await learn('2026-06-01T10:00:00+09:00', ['customer_message', 'm1', '2026-06-01T10:00:00+09:00']);
    it.clock.set(at('2026-06-05T00:00:00+09:00'));
    await tickWorker(it.service);
    expect(await it.service.db.selectFrom('goal_mark').selectAll().execute()).toEqual([]);
  });

  test('a shop that was removed does not stop the count of others', async () => {
    await learn(
      '2026-06-02T10:00:00+09:00',
      ['customer_message', 'm1', '2026-06-01T23:00:00+09:00'],
      ['shop_reply', 'r1', '2026-06-02T09:00:00+09:00'],
    );
    const others = withShops(it.service, [shopOf('other', { goals })]);
    expect(await recomputeGoalDays(others)).toBe(1);
    expect(await it.service.db.selectFrom('goal_mark').selectAll().execute()).toEqual([]);
    expect(await flag()).toMatchObject({ total: 1, late: 0 });
  });

  test('shops without goals are not asked for', async () => {
    expect(await readGoals(it.service, [shopOf('other')])).toEqual(new Map());
  });
});
