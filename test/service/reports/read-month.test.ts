// service: the report from the store equals a recount of the raw events, whatever was learned in which order; and what
// only the board of the time knew stands beside it.

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { EVENT_TYPES, type InquiryEvent, STEPS } from '../../../src/core/model.ts';
import { parseMonth, spanOf } from '../../../src/core/reports/month.ts';
import { reportOf } from '../../../src/core/reports/report.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import {
  type Report,
  readReport,
  readReportEpisodes,
  readShopMonths,
} from '../../../src/service/reports/read-month.ts';
import type { Service } from '../../../src/service/service.ts';
import { type RawInquiry, recount } from '../../core/reports/recount.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const JUNE = parseMonth('2026-06')!;
let it: TestService;

const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const teaShop = shopOf('sample-tea', {
  calendar: { hours: ['09:00-18:00'] },
  policies: [chat, { channel: 'r-messe' }],
});

async function open(shop: ShopConfig, now: string): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shop], now });
}

beforeEach(() => open(shopOf('sample-tea'), '2026-06-01T09:00:00+09:00'));

async function june(service: Service = it.service): Promise<Report> {
  const report = await readReport(service, 'sample-tea', JUNE);
  if (report === null) throw new Error('the shop is not configured');
  return report;
}

/** Takes events in at a moment, some time after a tick that raised what was due. */
async function learn(when: string, ...events: Parameters<typeof eventOf>[]): Promise<void> {
  it.clock.set(at(when) - 1_000);
  await tickWorker(it.service);
  it.clock.set(at(when));
  await intake(
    it.service,
    events.map((event) => eventOf(...event)),
    'api',
  );
}

