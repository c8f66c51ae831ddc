// Stories of the weekly summaries, of a shop and of a group: on which days they go out, what they say, and to whom.

import { describe, expect, test } from 'vitest';
import type { ChatTransport, OutgoingChat } from '../../../src/chat/chat-transport.ts';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { mute } from '../../../src/service/actions/mute.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const OWNER = 'sample-tea@example.jp';
const OPS = 'ops@example.jp';
/** As a file names it. */
const variable = (name: string): string => `\${${name}}`;
let it: TestService;

const weeklyShop = (file: Record<string, unknown> = {}, id = 'sample-tea') => shopOf(id, { weekly: 'mon', ...file });

async function watch(now: string, shops: readonly ShopConfig[], chats?: ChatTransport): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops, now: `${now}:00+09:00`, ...(chats && { chats }) });
}

/** An inquiry, and when it was answered, if it was. */
async function asked(inquiry: string, from: string, to: string | null = null, shop = 'sample-tea'): Promise<void> {
  const events = [eventOf('customer_message', 'm0', `${from}:00+09:00`, { shop, inquiry })];
  if (to !== null) events.push(eventOf('shop_reply', 'r0', `${to}:00+09:00`, { shop, inquiry }));
  await intake(it.service, events, 'api');
}

async function tickAt(...times: string[]): Promise<void> {
  for (const when of times) {
    it.clock.set(at(`${when}:00+09:00`));
    await tickWorker(it.service);
  }
}

const summaries = (to = OWNER) =>
  it.mail.sent.filter((mail) => mail.to.includes(to) && mail.rendered.subject.includes('まとめ／'));
const subjects = (to = OWNER) => summaries(to).map(({ rendered }) => rendered.subject);
const whys = () =>
  database.db
    .selectFrom('outbox')
    .select(['kind', 'state', 'last_error as why'])
    .where('kind', 'in', ['weekly', 'group'])
    .orderBy('state', 'desc')
    .execute();

/** The week of Monday 2026-11-16; it goes out on Tuesday 11-24, since 11-23 is a national holiday. */
async function aWeek(): Promise<void> {
  it.clock.set(at('2026-11-23T12:00:00+09:00'));
  await asked('q-00quick', '2026-11-16T10:00', '2026-11-16T11:00');
  await asked('q-000slow', '2026-11-16T10:00', '2026-11-18T11:00');
  await asked('q-000late', '2026-11-16T10:00', '2026-11-20T11:00');
  await asked('q-000open', '2026-11-20T10:00');
  await asked('q-0before', '2026-11-10T10:00', '2026-11-10T12:00');
}

test('what was asked most is said by item and category, three at most, beside as many days before', async () => {
  await watch('2026-11-01T12:00', [weeklyShop()]);
  const about = (n: number) => ({ item: `茶${n}`, itemNumber: `n${n}`, category: '配送' });
  const inquiries = [1, 1, 1, 2, 2, 3, 3, 4].map((n, at) =>
    eventOf('customer_message', 'm0', '2026-11-17T10:00:00+09:00', { inquiry: `q${at}`, ...about(n) }),
  );
  it.clock.set(at('2026-11-23T12:00:00+09:00'));
  await intake(
    it.service,
    [
      ...inquiries,
      eventOf('customer_message', 'm0', '2026-11-10T10:00:00+09:00', { inquiry: 'before', ...about(2) }),
      eventOf('customer_message', 'm0', '2026-11-08T10:00:00+09:00', { inquiry: 'long before', ...about(1) }),
    ],
    'api',
  );
  await tickAt('2026-11-24T09:00');
  const { text } = summaries()[0]!.rendered;
  expect(text).toContain('■ 多かった問い合わせ（上位3）');
  expect(text).toContain(
    '・茶1／配送 3件（その前の同じ期間は0件）\n   問い合わせの傾向を開く:\n   https://sla.example.jp/shops/sample-tea/asked',
  );
  expect(text).toContain('・茶2／配送 2件（その前の同じ期間は1件）');
  expect(text).not.toContain('茶4');
});

