// service: what is over leaves after the months that service.yaml gives. Reports say the same before and after, what is sent
// again is known, what waits stays, and a customer who writes again is heard.

import fc from 'fast-check';
import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import type { Retention } from '../../../src/config/retention/retention.ts';
import { EVENT_TYPES } from '../../../src/core/model.ts';
import { parseMonth } from '../../../src/core/reports/month.ts';
import { readInquiryDetail } from '../../../src/service/board/read-inquiry.ts';
import { recomputeWanted } from '../../../src/service/configuration/recompute-deadlines.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { recomputeGoalDays } from '../../../src/service/goals/recompute-days.ts';
import type { IncomingEvent } from '../../../src/service/intake/incoming-event.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { proveNextDay } from '../../../src/service/proof/prove-days.ts';
import { readReport, readReportEpisodes, readShopMonths } from '../../../src/service/reports/read-month.ts';
import { letGo, letGoDays, monthsBefore } from '../../../src/service/retention/keep-retention.ts';
import type { Service } from '../../../src/service/service.ts';
import { lockPastKind } from '../../../src/store/retention/past-inquiries.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
let it: TestService;

const KEPT: Retention = { inquiries: 6, mails: 6 };
const LATER = '2027-02-22T12:00:00+09:00';
const chat = { channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' };
const tea = (more: Record<string, unknown> = {}): ShopConfig =>
  shopOf('sample-tea', {
    calendar: { hours: ['09:00-18:00'] },
    policies: [chat, { channel: 'r-messe' }],
    goals: [{ within: 'flag', percent: 95, days: 90 }],
    ...more,
  });

async function open(now = '2026-05-27T09:00:00+09:00', retention = KEPT, shop = tea()): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shop], now, config: { retention } });
}

beforeEach(() => open());

const count = async (table: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(database.db);
  return rows[0]!.n;
};

const openWaits = () =>
  database.db
    .selectFrom('episode')
    .select(['id', 'opener', 'next_due_at'])
    .where('ended_at', 'is', null)
    .orderBy('id')
    .execute();

const MONTHS = ['2026-04', '2026-05', '2026-06', '2026-07', '2026-08'].map((text) => parseMonth(text)!);
const shopIn = (service: Service): ShopConfig => service.config.shops.get('sample-tea')!;

/** Everything that a report says, but how many of it left. */
async function reports(service: Service) {
  const all = [];
  for (const month of MONTHS) {
    const { past: _, ...report } = (await readReport(service, 'sample-tea', month))!;
    all.push({ report, beside: await readShopMonths(service, [shopIn(service)], month) });
  }
  return all;
}

/** An inquiry from its first message to a reply, breached or not. */
const thread = (inquiry: string, day: string, replyDay = day, more: Partial<IncomingEvent> = {}): IncomingEvent[] => [
  eventOf('customer_message', 'm1', `${day}T10:00:00+09:00`, { inquiry, type: '商品', item: '茶', ...more }),
  eventOf('shop_reply', 'r1', `${replyDay}T15:00:00+09:00`, { inquiry, type: '商品', item: '茶', ...more }),
];

async function goTo(when: string): Promise<void> {
  it.clock.set(at(when));
  await tickWorker(it.service);
}

const ROUNDS = [
  '2026-06-03T12:00:00+09:00',
  '2026-06-10T12:00:00+09:00',
  '2026-06-24T00:00:00+09:00',
  '2026-07-05T00:00:00+09:00',
];

const event = fc.record({
  type: fc.constantFrom(...EVENT_TYPES),
  id: fc.constantFrom('m0', 'm1', 'm2', 'r0', 'r1', 'c0', 'no-reply-needed:1', 'o0', 'd0'),
  at: fc.integer({ min: Date.parse('2026-05-27'), max: Date.parse('2026-07-04') }),
  message: fc.constantFrom('m0', 'm1', 'm2'),
});
const inquiry = fc.record({
  channel: fc.constantFrom('r-messe', 'chat'),
  type: fc.constantFrom(null, '配送'),
  category: fc.constantFrom(null, '返品'),
  events: fc.uniqueArray(event, { minLength: 1, maxLength: 7, selector: ({ id }) => id }),
});
const histories = fc.tuple(
  fc.array(inquiry, { minLength: 1, maxLength: 8 }),
  fc.array(fc.nat(ROUNDS.length - 1), { minLength: 56, maxLength: 56 }),
);