describe('the report from the store', () => {
  const event = fc.record({
    type: fc.constantFrom(...EVENT_TYPES),
    id: fc.constantFrom('m0', 'm1', 'm2', 'r0', 'r1', 'c0', 'no-reply-needed:1', 'o0', 'd0'),
    at: fc.integer({ min: Date.parse('2026-05-27'), max: Date.parse('2026-07-03') }),
    message: fc.constantFrom('m0', 'm1', 'm2'),
  });
  const inquiry = fc.record({
    channel: fc.constantFrom('r-messe', 'chat'),
    type: fc.constantFrom(null, '配送'),
    category: fc.constantFrom(null, '返品'),
    events: fc.uniqueArray(event, { maxLength: 7, selector: ({ id }) => id }),
  });
  /** Each event is learned in one of a few rounds, mostly late and out of order. */
  const histories = fc
    .array(inquiry, { minLength: 1, maxLength: 8 })
    .chain((inquiries) =>
      fc.tuple(fc.constant(inquiries), fc.array(fc.nat(3), { minLength: 56, maxLength: 56 }), fc.boolean()),
    );
  const ROUNDS = ['2026-06-03T12:00:00+09:00', '2026-06-10T12:00:00+09:00', '2026-06-24T12:00:00+09:00'];
  const READ_AT = '2026-07-04T00:00:00+09:00';

  test('equals a recount of the raw events, in whatever order they were learned', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ([inquiries, rounds]) => {
        await open(teaShop, '2026-06-01T09:00:00+09:00');
        await replay(inquiries, rounds);
        const report = await june();
        expect(withoutShown(report)).toEqual(withoutShown(recounted(inquiries)));
        expect(await beside()).toEqual(sideOf(report));
      }),
      { numRuns: 40 },
    );
  }, 300_000);

  async function replay(inquiries: readonly RawInquiry[], rounds: readonly number[]): Promise<void> {
    const all = inquiries.flatMap((one, n) => one.events.map((event, k) => ({ n, event, round: rounds[n * 7 + k]! })));
    for (const [round, when] of [...ROUNDS, READ_AT].entries()) {
      it.clock.set(at(when));
      await tickWorker(it.service);
      // What has not happened yet is learned in a later round.
      const now = all.filter((one) => Math.max(one.round, roundOf(one.event)) === round);
      const incoming = now.map(({ n, event }) => {
        const { channel, type, category } = inquiries[n]!;
        const kind = { ...(type && { type }), ...(category && { category }) };
        return { shop: 'sample-tea', inquiry: `q${n}`, channel, ...kind, event };
      });
      await intake(it.service, incoming, 'api');
    }
  }

  const roundOf = (event: InquiryEvent) => [...ROUNDS, READ_AT].findIndex((when) => at(when) >= event.at);

  function recounted(inquiries: readonly RawInquiry[]) {
    const calendar = it.service.counting.calendarOf(teaShop);
    const episodes = inquiries.flatMap((one) => recount(calendar, it.service.counting.policyOf(teaShop, one), one));
    return reportOf({ calendar, span: spanOf(JUNE, calendar.zone), now: it.clock.now() }, episodes);
  }

  /** What the board showed at the time is no function of the events. */
  function withoutShown({ total, byChannel, byType, byCategory, ...rest }: ReturnType<typeof recounted>) {
    const { arrivals, replies, openByDay, provisional, withoutDeadline } = rest;
    const still = ({ steps, ...group }: typeof total) => ({
      ...group,
      steps: STEPS.map((step) => {
        const { met, missed, pending, lapsed, uncounted, metRate } = steps[step];
        return { met, missed, pending, lapsed, uncounted, metRate };
      }),
    });
    const groups = [byChannel, byType, byCategory].map((one) => one.map(still));
    return { total: still(total), groups, arrivals, replies, openByDay, provisional, withoutDeadline };
  }

  async function beside() {
    const { name: _, state: __, ...numbers } = (await readShopMonths(it.service, [teaShop], JUNE))[0]!;
    return numbers;
  }

  /** What the list of all shops says of one, from its own report. */
  function sideOf({ shop, total: { episodes, steps, endings } }: Report) {
    return {
      shop,
      episodes,
      flagMet: steps.flag.met,
      flagMissed: steps.flag.missed,
      ownerAlertMet: steps.owner_alert.met,
      ownerAlertMissed: steps.owner_alert.missed,
      breachMet: steps.breach.met,
      breachMissed: steps.breach.missed,
      completedWithoutReply: endings.completedWithoutReply,
      open: endings.open,
    };
  }

  test('keeps the deadlines that finished inquiries were counted with', async () => {
    await learn('2026-06-02T12:00:00+09:00', ['customer_message', 'm0', '2026-06-01T10:00:00+09:00']);
    await learn('2026-06-03T12:00:00+09:00', ['shop_reply', 'r0', '2026-06-03T10:00:00+09:00']);
    expect((await june()).total.steps.flag).toMatchObject({ met: 0, missed: 1 });
    const closed = shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-02', name: '棚卸' }] } });
    const edited = withShops(it.service, [closed]);
    await applyRevisions(edited);
    expect((await june(edited)).total.steps.flag).toMatchObject({ met: 0, missed: 1 });
  });

  test('says nothing of a breach that passed while the thread was completed', async () => {
    await learn('2026-06-01T12:00:00+09:00', ['customer_message', 'm0', '2026-06-01T10:00:00+09:00']);
    await learn('2026-06-02T12:00:00+09:00', ['completed', 'c0', '2026-06-02T10:00:00+09:00']);
    await learn('2026-06-08T12:00:00+09:00', ['reopened', 'o0', '2026-06-08T10:00:00+09:00']);
    await tickWorker(it.service);
    const { breach } = (await june()).total.steps;
    expect(breach).toMatchObject({ missed: 0, uncounted: 1, asKnownThen: 0, onlyAsCorrected: 0 });
  });
});

