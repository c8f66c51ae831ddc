// A holding reply in RMS becomes a promise (RULES.md 10.6): read for its date, once, and the text is nowhere afterwards.

import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeRms } from '../../../src/demo/fake-rms/fake-rms.ts';
import type { FakeShop } from '../../../src/demo/fake-rms/world.ts';
import { promiseAnswer } from '../../../src/service/actions/promise-answer.ts';
import type { ManualClock } from '../../support/clock.ts';
import { testDatabase } from '../../support/database.ts';
import { readSource } from '../../support/read-source.ts';
import { openRmsDesk, RMS } from '../../support/rms-desk.ts';
import { at, shopOf, type TestService } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const HOLDING = { ...RMS, holdingReplies: { containing: ['確認いたします'], followUpAfter: '2d' } };
const NUMBER = '373343-20260601-1';
const june = (when: string) => at(`2026-06-${when}:00+09:00`);

let it: TestService;
let rms: FakeRms;
let shop: FakeShop;
let clock: ManualClock;

beforeEach(async () => {
  ({ it, rms, shop, clock } = await openRmsDesk(database.db, shopOf('sample-tea', { rms: HOLDING })));
  shop.customerWrites(NUMBER, june('01T10:00'));
});

afterEach(() => rms.close());

async function readAt(when: string): Promise<void> {
  clock.set(june(when));
  it.clock.set(june(when));
  expect(await readSource(it.service, 'sample-tea')).toBe('complete');
}

const promises = () =>
  database.db
    .selectFrom('promise')
    .select(['event', 'made_at as madeAt', 'until_at as until', 'stands', 'is_extended as isExtended'])
    .orderBy('made_at')
    .execute();

const status = async () => (await database.db.selectFrom('inquiry').select('status').executeTakeFirstOrThrow()).status;

test('with a date is promised until its end, answers the customer, and is taken once', async () => {
  shop.shopWrites(NUMBER, june('01T12:00'), { text: 'メーカーに確認いたします。6月5日までにご連絡します。' });
  await readAt('01T12:05');
  expect(await promises()).toEqual([
    { event: 'promised:r0', madeAt: june('01T12:00'), until: june('06T00:00'), stands: true, isExtended: false },
  ]);
  expect(await status()).toBe('answered');
  await readAt('01T13:10');
  expect(await promises()).toHaveLength(1);
  shop.shopWrites(NUMBER, june('05T15:00'), { text: 'お待たせしました。' });
  await readAt('05T15:05');
  expect(await promises()).toMatchObject([{ stands: false }]);
});

test('without one is promised for so many business days, and broken is told to the owner', async () => {
  shop.shopWrites(NUMBER, june('01T12:00'), { text: '在庫を確認いたします。' });
  await readAt('01T12:05');
  expect(await promises()).toMatchObject([{ until: june('04T00:00') }]);
  await readAt('04T08:00');
  it.clock.set(june('04T09:00'));
  await tickWorker(it.service);
  expect(it.mail.sent.map(({ rendered }) => rendered.subject)).toEqual(['【約束超過1件】6/3(水)まで サンプル茶舗']);
  expect(it.mail.sent[0]!.rendered.text).toContain('約束した人 記録なし');
});

test('a second one moves the date; a bot’s, or a customer’s with the same words, promises nothing', async () => {
  shop.shopWrites(NUMBER, june('01T12:00'), { text: '確認いたします。6/3(水)までに' });
  shop.customerWrites(NUMBER, june('02T10:00'), { text: 'こちらでも確認いたします。6月30日までに' });
  shop.shopWrites(NUMBER, june('02T11:00'), { text: 'もう一度確認いたします。6月8日までに' });
  await readAt('02T11:05');
  expect(await promises()).toMatchObject([
    { event: 'promised:r0', until: june('04T00:00'), isExtended: true, stands: false },
    { event: 'promised:r2', until: june('09T00:00'), stands: true },
  ]);
});

test('after the button it is the reply that the button spoke of, whatever is learned first', async () => {
  await readAt('01T12:00');
  const asked = { shop: 'sample-tea', inquiry: NUMBER, by: '山田', until: '2026-06-05', told: 'later' };
  expect(await promiseAnswer(it.service, asked)).toMatchObject({ promise: { state: 'standing' } });
  shop.shopWrites(NUMBER, june('01T12:03'), { text: '確認いたします。6月5日までに' });
  await readAt('01T12:08');
  expect(await promises()).toMatchObject([
    { until: june('06T00:00'), isExtended: true },
    { until: june('06T00:00'), stands: true },
  ]);
  expect(await status()).toBe('answered');
});

test('leaves no text behind: not in the database, not in a mail', async () => {
  const marker = '花子様のご住所';
  shop.shopWrites(NUMBER, june('01T12:00'), { text: `${marker}を確認いたします。6月2日までに` });
  await readAt('01T12:05');
  it.clock.set(june('03T09:00'));
  await tickWorker(it.service);
  const { rows: tables } = await sql<{ name: string }>`
    select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'`.execute(
    database.db,
  );
  expect(tables.length).toBeGreaterThan(20);
  for (const { name } of tables) {
    const { rows } = await sql`select t::text as row from ${sql.raw(name)} t`.execute(database.db);
    expect(JSON.stringify(rows), name).not.toContain('花子');
  }
  expect(it.mail.sent.length).toBeGreaterThan(0);
  expect(JSON.stringify(it.mail.sent)).not.toContain('花子');
});