describe('a week with a late one', () => {
  test('is told on the next business day after a holiday, once, with counts, the late one by number, and what comes', async () => {
    await watch('2026-11-01T12:00', [weeklyShop({ calendar: { closed: [{ on: '2026-12-01', name: '棚卸し' }] } })]);
    await aWeek();
    await tickAt('2026-11-23T09:00', '2026-11-24T08:59', '2026-11-24T09:00', '2026-11-24T12:00', '2026-11-25T09:00');
    expect(subjects()).toEqual(['【期限遅れ1件】11/16(月)〜11/22(日)のまとめ／サンプル茶舗']);
    const { text } = summaries()[0]!.rendered;
    expect(text).toContain('サンプル茶舗 店舗運営責任者 様');
    expect(text).toContain('問い合わせ4件／期限に遅れたもの1件');
    expect(text).toContain('現在の未返信: 1件');
    expect(text).toMatch(
      /・11\/16\(月\)〜\n {3}問い合わせ 4件／1営業日以内 33% 1\/3／2営業日以内 66% 2\/3\n {3}3営業日以内 66% 2\/3/,
    );
    expect(text).toMatch(/・11\/9\(月\)〜\n {3}問い合わせ 1件／1営業日以内 100% 1\/1/);
    expect(text.match(/^・\d+\/\d+\(月\)〜$/gm)).toHaveLength(8);
    expect(text).toMatch(
      /1\) …000late R-Messe\n {3}受信 11\/16\(月\) 10:00／期限 11\/19\(木\) 24:00／11\/20\(金\) 11:00 返信/,
    );
    expect(text).toMatch(/■ 今週の期限（1件）[^■]*・11\/26\(木\) 1件/);
    expect(text).not.toMatch(/・11\/28\(土\) \d/);
    expect(text).toMatch(/・12\/1\(火\) 棚卸し/);
    expect(text).toContain('https://sla.example.jp/shops/sample-tea/reports');
  });

  test('keeps to the borders of the week: a deadline at its last midnight is of the week that it ends', async () => {
    await watch('2026-11-01T12:00', [weeklyShop({ calendar: { weeklyClosed: [], nationalHolidays: 'none' } })]);
    it.clock.set(at('2026-11-23T08:00:00+09:00'));
    // Due at Monday 11-16 00:00 and 11-23 00:00; a message of 23:59 on Sunday, and of 00:00 on Monday.
    await asked('q-0last', '2026-11-12T10:00');
    await asked('q-0this', '2026-11-19T10:00');
    await asked('q-sun', '2026-11-15T23:59', '2026-11-16T00:10');
    await asked('q-mon', '2026-11-16T00:00', '2026-11-16T00:10');
    await tickAt('2026-11-23T09:00');
    const { text } = summaries()[0]!.rendered;
    expect(text).toContain('問い合わせ2件／期限に遅れたもの1件');
    expect(text).toMatch(/1\) q-0this R-Messe/);
    expect(text).not.toContain('q-0last');
  });

  test('comes later in the week when the service was down, and not at night', async () => {
    await watch('2026-11-01T12:00', [weeklyShop()]);
    await aWeek();
    await tickAt('2026-11-26T03:00');
    expect(subjects()).toEqual([]);
    await tickAt('2026-11-26T10:00', '2026-11-27T09:00');
    expect(subjects()).toHaveLength(1);
  });

  test('waits for the next day’s hours when the mail server was away all day', async () => {
    await watch('2026-11-01T12:00', [weeklyShop()]);
    await aWeek();
    const { send } = it.mail;
    it.mail.send = async () => ({ kind: 'retry', reason: 'ECONNREFUSED', refused: [] });
    await tickAt('2026-11-24T09:00', '2026-11-24T17:59', '2026-11-24T21:00');
    it.mail.send = send;
    await tickAt('2026-11-24T22:00', '2026-11-25T03:00', '2026-11-25T08:59');
    expect(subjects()).toEqual([]);
    await tickAt('2026-11-25T09:00');
    expect(subjects()).toHaveLength(1);
  });

  test('asked for on a Wednesday begins the next Monday', async () => {
    await watch('2026-11-01T12:00', [shopOf('sample-tea')]);
    await aWeek();
    it.clock.set(at('2026-11-25T12:00:00+09:00'));
    it = { ...it, service: withShops(it.service, [weeklyShop()]) };
    await applyRevisions(it.service);
    await tickAt('2026-11-25T12:00', '2026-11-26T09:00', '2026-11-27T09:00');
    expect(subjects()).toEqual([]);
    await tickAt('2026-11-30T09:00');
    expect(subjects()).toHaveLength(1);
  });

  test('stays told when the date on which it went out turns out to have been closed', async () => {
    await watch('2026-11-01T12:00', [weeklyShop()]);
    await aWeek();
    await tickAt('2026-11-24T09:00');
    expect(subjects()).toHaveLength(1);
    it.clock.set(at('2026-11-24T12:00:00+09:00'));
    const closed = weeklyShop({ calendar: { closed: [{ on: '2026-11-24', name: '棚卸し' }] } });
    it = { ...it, service: withShops(it.service, [closed]) };
    await applyRevisions(it.service);
    await tickAt('2026-11-24T12:01', '2026-11-25T09:00', '2026-11-26T09:00');
    expect(subjects()).toHaveLength(1);
    await tickAt('2026-11-30T09:00');
    expect(subjects()).toHaveLength(2);
  });

  test.each([
    ['wed', '2026-11-25', '2026-12-02'],
    ['fri', '2026-11-27', '2026-12-04'],
    ['sun', '2026-11-29', '2026-12-06'],
  ])('stays told when the file asks for a %s from now on', async (weekly, first, second) => {
    const open = { calendar: { weeklyClosed: [], nationalHolidays: 'none' } };
    await watch('2026-11-01T12:00', [weeklyShop(open)]);
    await aWeek();
    await tickAt('2026-11-23T09:00');
    expect(subjects()).toHaveLength(1);
    it.clock.set(at('2026-11-23T12:00:00+09:00'));
    it = { ...it, service: withShops(it.service, [weeklyShop({ ...open, weekly })]) };
    await applyRevisions(it.service);
    await tickAt('2026-11-23T12:01', `${first}T09:00`);
    expect(subjects()).toHaveLength(1);
    await tickAt(`${second}T09:00`);
    expect(subjects()).toHaveLength(2);
  });

  test('is sent once by two workers', async () => {
    await watch('2026-11-01T12:00', [weeklyShop()]);
    await aWeek();
    it.clock.set(at('2026-11-24T09:00:00+09:00'));
    await Promise.all([tickWorker(it.service), tickWorker(it.service)]);
    expect(subjects()).toHaveLength(1);
  });

  test('is not sent while the whole shop is muted', async () => {
    await watch('2026-11-01T12:00', [weeklyShop()]);
    await aWeek();
    await mute(it.service, { kind: 'mute', target: 'sample-tea', until: '2026-12-01', why: 'x', by: '山田' });
    await tickAt('2026-11-24T09:00');
    expect(subjects()).toEqual([]);
    expect(await whys()).toEqual([{ kind: 'weekly', state: 'empty', why: 'the shop is muted' }]);
  });
});