describe('as known then', () => {
  const message = ['customer_message', 'm0', '2026-06-01T10:00:00+09:00'] as const;

  test('a flag that stood on the board until the reply was both', async () => {
    await learn('2026-06-01T12:00:00+09:00', [...message]);
    await learn('2026-06-03T12:00:00+09:00', ['shop_reply', 'r0', '2026-06-03T11:00:00+09:00']);
    expect((await june()).total.steps.flag).toMatchObject({
      missed: 1,
      asKnownThen: 1,
      onlyAsKnownThen: 0,
      onlyAsCorrected: 0,
    });
  });

  test('a reply in time that was learned late leaves a flag that was only known then', async () => {
    await learn('2026-06-01T12:00:00+09:00', [...message]);
    await learn('2026-06-03T12:00:00+09:00', ['shop_reply', 'r0', '2026-06-02T11:00:00+09:00']);
    const report = await june();
    expect(report.total.steps.flag).toMatchObject({ met: 1, missed: 0, asKnownThen: 1, onlyAsKnownThen: 1 });
    expect(report.takenBack).toEqual([{ why: 'answered in time, learned late', steps: 1 }]);
  });

  test('a flag that a calendar edit took back was only known then, until it is raised again', async () => {
    await learn('2026-06-01T12:00:00+09:00', [...message]);
    await learn('2026-06-03T12:00:00+09:00');
    const closed = shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-02', name: '棚卸' }] } });
    const edited = withShops(it.service, [closed]);
    await applyRevisions(edited);
    const report = await june(edited);
    expect(report.total.steps.flag).toMatchObject({ pending: 1, missed: 0, asKnownThen: 1, onlyAsKnownThen: 1 });
    expect(report.takenBack).toEqual([{ why: 'calendar or policy changed', steps: 1 }]);
    it.clock.set(at('2026-06-04T12:00:00+09:00'));
    await tickWorker(edited);
    expect((await june(edited)).total.steps.flag).toMatchObject({ missed: 1, asKnownThen: 1, onlyAsKnownThen: 0 });
  });

  test('what was learned only after its end is late by the corrected numbers alone', async () => {
    await learn('2026-06-04T12:00:00+09:00', [...message], ['shop_reply', 'r0', '2026-06-03T11:00:00+09:00']);
    expect((await june()).total.steps.flag).toMatchObject({ missed: 1, asKnownThen: 0, onlyAsCorrected: 1 });
  });

  test('a breach that passed during our downtime and was told to ops was known', async () => {
    await learn('2026-06-01T12:00:00+09:00', [...message]);
    it.clock.set(at('2026-06-05T12:00:00+09:00'));
    await intake(it.service, [eventOf('shop_reply', 'r0', '2026-06-05T11:00:00+09:00')], 'api');
    expect((await june()).total.steps.breach).toMatchObject({ missed: 1, asKnownThen: 0, onlyAsCorrected: 1 });
    it.clock.set(at('2026-06-08T12:00:00+09:00'));
    await tickWorker(it.service);
    expect((await june()).total.steps.breach).toMatchObject({ missed: 1, asKnownThen: 1, onlyAsCorrected: 0 });
  });
});