describe('whatever happened', () => {
  test('reports, the proof and the board say the same after it left, also when all is sent again', async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(histories, async ([inquiries, rounds]) => {
        await open();
        const all: IncomingEvent[] = [];
        for (const [round, when] of ROUNDS.entries()) {
          await goTo(when);
          const learned = inquiries.flatMap(({ channel, type, category, events }, n) =>
            events.flatMap((one, k) => {
              const happened = ROUNDS.findIndex((then) => at(then) >= one.at);
              if (Math.max(rounds[n * 7 + k]!, happened) !== round) return [];
              return [
                {
                  shop: 'sample-tea',
                  inquiry: `q${n}`,
                  channel,
                  ...(type && { type }),
                  ...(category && { category }),
                  event: one,
                },
              ];
            }),
          );
          all.push(...learned);
          await intake(it.service, learned, 'api');
        }
        await recomputeGoalDays(it.service);
        await goTo(LATER);
        const before = await reports(it.service);
        left += (await letGo(it.service)).inquiries;
        expect(await reports(it.service)).toEqual(before);

        const standing = [await openWaits(), await count('mail_item'), await count('step')];
        const again = await intake(it.service, all, 'api');
        expect(again).toMatchObject({ added: 0, known: all.length });
        for (const one of all) expect(await intake(it.service, [one], 'api')).toMatchObject({ added: 0, known: 1 });
        await goTo('2027-02-24T12:00:00+09:00');
        expect([await openWaits(), await count('mail_item'), await count('step')]).toEqual(standing);
        const proof = await proveNextDay(it.service);
        expect(proof).toMatchObject({ missing: 0, surplus: 0, late: 0 });
      }),
      { numRuns: 40 },
    );
    expect(left).toBeGreaterThan(50);
  }, 300_000);
});