test('a shop that had nothing gets nothing', async () => {
  await watch('2026-11-01T12:00', [weeklyShop()]);
  await tickAt('2026-11-24T09:00');
  expect(subjects()).toEqual([]);
  expect(await whys()).toEqual([{ kind: 'weekly', state: 'empty', why: 'nothing to tell' }]);
});

test('says what is left of each goal, and names the step as the shop counts it', async () => {
  const goals = [
    { within: 'breach', percent: 70, days: 30 },
    { average: '12h', days: 30 },
  ];
  await watch('2026-11-01T12:00', [weeklyShop({ goals })]);
  await aWeek();
  await tickAt('2026-11-24T09:00');
  const text = summaries()[0]!.rendered.text.replaceAll(/\n(?! |・|■|\n)/g, '');
  expect(text).toMatch(/■ 目標\s+・「3営業日超過」の前に返信 70%以上（30日） 30日: 4件中 遅れ1件、遅れの余裕なし/);
  expect(text).toContain('・平均返信時間 12時間以内（30日） 30日: 返信4件の平均 37時間');
});

test('over New Year the weeks come as one, with the late ones of both', async () => {
  await watch('2026-12-01T12:00', [
    weeklyShop({ calendar: { closed: [{ on: '2026-12-28..2027-01-04', name: '年末年始' }] } }),
  ]);
  it.clock.set(at('2027-01-05T08:00:00+09:00'));
  await asked('q-000first', '2026-12-17T10:00');
  await asked('q-0second', '2026-12-22T10:00');
  await tickAt('2027-01-04T09:00', '2027-01-05T09:00', '2027-01-06T09:00');
  expect(subjects()).toEqual(['【期限遅れ2件】12/21(月)〜1/3(日)のまとめ／サンプル茶舗']);
});

