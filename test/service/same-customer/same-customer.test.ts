// The same customer without storing who: what is linked, what is not, what forgets; and that what a source says of a customer is
// nowhere afterwards.

import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type KyselyPlugin, sql } from 'kysely';
import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { takeTogether } from '../../../src/service/actions/take-together.ts';
import { readOpenPage } from '../../../src/service/board/read-open-page.ts';
import { acceptLines } from '../../../src/service/intake/intake-lines.ts';
import { dropCustomerKey, rotateCustomerKey } from '../../../src/service/same-customer/change-key.ts';
import { beneathFirst, readSameCustomer } from '../../../src/service/same-customer/read-same-customer.ts';
import { writeBackup } from '../../../src/store/backup/write-backup.ts';
import { takeOut } from '../../../src/store/retention/past-inquiries.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { shopOf, type TestService, testService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const tea = shopOf('sample-tea', { sameCustomer: 'on' });
const kimono = shopOf('kimono', { sameCustomer: 'on' });
const off = shopOf('off');
let it: TestService;

beforeEach(async () => {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops: [tea, kimono, off], now: '2026-11-26T10:00:00+09:00' });
});

const lineOf = (inquiry: string, when: string, customer: unknown, more: object = {}) => ({
  shop: 'sample-tea',
  inquiry,
  customer,
  event: { type: 'customer_message', id: 'm1', at: `${when}:00+09:00` },
  ...more,
});

const take = (...values: object[]) =>
  acceptLines(
    it.service,
    values.map((value, at) => ({ line: at + 1, value })),
    'api',
  );

const numbers = async (inquiry: string, shop = tea) =>
  (await readSameCustomer(it.service, shop, inquiry))?.inquiries.map((one) => one.inquiry) ?? null;

describe('what is linked', () => {
  test('inquiries of one customer, the newest first, with how many wait', async () => {
    await take(
      lineOf('a', '2026-11-20T10:00', 'hanako@example.jp'),
      lineOf('b', '2026-11-24T10:00', ' Hanako@EXAMPLE.jp '),
      lineOf('c', '2026-11-25T10:00', 'taro@example.jp'),
    );
    await take(
      lineOf('b', '2026-11-24T11:00', null, {
        event: { type: 'shop_reply', id: 'r', at: '2026-11-24T11:00:00+09:00' },
      }),
    );
    expect(await readSameCustomer(it.service, tea, 'a')).toMatchObject({
      unanswered: 1,
      inquiries: [
        { inquiry: 'b', isOpen: false },
        { inquiry: 'a', isOpen: true },
      ],
    });
    expect(await numbers('c')).toBeNull();
  });

  test('of the last ninety days only', async () => {
    await take(
      lineOf('old', '2026-08-28T09:59', 'x'),
      lineOf('just', '2026-08-28T10:00', 'x'),
      lineOf('new', '2026-11-26T09:00', 'x'),
    );
    expect(await numbers('new')).toEqual(['new', 'just']);
  });

  test('of one shop only: the keys differ', async () => {
    await take(lineOf('a', '2026-11-20T10:00', 'x'), lineOf('b', '2026-11-20T10:00', 'x', { shop: 'kimono' }));
    expect(await numbers('a')).toBeNull();
    const { rows } = await sql<{ marks: number }>`select count(distinct mark)::int as marks from same_customer`.execute(
      database.db,
    );
    expect(rows).toEqual([{ marks: 2 }]);
  });

  test.each([
    ['the shop does not want it', { shop: 'off' }, 'x'],
    ['nothing is said', {}, ' \u3000'],
    ['it is null', {}, null],
  ])('nothing where %s', async (_, more, customer) => {
    await take(lineOf('a', '2026-11-20T10:00', customer, more), lineOf('b', '2026-11-21T10:00', customer, more));
    expect(await database.db.selectFrom('same_customer').selectAll().execute()).toEqual([]);
  });

  test('in the list the second stands beneath the first', async () => {
    await take(
      lineOf('first', '2026-11-20T10:00', 'x'),
      lineOf('between', '2026-11-24T10:00', 'y'),
      lineOf('second', '2026-11-26T09:00', 'x'),
    );
    const { items } = await readOpenPage(it.service, tea, { after: null, limit: 10 });
    expect(items.map(({ inquiry }) => inquiry)).toEqual(['first', 'between', 'second']);
    const arranged = await beneathFirst(it.service, items, { shopOf: () => tea, groupOf: () => 'all' });
    expect(arranged.map(({ inquiry, sameAs }) => [inquiry, sameAs])).toEqual([
      ['first', undefined],
      ['second', 'first'],
      ['between', undefined],
    ]);
    const apart = await beneathFirst(it.service, items, {
      shopOf: () => tea,
      groupOf: ({ inquiry }) => (inquiry === 'first' ? 'today' : 'coming'),
    });
    expect(apart.map(({ inquiry, sameAs }) => [inquiry, sameAs])).toEqual([
      ['first', undefined],
      ['between', undefined],
      ['second', 'first'],
    ]);
  });

  test('in a list over shops each shop is told apart, at the cost of one statement at most', async () => {
    for (const shop of ['sample-tea', 'kimono', 'off'])
      await take(lineOf('a', '2026-11-20T10:00', 'x', { shop }), lineOf('b', '2026-11-24T10:00', 'x', { shop }));
    let statements = 0;
    const counting: KyselyPlugin = {
      transformQuery: ({ node }) => {
        statements++;
        return node;
      },
      transformResult: async ({ result }) => result,
    };
    const db = database.db.withPlugin(counting);
    const listed = async (...rows: readonly (readonly [ShopConfig, string])[]) => {
      statements = 0;
      const items: { of: ShopConfig; inquiry: string; sameAs?: string }[] = rows.map(([of, inquiry]) => ({
        of,
        inquiry,
      }));
      const arranged = await beneathFirst({ db }, items, { shopOf: ({ of }) => of, groupOf: () => 'all' });
      return { rows: arranged.map(({ of, inquiry, sameAs }) => `${of.id} ${inquiry} ${sameAs ?? '-'}`), statements };
    };
    expect(await listed([kimono, 'a'], [tea, 'a'], [off, 'a'], [kimono, 'b'], [off, 'b'], [tea, 'b'])).toEqual({
      rows: ['kimono a -', 'kimono b a', 'sample-tea a -', 'sample-tea b a', 'off a -', 'off b -'],
      statements: 1,
    });
    expect(await listed([off, 'a'], [tea, 'b'], [off, 'b'])).toEqual({
      rows: ['off a -', 'sample-tea b -', 'off b -'],
      statements: 0,
    });
  });
});