describe('an inquiry that is over', () => {
  test('leaves with all that belongs to it; its row says that it was there', async () => {
    await goTo('2026-06-01T11:00:00+09:00');
    await intake(it.service, thread('q1', '2026-06-01').slice(0, 1), 'api');
    await goTo('2026-06-05T16:00:00+09:00');
    await intake(it.service, thread('q1', '2026-06-01', '2026-06-05').slice(1), 'api');
    await goTo(LATER);
    expect(await count('step')).toBe(3);
    expect(await letGo(it.service)).toMatchObject({ inquiries: 1, isDone: true });
    for (const table of ['event', 'episode', 'step', 'notice', 'past_left']) expect(await count(table)).toBe(0);
    expect(await database.db.selectFrom('inquiry').selectAll().execute()).toEqual([
      expect.objectContaining({
        external_id: 'q1',
        status: 'answered',
        type: null,
        item: null,
        past_until: at('2026-06-05T15:00:00+09:00'),
        past_waits: 1,
      }),
    ]);
    const detail = await readInquiryDetail(it.service, 'sample-tea', 'q1');
    expect(detail).toMatchObject({ episodes: [], events: [], inquiry: { pastWaits: 1 } });
    const june = await readReport(it.service, 'sample-tea', parseMonth('2026-06')!);
    expect(june).toMatchObject({ past: 1, total: { episodes: 1 } });
    const listed = [];
    for await (const page of readReportEpisodes(it.service, shopIn(it.service), parseMonth('2026-06')!))
      listed.push(...page);
    expect(listed).toEqual([]);
    expect(await letGo(it.service)).toMatchObject({ inquiries: 0 });
  });

  test('stays a day before its time, and while something of it is young, waits, or is owed', async () => {
    await goTo('2026-06-01T16:00:00+09:00');
    await intake(it.service, [...thread('over', '2026-06-01'), ...thread('young', '2026-06-01')], 'api');
    await intake(it.service, thread('waits', '2026-06-01').slice(0, 1), 'api');
    await goTo('2026-06-02T16:00:00+09:00');
    await intake(it.service, [eventOf('auto_reply', 'a1', '2026-06-02T15:30:00+09:00', { inquiry: 'young' })], 'api');
    const left = async (when: string) => {
      it.clock.set(at(when));
      await letGo(it.service);
      return (
        await database.db
          .selectFrom('inquiry')
          .select('external_id')
          .where('past_until', 'is not', null)
          .orderBy('id')
          .execute()
      ).map((row) => row.external_id);
    };
    expect(await left('2026-12-01T14:59:59+09:00')).toEqual([]);
    expect(await left('2026-12-01T16:00:00.001+09:00')).toEqual(['over']);
    expect(await left('2026-12-03T00:00:00+09:00')).toEqual(['over', 'young']);
    await intake(it.service, thread('waits', '2026-06-01', '2026-06-03').slice(1), 'api');
    expect(await left('2026-12-04T00:00:00+09:00')).toEqual(['over', 'young']);
    // What was learned lately may still be proved.
    expect(await left('2027-01-03T00:00:00+09:00')).toEqual(['over', 'young', 'waits']);
  });

  test('begins anew when the customer writes again, is no first wait then, and leaves again', async () => {
    const onlyFirst = tea({ policies: [{ channel: 'r-messe', counts: 'first' }] });
    await open('2026-05-27T09:00:00+09:00', KEPT, onlyFirst);
    await goTo('2026-06-01T16:00:00+09:00');
    await intake(it.service, [...thread('q1', '2026-06-01'), ...thread('q2', '2026-06-01')], 'api');
    await goTo(LATER);
    expect(await letGo(it.service)).toMatchObject({ inquiries: 2 });
    const writes = eventOf('customer_message', 'm9', '2027-02-19T10:00:00+09:00');
    const old = eventOf('customer_message', 'm0', '2026-05-31T10:00:00+09:00');
    expect(await intake(it.service, [writes, old], 'api')).toMatchObject({ added: 1, known: 1 });
    const waits = () => database.db.selectFrom('episode').select(['opener', 'flag_at', 'revision']).execute();
    expect(await waits()).toMatchObject([{ opener: 'm9', flag_at: null }]);

    // The same by a recompute, and with a policy that counts each.
    const every = withShops(it.service, [tea()]);
    await applyRevisions(every);
    await recomputeWanted(every);
    expect((await waits())[0]!.flag_at).not.toBeNull();
    const back = withShops(every, [onlyFirst]);
    await applyRevisions(back);
    await recomputeWanted(back);
    expect(await waits()).toMatchObject([{ opener: 'm9', flag_at: null }]);

    it.clock.set(at('2027-02-23T13:00:00+09:00'));
    await intake(it.service, [eventOf('shop_reply', 'r9', '2027-02-23T12:30:00+09:00')], 'api');
    it.clock.set(at('2027-08-24T13:00:00+09:00'));
    expect(await letGo(it.service)).toMatchObject({ inquiries: 1 });
    expect(
      await database.db.selectFrom('inquiry').select('past_waits').where('external_id', '=', 'q1').execute(),
    ).toEqual([{ past_waits: 2 }]);
    const months = ['2026-06', '2027-02'].map((text) => parseMonth(text)!);
    const counted = await Promise.all(
      months.map(async (month) => (await readReport(it.service, 'sample-tea', month))!.total.episodes),
    );
    expect(counted).toEqual([2, 1]);
  });

  test('stays for ever where nothing is said, and the pass asks nothing', async () => {
    await open('2026-05-27T09:00:00+09:00', { inquiries: null, mails: null });
    await goTo('2026-06-01T16:00:00+09:00');
    await intake(it.service, thread('q1', '2026-06-01'), 'api');
    it.clock.set(at('2036-06-01T16:00:00+09:00'));
    const db = { transaction: () => expect.unreachable('a statement') } as unknown as Service['db'];
    expect(await letGo({ ...it.service, db })).toEqual({ inquiries: 0, mails: 0, isDone: true });
    expect(await count('event')).toBe(2);
  });

  test('only one process lets go at a time', async () => {
    await goTo('2026-06-01T16:00:00+09:00');
    await intake(it.service, thread('q1', '2026-06-01'), 'api');
    it.clock.set(at(LATER));
    const both = await Promise.all([letGo(it.service), letGo(it.service)]);
    expect(both.map(({ inquiries }) => inquiries).sort()).toEqual([0, 1]);
    expect(await count('past_episode')).toBe(1);
  });

  test('waits for a page of another process that works on mails', async () => {
    await goTo('2026-06-01T16:00:00+09:00');
    await intake(it.service, thread('q1', '2026-06-01'), 'api');
    it.clock.set(at(LATER));
    const waiting = () => sql`select 1 from pg_locks where locktype = 'advisory' and not granted`.execute(database.db);
    const left = await database.db.transaction().execute(async (trx) => {
      expect(await lockPastKind(trx, 'mails')).toBe(true);
      const inquiries = letGo(it.service);
      await eventually(async () => (await waiting()).rows.length > 0);
      return { inquiries };
    });
    expect(await left.inquiries).toMatchObject({ inquiries: 1, isDone: true });
  });
});