test('counts policies of several lengths by both, and in English for an English shop', async () => {
  const policies = [{ channel: 'chat', flagAfter: '5m', mailOwnerAfter: '30m', breachAfter: '1h' }];
  const file = { language: 'en', policies, calendar: { hours: ['09:00-18:00'] } };
  await watch('2026-11-01T12:00', [weeklyShop(file)]);
  await aWeek();
  await tickAt('2026-11-24T09:00');
  const mail = it.mail.sent.find(({ rendered }) => rendered.subject.startsWith('[Late: 1]'))!;
  expect(mail.rendered.subject).toBe('[Late: 1] Mon 16 Nov to Sun 22 Nov – サンプル茶舗');
  expect(mail.rendered.text).toContain('within 5 min of opening hours, 1 business day: 33% 1/3');
  // Each of its links leads to a page that speaks English as well.
  const links = mail.rendered.text.match(/https:\/\/\S+\/shops\/\S+/g) ?? [];
  expect(links.length).toBeGreaterThan(2);
  expect(links.filter((link) => !link.endsWith('?lang=en'))).toEqual([]);
});

test('others can be told besides the owner, also in a chat', async () => {
  const sent: OutgoingChat[] = [];
  const chats: ChatTransport = {
    send: async (message) => {
      sent.push(message);
      return { kind: 'taken', meaning: 'taken', reason: 'HTTP 200' };
    },
  };
  const lead = { mail: ['lead@example.jp'], chat: ['room'] };
  const file = {
    contacts: { lead },
    chats: { room: { kind: 'slack', url: variable('SLACK_URL') } },
    weekly: { on: 'tue', tell: ['lead'] },
  };
  await watch('2026-11-01T12:00', [weeklyShop(file)], chats);
  await aWeek();
  await tickAt('2026-11-24T09:00', '2026-11-24T09:01');
  expect(subjects()).toEqual([]);
  expect(subjects('lead@example.jp')).toHaveLength(1);
  expect(sent).toHaveLength(1);
  const { text, links } = sent[0]!.message;
  expect(text.split('\n').slice(0, 3)).toEqual([
    '【期限遅れ1件】11/16(月)〜11/22(日)のまとめ／サンプル茶舗',
    '問い合わせ4件／期限に遅れたもの1件',
    '現在の未返信: 1件',
  ]);
  expect(text).toContain('1) …000late');
  expect(links.map(({ url }) => url)).toEqual([
    'https://sla.example.jp/shops/sample-tea/reports',
    'https://sla.example.jp/shops/sample-tea',
  ]);
});

