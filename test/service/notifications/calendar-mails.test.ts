// Stories of the mails about calendars: the reminder of a season without an entry, the digest before a closure, and
// what ops are told, on a clock that is set by hand.

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const OWNER = 'sample-tea@example.jp';
const OPS = 'ops@example.jp';
let it: TestService;

async function watch(now: string, ...shops: ShopConfig[]): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops, now });
}

async function tickAt(...times: string[]): Promise<void> {
  for (const when of times) {
    it.clock.set(at(`${when}:00+09:00`));
    await tickWorker(it.service);
  }
}

async function edit(next: ShopConfig): Promise<void> {
  it = { ...it, service: withShops(it.service, [next]) };
  await applyRevisions(it.service);
}

const told = (to: string) =>
  it.mail.sent.filter((mail) => mail.to.includes(to)).map(({ rendered }) => rendered.subject);
const texts = (to: string) => it.mail.sent.filter((mail) => mail.to.includes(to)).map(({ rendered }) => rendered.text);

/** Every morning and afternoon of these days of December 2026. */
const days = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n).flatMap((day) => [
    `2026-12-${day}T00:00`,
    `2026-12-${day}T09:00`,
    `2026-12-${day}T15:00`,
  ]);

const LAST_YEAR = { closed: [{ on: '2025-12-29..2026-01-03', name: '年末年始' }] };

