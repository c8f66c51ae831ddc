// service: what customers ask, from the store, equals a recount of the raw events; the month before is counted up to the same time.

import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { EVENT_TYPES, type InquiryEvent, type ThreadEvent } from '../../../src/core/model.ts';
import { type AskedRow, askedOf } from '../../../src/core/reports/asked.ts';
import { parseMonth } from '../../../src/core/reports/month.ts';
import { deriveThread } from '../../../src/core/steps/episodes.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { type AskedMonth, readAsked, readMostAsked } from '../../../src/service/reports/read-asked.ts';
import { takeOut } from '../../../src/store/retention/past-inquiries.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService } from '../../support/service.ts';

const database = testDatabase();
const shop = shopOf('sample-tea');
const other = shopOf('kimono');
let it: TestService;

async function open(): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [shop, other], now: '2026-07-04T00:00:00+09:00' });
}

beforeEach(open);

const take = (...events: Parameters<typeof eventOf>[]) =>
  intake(
    it.service,
    events.map((event) => eventOf(...event)),
    'api',
  );

const read = (month = '2026-06'): Promise<AskedMonth> => readAsked(it.service, shop, parseMonth(month)!);
const sencha = { item: '煎茶', itemNumber: 'n1', itemUrl: 'https://item.example/n1', category: '配送' };

describe('a recount', () => {
  const event = fc.record({
    type: fc.constantFrom(...EVENT_TYPES),
    id: fc.constantFrom('m0', 'm1', 'm2', 'r0', 'r1', 'c0', 'a0', 'd0'),
    at: fc.integer({ min: Date.parse('2026-05-20'), max: Date.parse('2026-07-03') }),
    message: fc.constantFrom('m0', 'm1', 'm2'),
  });
  const inquiry = fc.record({
    item: fc.constantFrom('煎茶', '急須'),
    itemNumber: fc.constantFrom(undefined, 'n1'),
    category: fc.constantFrom(undefined, '返品'),
    events: fc.uniqueArray(event, { maxLength: 7, selector: ({ id }) => id }),
  });

  test('of the raw events says the same', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(inquiry, { minLength: 1, maxLength: 8 }), async (inquiries) => {
        await open();
        const incoming = inquiries.flatMap(({ events, item, itemNumber, category }, n) =>
          events.map((one) => {
            const about = { item, ...(itemNumber && { itemNumber }), ...(category && { category }) };
            return { shop: shop.id, inquiry: `q${n}`, channel: 'r-messe', ...about, event: one };
          }),
        );
        await intake(it.service, incoming, 'api');
        const counted = inquiries.flatMap(({ item, itemNumber = null, category = null, events }) => {
          const row = recount(events);
          return row === null ? [] : [{ ...row, item, itemNumber, category, itemUrl: null }];
        });
        const { total, rows, rising, categories } = await read();
        expect({ total, rows, rising, categories }).toEqual(askedOf(counted));
      }),
      { numRuns: 40 },
    );
  }, 120_000);

  /** Of one inquiry; null when it began in neither month. */
  function recount(
    events: readonly InquiryEvent[],
  ): Omit<AskedRow, 'item' | 'itemNumber' | 'itemUrl' | 'category'> | null {
    const waits = deriveThread(events as readonly ThreadEvent[]).episodes.filter(
      ({ endedBy }) => endedBy !== 'message_deleted',
    );
    const [first] = waits;
    if (first === undefined || first.startedAt < at('2026-05-01T00:00:00+09:00')) return null;
    if (first.startedAt >= at('2026-07-01T00:00:00+09:00')) return null;
    const isOver = waits.every(({ endedAt }) => endedAt !== null);
    const isAnswered = isOver && waits.some(({ endedBy }) => endedBy === 'shop_reply');
    const isByBot = isOver && events.some(({ type }) => type === 'auto_reply');
    if (first.startedAt < at('2026-06-01T00:00:00+09:00')) return { ...NONE, before: 1 };
    return {
      inquiries: 1,
      exchanges: waits.length,
      answered: Number(isAnswered),
      answeredOnce: Number(isAnswered && waits.length === 1),
      byBot: Number(isByBot),
      byBotAlone: Number(isByBot && !isAnswered),
      before: 0,
    };
  }

  const NONE = { inquiries: 0, exchanges: 0, answered: 0, answeredOnce: 0, byBot: 0, byBotAlone: 0 };
});