describe('taking all in hand', () => {
  beforeEach(() =>
    take(
      lineOf('a', '2026-11-24T10:00', 'x'),
      lineOf('b', '2026-11-25T10:00', 'x'),
      lineOf('c', '2026-11-25T11:00', 'x'),
    ),
  );
  const press = { shop: 'sample-tea', inquiry: 'a', by: '山田', until: '3h' };

  test('takes those that nobody has, and leaves the others where they are', async () => {
    await takeInHand(it.service, { ...press, inquiry: 'b', by: '佐藤' });
    await takeInHand(it.service, press);
    expect(await takeTogether(it.service, press)).toEqual({ taken: ['c', 'a'], left: ['b'] });
    const held = (await readSameCustomer(it.service, tea, 'a'))!.inquiries.map((one) => [one.inquiry, one.inHandBy]);
    expect(held).toEqual([
      ['c', '山田'],
      ['b', '佐藤'],
      ['a', '山田'],
    ]);
  });

  test('is refused as a conflict where somebody else has them all', async () => {
    for (const inquiry of ['a', 'b', 'c']) await takeInHand(it.service, { ...press, inquiry, by: '佐藤' });
    expect(await takeTogether(it.service, press)).toMatchObject({ refused: 'conflict', cause: 'in-hand' });
  });

  test.each([
    [{ by: '' }, 'usage'],
    [{ until: 'soon' }, 'usage'],
    [{ shop: 'nobody' }, 'unknown'],
  ])('of %j is refused', async (wrong, refused) => {
    expect(await takeTogether(it.service, { ...press, ...wrong })).toMatchObject({ refused });
  });
});