describe('a New Year closure that nobody entered', () => {
  beforeEach(() => watch('2026-12-10T12:00:00+09:00', shopOf('sample-tea', { calendar: LAST_YEAR })));

  test('is told to the owner on 18 and again on 22 December, in the morning, and never more often', async () => {
    await tickAt(...days(10, 31));
    const season = '【休業日の確認】年末年始の休業が未登録です／サンプル茶舗';
    expect(told(OWNER)).toEqual([season, season]);
    expect(it.mail.sent.filter((mail) => mail.to.includes(OWNER)).map((mail) => mail.at)).toEqual([
      at('2026-12-18T09:00:00+09:00'),
      at('2026-12-22T09:00:00+09:00'),
    ]);
  });

  test('says what was closed last year and which days would count', async () => {
    await tickAt('2026-12-22T00:00', '2026-12-22T09:00');
    expect(texts(OWNER)[0]).toContain('昨年は12/29(月)〜1/3(土)を休業としていました。');
    expect(texts(OWNER)[0]).toMatch(/12\/31\(木\) *\n *営業日として計算します/);
    expect(texts(OWNER)[0]).toMatch(/1\/1\(金\) *\n *休み（元日）/);
  });

  test('is told to ops once a reminder, with the command that enters it', async () => {
    await tickAt(...days(18, 23));
    expect(told(OPS)).toEqual(['【カレンダーの確認1件】サンプル茶舗 運用', '【カレンダーの確認1件】サンプル茶舗 運用']);
    expect(texts(OPS)[0]).toContain('inquiry-sla calendar close sample-tea 2026-12-29..2027-01-03');
  });

  test('entered after the first reminder is not told again; entered before the mail left, not at all', async () => {
    await tickAt('2026-12-18T00:00');
    await edit(shopOf('sample-tea', { calendar: { closed: [...LAST_YEAR.closed, { on: '2026-12-30..2027-01-03' }] } }));
    await tickAt(...days(18, 27));
    expect(told(OWNER)).toEqual([]);
    expect(told(OPS)).toEqual([]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['that the shop is open', { ...LAST_YEAR, open: [{ on: '2026-12-29..2027-01-03', name: '年末年始営業' }] }],
    ['that it wants no reminders', { ...LAST_YEAR, seasons: 'off' }],
  ])('is not told when the file says %s', async (_case, calendar) => {
    await edit(shopOf('sample-tea', { calendar }));
    await tickAt(...days(17, 31));
    expect(told(OWNER)).toEqual([]);
  });

  test('is told once by two workers at the same moment', async () => {
    it.clock.set(at('2026-12-22T09:00:00+09:00'));
    await Promise.all([tickWorker(it.service), tickWorker(it.service)]);
    await tickAt('2026-12-22T09:01', '2026-12-22T09:30');
    expect(told(OWNER)).toHaveLength(1);
    expect(told(OPS)).toHaveLength(1);
  });

  test('noticed only after both days is told once', async () => {
    await tickAt('2026-12-25T10:00', '2026-12-25T12:00', '2026-12-28T10:00');
    expect(told(OWNER)).toHaveLength(1);
  });
});

test('a season never entered is asked about in the first year only: silence is an answer', async () => {
  await watch('2025-12-10T12:00:00+09:00', shopOf('sample-tea'));
  await tickAt('2025-12-22T09:00', ...days(10, 31));
  expect(told(OWNER)).toHaveLength(1);
});

test('thirty shops that forgot make one mail to ops', async () => {
  const shops = Array.from({ length: 30 }, (_, n) => shopOf(`shop-${n}`, { name: `店${n}` }));
  await watch('2026-12-21T12:00:00+09:00', ...shops);
  await tickAt('2026-12-22T00:00', '2026-12-22T00:01', '2026-12-22T09:00', '2026-12-22T09:05', '2026-12-22T15:00');
  expect(told(OPS)).toEqual(['【カレンダーの確認30件】30店舗 運用']);
  expect(it.mail.sent).toHaveLength(31);
});

describe('the digest on the last business day before a closure', () => {
  const closed = { calendar: { closed: [{ every: '12-29..01-03', name: '年末年始' }] } };
  const asks = (id: string, when: string) =>
    intake(it.service, [eventOf('customer_message', 'm0', `${when}:00+09:00`, { inquiry: id })], 'api');

  beforeEach(() => watch('2026-12-25T12:00:00+09:00', shopOf('sample-tea', closed)));

  test('lists what is reached by the end of the first day after it, worst first, once', async () => {
    await asks('q-00breach', '2026-12-24T10:00');
    await asks('q-00alert', '2026-12-25T10:00');
    it.clock.set(at('2026-12-28T08:00:00+09:00'));
    await asks('q-000flag', '2026-12-28T08:00');
    await tickAt('2026-12-28T09:00', '2026-12-28T12:00', '2026-12-29T09:00');
    const digests = it.mail.sent.filter(({ rendered }) => rendered.subject.includes('休業前'));
    expect(digests.map(({ rendered }) => rendered.subject)).toEqual([
      '【休業前の確認3件】12/29(火)〜1/3(日)休業 サンプル茶舗',
    ]);
    const text = digests[0]!.rendered.text;
    expect(text).toContain('休業明けの1/4(月)までに、未返信の問い合わせ3件が');
    expect([...text.matchAll(/(\d営業日(?:経過|超過))／1\/4\(月\) 24:00/g)].map(([, step]) => step)).toEqual([
      '3営業日超過',
      '2営業日経過',
      '1営業日経過',
    ]);
  });

  test('leaves out what was answered, and is not sent when nothing is left', async () => {
    await asks('q-1', '2026-12-25T10:00');
    await tickAt('2026-12-28T00:00');
    it.clock.set(at('2026-12-28T08:59:00+09:00'));
    await intake(it.service, [eventOf('shop_reply', 'r0', '2026-12-28T08:59:00+09:00', { inquiry: 'q-1' })], 'api');
    await tickAt('2026-12-28T09:00');
    expect(told(OWNER)).toEqual([]);
  });

  test('comes at once when the closure is entered on that very day', async () => {
    await edit(shopOf('sample-tea', { calendar: { closed: [], seasons: 'off' } }));
    await asks('q-1', '2026-12-25T10:00');
    await tickAt('2026-12-28T09:00', '2026-12-28T11:00');
    await edit(shopOf('sample-tea', { calendar: { ...closed.calendar, seasons: 'off' } }));
    await tickAt('2026-12-28T11:01');
    expect(told(OWNER).filter((subject) => subject.includes('休業前'))).toHaveLength(1);
  });

  test('of a send that waits until the closure has begun is not sent', async () => {
    await asks('q-1', '2026-12-25T10:00');
    it.mail.answers.push(() => ({ kind: 'retry', reason: 'away', refused: [] }));
    await tickAt('2026-12-28T09:00');
    await tickAt('2027-01-04T09:00');
    expect(told(OWNER).filter((subject) => subject.includes('休業前'))).toHaveLength(1);
    const { rows } = await sql`select state from outbox where kind = 'digest'`.execute(database.db);
    expect(rows).toEqual([{ state: 'empty' }]);
  });

  test('is sent before a weekend with a holiday too, and not before a plain one', async () => {
    await watch('2026-07-10T08:00:00+09:00', shopOf('sample-tea'));
    await asks('q-1', '2026-07-09T10:00');
    await tickAt('2026-07-10T09:00');
    expect(told(OWNER).filter((subject) => subject.includes('休業前'))).toHaveLength(0);
    it.clock.set(at('2026-07-17T08:00:00+09:00'));
    await asks('q-2', '2026-07-16T10:00');
    await tickAt('2026-07-17T09:00');
    expect(told(OWNER)).toContain('【休業前の確認1件】7/18(土)〜7/20(月)休業 サンプル茶舗');
  });
});