test('an item is counted by its number, with the address of its page', async () => {
  await take(
    ['customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'a', ...sencha }],
    ['customer_message', 'm1', '2026-06-03T10:00:00+09:00', { inquiry: 'b', ...sencha }],
    ['customer_message', 'm1', '2026-06-04T10:00:00+09:00', { inquiry: 'd', ...sencha, item: '新茶 煎茶' }],
    ['customer_message', 'm1', '2026-05-03T10:00:00+09:00', { inquiry: 'c', item: '煎茶', category: '配送' }],
  );
  const { rows } = await read();
  expect(rows).toEqual([expect.objectContaining({ ...sencha, inquiries: 3, before: 1 })]);
});

test('a bot that was enough, and one that was not', async () => {
  await take(
    ['customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'a' }],
    ['auto_reply', 'a1', '2026-06-02T10:00:10+09:00', { inquiry: 'a' }],
    ['completed', 'c1', '2026-06-03T10:00:00+09:00', { inquiry: 'a' }],
    ['customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'b' }],
    ['auto_reply', 'a1', '2026-06-02T10:00:10+09:00', { inquiry: 'b' }],
    ['shop_reply', 'r1', '2026-06-03T10:00:00+09:00', { inquiry: 'b' }],
    ['customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'c' }],
    ['auto_reply', 'a1', '2026-06-02T10:00:10+09:00', { inquiry: 'c' }],
  );
  expect((await read()).total).toMatchObject({ inquiries: 3, answered: 1, byBot: 2, byBotAlone: 1 });
});

test('while a month runs, the month before is counted up to the same time', async () => {
  await take(
    ['customer_message', 'm1', '2026-06-03T23:59:59+09:00', { inquiry: 'in' }],
    ['customer_message', 'm1', '2026-06-04T00:00:00+09:00', { inquiry: 'out' }],
    ['customer_message', 'm1', '2026-07-01T00:00:00+09:00', { inquiry: 'now' }],
  );
  const july = await read('2026-07');
  expect(july).toMatchObject({ state: 'running', total: { inquiries: 1, before: 1 } });
  expect(july.previous).toEqual({
    month: '2026-06',
    from: at('2026-06-01T00:00:00+09:00'),
    to: at('2026-06-04T00:00:00+09:00'),
  });
  expect(await read('2026-08')).toMatchObject({ state: 'future', rows: [] });
});

test('what left is said, and not counted', async () => {
  await take(
    ['customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'a', ...sencha }],
    ['shop_reply', 'r1', '2026-06-02T11:00:00+09:00', { inquiry: 'a' }],
  );
  const { id } = await database.db.selectFrom('inquiry').select('id').executeTakeFirstOrThrow();
  await database.db.transaction().execute((trx) => takeOut(trx, [id]));
  expect(await read()).toMatchObject({ past: 1, rows: [] });
  const left = await database.db.selectFrom('inquiry').select(['item_number', 'item_url']).execute();
  expect(left).toEqual([{ item_number: null, item_url: null }]);
});

test('of several shops each has its own stretch', async () => {
  await take(
    ['customer_message', 'm1', '2026-06-02T10:00:00+09:00', { inquiry: 'a', ...sencha }],
    ['customer_message', 'm1', '2026-06-09T10:00:00+09:00', { inquiry: 'b', ...sencha }],
    ['customer_message', 'm1', '2026-06-09T10:00:00+09:00', { shop: 'kimono', inquiry: 'a', category: '着付け' }],
  );
  const week = (id: string, day: string) => {
    const from = at(`${day}T00:00:00+09:00`);
    return { shop: id, from, to: from + 7 * 86_400_000, before: { from: from - 7 * 86_400_000, to: from } };
  };
  const most = await readMostAsked(database.db, [week('sample-tea', '2026-06-08'), week('kimono', '2026-06-08')], 3);
  expect(most.get('sample-tea')).toEqual([expect.objectContaining({ itemNumber: 'n1', inquiries: 1, before: 1 })]);
  expect(most.get('kimono')).toEqual([expect.objectContaining({ category: '着付け', inquiries: 1, before: 0 })]);
  expect(await readMostAsked(database.db, [week('kimono', '2026-06-15')], 3)).toEqual(new Map([['kimono', []]]));
});