describe('a month', () => {
  const read = async (month: string) => (await readReport(it.service, 'sample-tea', parseMonth(month)!))!;

  test('that lies before the shop was watched has no data', async () => {
    expect((await read('2026-04')).state).toBe('no-data');
    expect((await june()).previous).toEqual({ month: '2026-05', total: null });
  });

  test('that lies before the shop was watched has the data that were imported', async () => {
    await learn('2026-06-02T12:00:00+09:00', ['customer_message', 'm0', '2026-05-20T10:00:00+09:00']);
    expect(await read('2026-05')).toMatchObject({ state: 'complete', total: { episodes: 1 } });
    expect((await june()).previous.total?.episodes).toBe(1);
    expect((await june()).openByDay[0]).toEqual({ day: '2026-06-01', open: 1, flagged: 1 });
  });

  test('counts as open what waited since long before, up to the date on which it ended', async () => {
    await learn('2026-06-01T09:00:00+09:00', [...aged('over', '2026-03-02')], [...aged('open', '2026-03-03')]);
    await learn(
      '2026-06-01T09:00:01+09:00',
      [...aged('may', '2026-03-04')],
      answer('may', '2026-05-31T23:59:00+09:00'),
    );
    await learn('2026-06-11T09:00:00+09:00', answer('over', '2026-06-10T12:00:00+09:00'));
    const open = (await june()).openByDay.map((day) => day.open);
    expect(open).toEqual([...Array<number>(9).fill(2), 1, 1]);
  });

  const aged = (inquiry: string, date: string) =>
    ['customer_message', 'm0', `${date}T10:00:00+09:00`, { inquiry }] satisfies Parameters<typeof eventOf>;
  const answer = (inquiry: string, when: string): Parameters<typeof eventOf> => ['shop_reply', 'r0', when, { inquiry }];

  test('runs, is over, or has not begun', async () => {
    it.clock.set(at('2026-07-01T00:00:00+09:00'));
    const states = await Promise.all(['2026-06', '2026-07', '2026-08'].map(async (month) => (await read(month)).state));
    expect(states).toEqual(['complete', 'running', 'future']);
  });

  test('without a business day says so', async () => {
    await open(
      shopOf('sample-tea', { calendar: { closed: [{ on: '2026-06-01..2026-06-30', name: '改装' }] } }),
      '2026-06-20T09:00:00+09:00',
    );
    expect((await june()).businessDays).toBe(0);
  });

  test('names its steps by every policy that counts for its inquiries', async () => {
    await open(teaShop, '2026-06-02T09:00:00+09:00');
    await learn(
      '2026-06-02T12:00:00+09:00',
      ['customer_message', 'm0', '2026-06-02T10:00:00+09:00'],
      ['customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'q2', channel: 'chat' }],
    );
    expect((await june()).lengths.flag).toEqual([{ openMs: 300_000 }, { days: 1 }]);
  });

  test('moves with the zone that the shop has now', async () => {
    await learn('2026-06-30T23:59:00+09:00', ['customer_message', 'm0', '2026-06-01T10:00:00+09:00']);
    const moved = withShops(it.service, [shopOf('sample-tea', { timeZone: 'America/New_York' })]);
    expect((await june(moved)).total.episodes).toBe(0);
    expect((await readReport(moved, 'sample-tea', parseMonth('2026-05')!))!.total.episodes).toBe(1);
  });

  test('of a shop that is not configured is not there', async () => {
    expect(await readReport(it.service, 'no-such-shop', JUNE)).toBeNull();
  });
});

test('an episode that never was one of its own is in no list and no number, but for what was shown of it', async () => {
  await learn(
    '2026-06-02T12:00:00+09:00',
    ['customer_message', 'm0', '2026-06-01T10:00:00+09:00'],
    ['completed', 'c0', '2026-06-01T11:00:00+09:00'],
    ['customer_message', 'm1', '2026-06-02T10:00:00+09:00'],
  );
  await learn('2026-06-04T12:00:00+09:00', ['reopened', 'o0', '2026-06-01T12:00:00+09:00']);
  const report = await june();
  expect(report.total).toMatchObject({
    episodes: 1,
    steps: { flag: { missed: 1, asKnownThen: 1, onlyAsKnownThen: 1 } },
  });
  expect(report.takenBack).toEqual([{ why: 'superseded', steps: 1 }]);
  expect(await listed()).toEqual(['q1']);
});

test('the list of episodes is in the order of their start', async () => {
  await learn(
    '2026-06-04T12:00:00+09:00',
    ['customer_message', 'm0', '2026-06-03T10:00:00+09:00'],
    ['customer_message', 'm0', '2026-06-02T10:00:00+09:00', { inquiry: 'q2' }],
  );
  expect(await listed()).toEqual(['q2', 'q1']);
});

async function listed(): Promise<string[]> {
  const rows: string[] = [];
  for await (const page of readReportEpisodes(it.service, shopOf('sample-tea'), JUNE))
    rows.push(...page.map(({ inquiry }) => inquiry));
  return rows;
}

describe('all shops side by side', () => {
  const shops = [shopOf('a-shop'), shopOf('b-shop'), shopOf('new-york', { timeZone: 'America/New_York' })];

  test('come worst first, those without inquiries last', async () => {
    await emptyTables(database.db);
    it = await testService({ db: database.db, shops, now: '2026-06-01T09:00:00+09:00' });
    await learn(
      '2026-06-03T12:00:00+09:00',
      ['customer_message', 'm0', '2026-06-01T10:00:00+09:00', { shop: 'b-shop' }],
      ['customer_message', 'm0', '2026-06-01T10:00:00+09:00', { shop: 'new-york' }],
    );
    const rows = await readShopMonths(it.service, shops, JUNE);
    expect(rows.map(({ shop, episodes, flagMissed, state }) => [shop, episodes, flagMissed, state])).toEqual([
      ['b-shop', 1, 1, 'running'],
      // In New York the message came on 31 May.
      ['a-shop', 0, 0, 'running'],
      ['new-york', 0, 0, 'running'],
    ]);
    expect(
      (await readShopMonths(it.service, shops, parseMonth('2026-05')!)).map(({ shop, episodes }) => [shop, episodes]),
    ).toEqual([
      ['new-york', 1],
      ['a-shop', 0],
      ['b-shop', 0],
    ]);
  });
});