describe('what forgets', () => {
  const two = () => take(lineOf('a', '2026-11-20T10:00', 'x'), lineOf('b', '2026-11-21T10:00', 'x'));

  test('a dropped key: nothing is linked any more, nor marked anew', async () => {
    await two();
    expect(await dropCustomerKey(it.service, 'sample-tea', 'root')).toBe(2);
    expect(await numbers('a')).toBeNull();
    await take(lineOf('c', '2026-11-22T10:00', 'x'), lineOf('d', '2026-11-22T10:00', 'x'));
    expect(await numbers('c')).toBeNull();
    const keys = await database.db.selectFrom('customer_key').select('key').where('shop', '=', 'sample-tea').execute();
    expect(keys).toEqual([{ key: null }]);
  });

  test('another key: only what it marked is linked', async () => {
    await two();
    expect(await rotateCustomerKey(it.service, 'sample-tea', 'root')).toBe(2);
    await take(lineOf('c', '2026-11-22T10:00', 'x'), lineOf('d', '2026-11-23T10:00', 'x'));
    expect(await numbers('c')).toEqual(['d', 'c']);
    expect(await numbers('a')).toBeNull();
  });

  test('retention, with the inquiry', async () => {
    await two();
    await take(lineOf('a', '', null, { event: { type: 'shop_reply', id: 'r', at: '2026-11-20T11:00:00+09:00' } }));
    const { id } = await database.db
      .selectFrom('inquiry')
      .select('id')
      .where('external_id', '=', 'a')
      .executeTakeFirstOrThrow();
    await database.db.transaction().execute((trx) => takeOut(trx, [id]));
    expect(await database.db.selectFrom('same_customer').selectAll().execute()).toHaveLength(1);
  });

  test('who did it is written down', async () => {
    await rotateCustomerKey(it.service, 'sample-tea', 'root');
    await dropCustomerKey(it.service, 'sample-tea', 'root');
    expect(await database.db.selectFrom('audit_entry').select(['who', 'what', 'shop']).orderBy('id').execute()).toEqual(
      [
        { who: 'root', what: 'customer_key_made', shop: 'sample-tea' },
        { who: 'root', what: 'customer_key_dropped', shop: 'sample-tea' },
      ],
    );
  });
});

const MARKER = '楽天花子様のアドレス';

test('what a source says of a customer is nowhere: not in the database, a log, a refusal, a mail, a backup', async () => {
  const logged: string[] = [];
  const logger = pino({ level: 'trace' }, { write: (text: string) => void logged.push(text) });
  const service = { ...it.service, logger };
  const answer = await acceptLines(
    service,
    [
      lineOf('a', '2026-11-20T10:00', MARKER),
      lineOf('b', '2026-11-21T10:00', MARKER),
      lineOf('c', '2026-11-21T10:00', MARKER, { event: { type: 'like', id: 'm', at: 'now' } }),
      lineOf('d', '2026-11-21T10:00', MARKER.repeat(100)),
      lineOf('e', '2026-11-21T10:00', [MARKER]),
      lineOf('f', '2026-11-21T10:00', MARKER, { shop: 'nobody' }),
      lineOf('g', '2026-11-21T10:00', MARKER, { shop: 'off' }),
    ].map((value, at) => ({ line: at + 1, value })),
    'api',
  );
  expect(answer.refused.map(({ line }) => line)).toEqual([3, 4, 5, 6]);
  expect(answer.ignored).toBeUndefined();
  expect(await numbers('a')).toEqual(['b', 'a']);
  await tickWorker(service);
  const file = join(tmpdir(), `inquiry-sla-same-${process.pid}.gz`);
  await writeBackup(database.db, file, it.clock.now());
  const dump = gunzipSync(readFileSync(file)).toString();
  rmSync(file);
  expect(dump).toContain('{"table":"inquiry"}');
  expect(dump).not.toMatch(/\{"table":"(customer_key|same_customer)"\}/);
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`.execute(
    database.db,
  );
  const all = [dump, JSON.stringify(answer), JSON.stringify(it.mail.sent), ...logged];
  for (const { name } of tables)
    all.push(JSON.stringify((await sql`select t::text as row from ${sql.raw(name)} t`.execute(database.db)).rows));
  expect(it.mail.sent.length).toBeGreaterThan(0);
  expect(logged.length).toBeGreaterThan(0);
  const hex = Buffer.from(MARKER).toString('hex');
  for (const one of all) expect(one).not.toMatch(new RegExp(`花子|${hex}|${Buffer.from(MARKER).toString('base64')}`));
});