describe('mails', () => {
  test('leave once they are sent and old; nothing is told again, and what is not sent stays', async () => {
    await open('2026-05-27T09:00:00+09:00', { inquiries: null, mails: 3 });
    await goTo('2026-06-01T16:00:00+09:00');
    await intake(it.service, thread('q1', '2026-06-01').slice(0, 1), 'api');
    await goTo('2026-06-04T10:00:00+09:00');
    await goTo('2026-06-05T10:00:00+09:00');
    const told = await database.db
      .selectFrom('step')
      .select(['step', 'notified_at', 'ops_notified_at'])
      .orderBy('step')
      .execute();
    const sent = it.mail.sent.length;
    expect(sent).toBeGreaterThan(1);
    it.clock.set(at('2026-12-01T10:00:00+09:00'));
    const stuck = {
      kind: 'blind',
      cause: 'x',
      slot_at: new Date('2026-06-01T00:00:00Z'),
      state: 'pending',
      next_attempt_at: new Date('2036-01-01'),
    } as const;
    await database.db.insertInto('outbox').values(stuck).execute();
    const { mails } = await letGo(it.service);
    expect(mails).toBeGreaterThanOrEqual(sent);
    expect(await database.db.selectFrom('outbox').select('cause').execute()).toEqual([{ cause: 'x' }]);
    expect([await count('delivery'), await count('mail_item')]).toEqual([0, 0]);
    expect(
      await database.db.selectFrom('step').select(['step', 'notified_at', 'ops_notified_at']).orderBy('step').execute(),
    ).toEqual(told);
    await goTo('2026-12-01T10:30:00+09:00');
    expect(it.mail.sent.slice(sent).filter(({ to }) => to.some((address) => address.includes('owner')))).toEqual([]);
  });
});

test('days of goals are forgotten once no window reaches them', async () => {
  await goTo('2026-06-01T16:00:00+09:00');
  await intake(it.service, thread('q1', '2026-06-01'), 'api');
  await recomputeGoalDays(it.service);
  it.clock.set(at('2026-08-30T00:00:00+09:00'));
  await letGoDays(it.service);
  expect(await count('goal_day')).toBe(1);
  it.clock.set(at('2026-09-12T00:00:00+09:00'));
  await letGoDays(it.service);
  expect(await count('goal_day')).toBe(0);
});

/** What lets go is to stay within so much of what it was when letting go began. */
const WITHOUT_BLOAT = 1.2;
const LETS_GO = ['event', 'event_copy', 'episode', 'step', 'notice', 'outbox', 'delivery', 'mail_item'];

test('what left makes room for what comes: a year later tables and indexes are no larger', async () => {
  const bytes = async (): Promise<number> => {
    await sql.raw(`vacuum ${LETS_GO.join(', ')}`).execute(database.db);
    const { rows } = await sql<{ bytes: number }>`
      select sum(pg_total_relation_size(t))::int as bytes from unnest(${LETS_GO}::regclass[]) t`.execute(database.db);
    return rows[0]!.bytes;
  };
  const sizes: number[] = [];
  const left = { inquiries: 0, mails: 0 };
  for (let month = 0; month < 20; month++) {
    const start = monthsBefore(at('2026-06-01T10:00:00+09:00'), -month);
    it.clock.set(start);
    const many = Array.from({ length: 1_000 }, (_, n) => n).flatMap((n) => {
      const of = { inquiry: `s${month}-${n}` };
      const one = (type: 'customer_message' | 'shop_reply', id: string, ms: number) => ({
        ...eventOf(type, id, '2026-06-01T10:00:00+09:00', of),
        event: { type, id, at: start - 3_600_000 + ms },
      });
      // Not all are over in their order: one in fifty waits three months longer.
      return [one('customer_message', 'm1', n), ...(n % 50 === 0 ? [] : [one('shop_reply', 'r1', 60_000 + n)])];
    });
    await intake(it.service, many, 'api');
    await answerLate(month - 3, start);
    await sendMails(month, start);
    const { inquiries, mails } = await letGo(it.service);
    left.inquiries += inquiries;
    left.mails += mails;
    sizes.push(await bytes());
  }
  expect(left.inquiries).toBeGreaterThan(12_000);
  expect(left.mails).toBeGreaterThan(3_600);
  // It has let go since the seventh month.
  expect(sizes.at(-1)! / sizes[7]!).toBeLessThan(WITHOUT_BLOAT);
}, 120_000);

/** The shop answers what still waits of that month. */
async function answerLate(month: number, now: number): Promise<void> {
  if (month < 0) return;
  const late = Array.from({ length: 20 }, (_, n) => ({
    ...eventOf('shop_reply', 'r1', '2026-06-01T10:00:00+09:00', { inquiry: `s${month}-${n * 50}` }),
    event: { type: 'shop_reply' as const, id: 'r1', at: now - 60_000 },
  }));
  expect(await intake(it.service, late, 'api')).toMatchObject({ added: 20 });
}

/** As many as shops are told in a month, with their bodies. */
async function sendMails(month: number, now: number): Promise<void> {
  const sent = sql`${new Date(now)}::timestamptz`;
  await sql`
    with sent as (
      insert into outbox (kind, shop, cause, slot_at, state, sent_at, subject, body_text)
      select 'owner', 'sample-tea', ${String(month)} || '-' || n, ${sent}, 'sent', ${sent}, 's', repeat(md5(n::text), 50)
      from generate_series(1, 300) n returning id)
    insert into delivery (outbox_id, address, state, response, at)
    select id, 'owner@example.jp', 'accepted', '250 ok', ${sent} from sent`.execute(database.db);
}