describe('a group of shops', () => {
  const member = (id: string, file: Record<string, unknown> = {}) =>
    shopOf(id, { name: id, group: 'tokyo-team', ...file });

  test('is told to ops in one mail on the first of its shops’ days, worst first, without shops that had nothing', async () => {
    await watch('2026-11-01T12:00', [
      member('shop-a', { weekly: 'wed' }),
      member('shop-b', { weekly: 'mon' }),
      member('shop-c'),
      member('shop-d'),
      shopOf('elsewhere', { weekly: 'mon', group: 'osaka', name: 'elsewhere' }),
    ]);
    it.clock.set(at('2026-11-23T12:00:00+09:00'));
    await asked('q-1', '2026-11-16T10:00', '2026-11-16T11:00', 'shop-a');
    await asked('q-2', '2026-11-16T10:00', '2026-11-20T11:00', 'shop-c');
    await asked('q-3', '2026-11-16T10:00', null, 'shop-c');
    await tickAt('2026-11-23T09:00', '2026-11-24T09:00', '2026-11-24T10:00', '2026-11-25T09:00');
    expect(subjects(OPS)).toEqual(['【期限遅れ2件】11/16(月)〜11/22(日)のまとめ／tokyo-team 運用']);
    const { text } = summaries(OPS)[0]!.rendered;
    expect(text).toMatch(
      /1\) shop-c\n {3}問い合わせ 2件／第1段階 0% 0\/2／第2段階 0% 0\/2／期限 0% 0\/2\n {3}期限遅れ 2件／未返信 1件/,
    );
    expect(text).toMatch(/2\) shop-a\n {3}問い合わせ 1件／第1段階 100% 1\/1/);
    expect(text).not.toMatch(/shop-[bd]|elsewhere/);
    expect((await whys()).filter(({ kind }) => kind === 'group')).toEqual([
      { kind: 'group', state: 'sent', why: null },
      { kind: 'group', state: 'empty', why: 'nothing to tell' },
    ]);
  });

  test('says of each shop what is left of its goals', async () => {
    await watch('2026-11-01T12:00', [
      member('shop-a', {
        weekly: 'mon',
        goals: [
          { within: 'breach', percent: 50, days: 30 },
          { average: '12h', days: 30 },
        ],
      }),
      member('shop-b'),
    ]);
    it.clock.set(at('2026-11-23T12:00:00+09:00'));
    await asked('q-1', '2026-11-16T10:00', '2026-11-16T11:00', 'shop-a');
    await asked('q-2', '2026-11-16T10:00', '2026-11-20T11:00', 'shop-a');
    await asked('q-3', '2026-11-16T10:00', '2026-11-16T11:00', 'shop-b');
    await tickAt('2026-11-24T09:00');
    const { text, html } = summaries(OPS)[0]!.rendered;
    const said = text.replace(/\s+/g, '');
    expect(said).toContain('目標「3営業日超過」の前に返信50%以上（30日）／30日:2件中遅れ1件、遅れの余裕なし');
    expect(said).toContain('目標平均返信時間12時間以内（30日）／30日:返信2件の平均49時間（目標12時間以内）');
    expect(html).toContain('遅れの余裕なし');
    expect(said.split('shop-b')[1]).not.toContain('目標');
  });

  test('of three hundred shops lists twenty, with the count of the others', async () => {
    const shops = Array.from({ length: 300 }, (_, n) =>
      member(`shop-${n}`, { weekly: 'mon', owner: ['o@example.jp'] }),
    );
    await watch('2026-11-01T12:00', shops);
    it.clock.set(at('2026-11-23T12:00:00+09:00'));
    await intake(
      it.service,
      shops.map(({ id }) =>
        eventOf('customer_message', 'm0', '2026-11-16T10:00:00+09:00', { shop: id, inquiry: 'q-1' }),
      ),
      'api',
    );
    await tickAt('2026-11-24T09:00');
    const { text, html } = summaries(OPS)[0]!.rendered;
    expect(text).toContain('ほか280店舗');
    expect(text).toContain('問い合わせ300件／期限に遅れたもの300件');
    expect(Buffer.byteLength(text) + Buffer.byteLength(html)).toBeLessThan(60_000);
  });

  test('none of whose shops has a summary of its own gets none', async () => {
    await watch('2026-11-01T12:00', [member('shop-a'), member('shop-b')]);
    await tickAt('2026-11-24T09:00');
    expect(await whys()).toEqual([]);
  });
});
