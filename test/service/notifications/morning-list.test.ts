// Stories of the morning list: on which days and when it goes out, what it says, and that nobody gets it twice or for nothing.

import { beforeEach, describe, expect, test } from 'vitest';
import type { ChatTransport, OutgoingChat } from '../../../src/chat/chat-transport.ts';
import type { ShopConfig } from '../../../src/config/input/shop-settings.ts';
import { mute } from '../../../src/service/actions/mute.ts';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { applyRevisions } from '../../../src/service/configuration/register-revisions.ts';
import { intake } from '../../../src/service/intake/intake-events.ts';
import { claimPage, deliverPage } from '../../../src/service/notifications/deliver-notification.ts';
import { enqueueLists } from '../../../src/service/notifications/lists/enqueue-lists.ts';
import { recoverStuckMails } from '../../../src/service/notifications/record/recover-stuck-mails.ts';
import { retryMail } from '../../../src/service/notifications/record/retry-mail.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../support/service.ts';
import { tickWorker } from '../../support/tick.ts';

const database = testDatabase();
const STAFF = 'staff@example.jp';
const CONTACTS = { staff: { mail: [STAFF] } };
/** As a file names it. */
const variable = (name: string): string => `\${${name}}`;
let it: TestService;

const morningShop = (file: Record<string, unknown> = {}) =>
  shopOf('sample-tea', { contacts: CONTACTS, morning: { tell: ['staff'] }, ...file });

async function watch(now: string, ...shops: ShopConfig[]): Promise<void> {
  await emptyTables(database.db);
  it = await testService({ db: database.db, shops, now: `${now}:00+09:00` });
}

async function asks(inquiry: string, when: string, more = {}): Promise<void> {
  await intake(it.service, [eventOf('customer_message', 'm0', `${when}:00+09:00`, { inquiry, ...more })], 'api');
}

async function tickAt(...times: string[]): Promise<void> {
  for (const when of times) {
    it.clock.set(at(`${when}:00+09:00`));
    await tickWorker(it.service);
  }
}

async function edit(...shops: ShopConfig[]): Promise<void> {
  it = { ...it, service: withShops(it.service, shops) };
  await applyRevisions(it.service);
}

const lists = () => it.mail.sent.filter(({ rendered }) => rendered.subject.includes('の一覧／'));
const subjects = (to = STAFF) => lists().flatMap((mail) => (mail.to.includes(to) ? mail.rendered.subject : []));
const states = () =>
  database.db
    .selectFrom('outbox')
    .select(['kind', 'state', 'last_error as why'])
    .where('kind', 'in', ['morning', 'morning_chat'])
    .orderBy('id')
    .execute();

async function mornings(from: number, to: number, clock = '09:00'): Promise<void> {
  for (let day = from; day <= to; day++) await tickAt(`2026-11-${day}T${clock}`);
}

describe('a shop with three inquiries', () => {
  beforeEach(async () => {
    // Wednesday 2026-11-25.
    await watch('2026-11-25T12:00', morningShop());
    await asks('q-0breach', '2026-11-19T10:00');
    await asks('q-00today', '2026-11-20T10:00');
    await asks('q-000flag', '2026-11-24T10:00');
  });

  test('gets one list a business day, at the start of the send window without opening hours', async () => {
    await tickAt('2026-11-26T00:00', '2026-11-26T08:59', '2026-11-26T09:00', '2026-11-26T09:05', '2026-11-26T17:00');
    expect(subjects()).toEqual(['【本日中1件・期限超過1件】11/26(木)の一覧／サンプル茶舗']);
    expect(lists()[0]!.at).toBe(at('2026-11-26T09:00:00+09:00'));
    await tickAt('2026-11-27T09:00', '2026-11-28T09:00', '2026-11-29T09:00', '2026-11-30T09:00');
    expect(subjects()).toHaveLength(3);
  });

  test('does not go to a contact that is quiet about it, and goes to the others', async () => {
    const quiet = { staff: { mail: [STAFF], quiet: ['morning'] }, lead: { mail: ['lead@example.jp'] } };
    await edit(morningShop({ contacts: quiet, morning: { tell: ['staff', 'lead'] } }));
    await tickAt('2026-11-26T09:00');
    expect(lists().map(({ to }) => to)).toEqual([['lead@example.jp']]);
  });

  test('says what is due today, what reaches a step, what is past it, each with its number and link', async () => {
    await tickAt('2026-11-26T09:00');
    const { text, html } = lists()[0]!.rendered;
    expect(text).toContain('■ 本日中に返信（1件）');
    expect(text).toMatch(/1\) …00today R-Messe\n {3}受信 11\/20\(金\) 10:00／期限 11\/26\(木\) 24:00／残り: 本日中/);
    expect(text).toContain('■ 本日中に次の段階に達するもの（1件）');
    expect(text).toMatch(/…000flag[^■]*2営業日経過 11\/26\(木\) 24:00/);
    expect(text).toContain('■ 期限・段階を過ぎた未返信（1件）');
    expect(text).toMatch(/…0breach 3営業日超過／R-Messe/);
    expect(text).toContain('https://sla.example.jp/shops/sample-tea/inquiries/q-00today');
    expect(html).toContain('<h2');
  });

  test('leaves out what was answered since; answered all, it is not sent and says so', async () => {
    it.clock.set(at('2026-11-26T08:40:00+09:00'));
    await intake(
      it.service,
      ['q-0breach', 'q-00today', 'q-000flag'].map((inquiry) =>
        eventOf('shop_reply', 'r0', '2026-11-26T08:00:00+09:00', { inquiry }),
      ),
      'api',
    );
    await asks('q-000new', '2026-11-26T08:30');
    await tickAt('2026-11-26T09:00');
    expect(subjects()).toEqual([]);
    expect(await states()).toEqual([{ kind: 'morning', state: 'empty', why: 'nothing to list' }]);
  });

  test('is sent late within its day, with the facts of then, when the service was down', async () => {
    it.clock.set(at('2026-11-26T14:00:00+09:00'));
    await intake(
      it.service,
      [eventOf('shop_reply', 'r0', '2026-11-26T13:00:00+09:00', { inquiry: 'q-0breach' })],
      'api',
    );
    await tickAt('2026-11-26T14:00', '2026-11-26T15:00');
    expect(subjects()).toEqual(['【本日中1件】11/26(木)の一覧／サンプル茶舗']);
  });

  test('is not sent in the evening or the next day for a day that went by', async () => {
    await tickAt('2026-11-26T18:30', '2026-11-26T23:00', '2026-11-27T08:00');
    expect(subjects()).toEqual([]);
    await tickAt('2026-11-27T09:00');
    expect(subjects()).toHaveLength(1);
  });

  test('is sent once by two workers at the same moment', async () => {
    it.clock.set(at('2026-11-26T09:00:00+09:00'));
    await Promise.all([tickWorker(it.service), tickWorker(it.service), tickWorker(it.service)]);
    await tickAt('2026-11-26T09:01');
    expect(subjects()).toHaveLength(1);
  });

  test('is sent once when a worker dies between claim and send', async () => {
    it.clock.set(at('2026-11-26T09:00:00+09:00'));
    await enqueueLists(it.service, it.clock.now());
    expect((await claimPage(it.service, 'lists', 10)).page).toHaveLength(1);
    it.clock.set(at('2026-11-26T09:10:00+09:00'));
    await recoverStuckMails(it.service, at('2026-11-26T09:08:00+09:00'), it.clock.now());
    await tickAt('2026-11-26T09:10', '2026-11-26T09:11');
    expect(subjects()).toHaveLength(1);
  });

  test('goes once more as it was, under its Message-ID, when nobody knows whether it was taken', async () => {
    it.mail.answers.push(() => ({ kind: 'unknown', reason: 'cut after DATA' }));
    await tickAt('2026-11-26T09:00', '2026-11-26T09:02', '2026-11-26T09:30');
    expect(lists().map(({ messageId }) => messageId)).toEqual([lists()[0]!.messageId, lists()[0]!.messageId]);
    expect(lists()).toHaveLength(2);
  });

  test('is made anew while the mail server is away, and given up with its day', async () => {
    const send = it.mail.send;
    it.mail.send = async (mail) => {
      await send(mail);
      return { kind: 'retry', reason: 'ECONNREFUSED', refused: [] };
    };
    await tickAt('2026-11-26T09:00', '2026-11-26T12:00');
    it.mail.send = send;
    await tickAt('2026-11-27T00:00');
    expect(await states()).toMatchObject([{ kind: 'morning', state: 'empty', why: 'its time is over' }]);
  });

  test('at another time of day: only from then on, and not twice on the day of the edit', async () => {
    await tickAt('2026-11-26T09:00');
    await edit(morningShop({ morning: { tell: ['staff'], at: '11:00' } }));
    await tickAt('2026-11-26T11:00', '2026-11-27T09:00');
    expect(subjects()).toHaveLength(1);
    await tickAt('2026-11-27T11:00');
    expect(subjects()).toHaveLength(2);
  });

  test('asked for in the afternoon begins the next morning', async () => {
    await edit(shopOf('sample-tea', { contacts: CONTACTS }));
    it.clock.set(at('2026-11-26T14:00:00+09:00'));
    await edit(morningShop());
    await tickAt('2026-11-26T14:00', '2026-11-26T17:00');
    expect(subjects()).toEqual([]);
    await tickAt('2026-11-27T09:00');
    expect(subjects()).toHaveLength(1);
  });

  test('goes to nobody who is not named any more, and never on a day that was closed meanwhile', async () => {
    it.clock.set(at('2026-11-26T09:00:00+09:00'));
    await enqueueLists(it.service, it.clock.now());
    await edit(morningShop({ morning: { tell: ['owner'] } }));
    await tickAt('2026-11-26T09:01');
    expect(await states()).toEqual([{ kind: 'morning', state: 'empty', why: 'staff is not told any more' }]);
    it.clock.set(at('2026-11-27T09:00:00+09:00'));
    await enqueueLists(it.service, it.clock.now());
    await edit(
      morningShop({ morning: { tell: ['owner'] }, calendar: { closed: [{ on: '2026-11-27', name: '棚卸し' }] } }),
    );
    await tickAt('2026-11-27T09:01', '2026-11-27T12:00');
    expect(subjects('sample-tea@example.jp')).toEqual([]);
    expect(await states()).toMatchObject([{}, { state: 'empty', why: 'its time is over' }]);
  });

  test('a removed shop has none', async () => {
    it.clock.set(at('2026-11-26T09:00:00+09:00'));
    await enqueueLists(it.service, it.clock.now());
    await edit(shopOf('other-shop'));
    await tickAt('2026-11-26T09:01', '2026-11-27T09:00');
    expect(lists()).toEqual([]);
  });

  test('is sent again on a person’s word with the facts of then, when no address took it', async () => {
    it.mail.answers.push(({ to }) => ({
      kind: 'refused',
      refused: to.map((address) => ({ address, code: 550, response: '550 5.1.1 no such user' })),
    }));
    await tickAt('2026-11-26T09:00');
    const [{ id } = { id: 0 }] = await database.db
      .selectFrom('outbox')
      .select('id')
      .where('kind', '=', 'morning')
      .execute();
    it.clock.set(at('2026-11-26T10:00:00+09:00'));
    await intake(
      it.service,
      [eventOf('shop_reply', 'r0', '2026-11-26T09:30:00+09:00', { inquiry: 'q-0breach' })],
      'api',
    );
    await retryMail(it.service, { id });
    await tickAt('2026-11-26T10:00');
    expect(subjects()).toEqual([
      '【本日中1件・期限超過1件】11/26(木)の一覧／サンプル茶舗',
      '【本日中1件】11/26(木)の一覧／サンプル茶舗',
    ]);
  });

  test('names who has what in hand, and lists what was taken before today and is not listed otherwise', async () => {
    await asks('q-000own', '2026-11-25T11:00');
    it.clock.set(at('2026-11-25T15:00:00+09:00'));
    for (const inquiry of ['q-00today', 'q-000own'])
      await takeInHand(it.service, { shop: 'sample-tea', inquiry, by: '山田', until: '2026-11-27' });
    await intake(
      it.service,
      [eventOf('customer_message', 'm0', '2026-11-26T08:00:00+09:00', { inquiry: 'q-0fresh' })],
      'api',
    );
    await tickAt('2026-11-26T08:30');
    await takeInHand(it.service, { shop: 'sample-tea', inquiry: 'q-0fresh', by: '佐藤', until: '2026-11-27' });
    await tickAt('2026-11-26T09:00');
    const { text, html } = lists()[0]!.rendered;
    expect(text).toMatch(/…00today[^)]*\)[^)]*\)[^■]*担当 山田（11\/25\(水\) 15:00から）/);
    expect(text).toContain('q-000own');
    expect(html).toContain('未対応');
    expect(text).not.toContain('fresh');
  });

  test('leaves out and counts what is muted; a muted shop gets none', async () => {
    await mute(it.service, { kind: 'mute', target: 'sample-tea/q-00today', until: '2026-12-01', why: 'x', by: '山田' });
    await tickAt('2026-11-26T09:00');
    expect(subjects()).toEqual(['【期限超過1件】11/26(木)の一覧／サンプル茶舗']);
    expect(lists()[0]!.rendered.text).toContain('このほか、お知らせ停止中の未返信の問い合わせが1件あります。');
    await mute(it.service, { kind: 'mute', target: 'sample-tea', until: '2026-12-01', why: 'x', by: '山田' });
    await tickAt('2026-11-27T09:00');
    expect(subjects()).toHaveLength(1);
  });
});

test('a closed day, a holiday and a weekend bring none, a day opened for a sale does', async () => {
  await watch(
    '2026-11-20T12:00',
    morningShop({ calendar: { closed: [{ on: '2026-11-25' }], open: [{ on: '2026-11-28', name: '特売' }] } }),
  );
  await asks('q-1', '2026-11-16T10:00');
  await mornings(21, 30);
  expect(lists().map((mail) => new Date(mail.at).getUTCDate())).toEqual([24, 26, 27, 28, 30]);
});

test('in another zone its morning is its own', async () => {
  await watch(
    '2026-11-25T12:00',
    morningShop({ timeZone: 'America/New_York', calendar: { nationalHolidays: 'none' } }),
  );
  await asks('q-1', '2026-11-16T10:00');
  await tickAt('2026-11-26T09:00', '2026-11-26T22:59', '2026-11-26T23:00');
  expect(lists().map((mail) => new Date(mail.at).toISOString())).toEqual(['2026-11-26T14:00:00.000Z']);
});

test('a shop in which nobody waits has not even a row', async () => {
  await watch('2026-11-25T12:00', morningShop());
  await tickAt('2026-11-26T09:00');
  expect(await states()).toEqual([]);
});

test('the owner, ops and a contact each get one of their own', async () => {
  await watch('2026-11-25T12:00', morningShop({ morning: { tell: ['staff', 'owner', 'ops', 'staff'], at: '09:30' } }));
  await asks('q-1', '2026-11-16T10:00');
  await tickAt('2026-11-26T09:00');
  expect(lists()).toEqual([]);
  await tickAt('2026-11-26T09:30', '2026-11-26T10:00');
  expect(lists().map(({ to }) => to)).toEqual([[STAFF], ['sample-tea@example.jp'], ['ops@example.jp']]);
  expect(lists().map(({ rendered: { text } }) => text.split('\n')[0])).toEqual([
    'サンプル茶舗 ご担当者 様（staff）',
    'サンプル茶舗 店舗運営責任者 様',
    'サンプル茶舗 運用担当 様',
  ]);
});

test('a long list is cut at twenty with the true counts', async () => {
  await watch('2026-11-25T12:00', morningShop());
  for (let n = 100; n < 145; n++) await asks(`q-${n}`, n < 130 ? '2026-11-20T10:00' : '2026-11-16T10:00');
  await tickAt('2026-11-26T09:00');
  const { subject, text } = lists()[0]!.rendered;
  expect(subject).toBe('【本日中30件・期限超過15件】11/26(木)の一覧／サンプル茶舗');
  expect(text).toContain('ほか10件');
  expect(text).toContain('ほか15件');
  expect(text.match(/^\d+\) /gm)).toHaveLength(20);
  expect(text).toContain('https://sla.example.jp/shops/sample-tea\n');
});

describe('in a chat', () => {
  const CHATS = {
    contacts: { staff: { mail: [STAFF], chat: ['room'] } },
    chats: { room: { kind: 'slack', url: variable('SLACK_URL') } },
  };
  let sent: OutgoingChat[];
  const chats: ChatTransport = {
    send: async (message) => {
      sent.push(message);
      return { kind: 'taken', meaning: 'taken', reason: 'HTTP 200' };
    },
  };

  beforeEach(async () => {
    sent = [];
    await emptyTables(database.db);
    it = await testService({ db: database.db, shops: [morningShop(CHATS)], now: '2026-11-25T12:00:00+09:00', chats });
    await asks('q-00today', '2026-11-20T10:00');
  });

  test('it goes there besides the mail, once, with a link to take each in hand', async () => {
    await tickAt('2026-11-26T09:00', '2026-11-26T09:01');
    expect(subjects()).toHaveLength(1);
    expect(sent).toHaveLength(1);
    const { text, links } = sent[0]!.message;
    expect(text).toContain('【本日中1件】11/26(木)の一覧／サンプル茶舗');
    expect(text).toContain('1) …00today R-Messe／期限 11/26(木) 24:00／残り: 本日中');
    expect(links.map(({ url }) => url)).toEqual([
      'https://sla.example.jp/shops/sample-tea/inquiries/q-00today#hand',
      'https://sla.example.jp/shops/sample-tea',
    ]);
  });

  test('a chat that the contact has no more is told nothing', async () => {
    it.clock.set(at('2026-11-26T09:00:00+09:00'));
    await enqueueLists(it.service, it.clock.now());
    await edit(morningShop({ ...CHATS, contacts: CONTACTS }));
    await tickAt('2026-11-26T09:01');
    expect(sent).toEqual([]);
    expect(await states()).toContainEqual({ kind: 'morning_chat', state: 'empty', why: 'staff is not told any more' });
  });
});

test('lists stand behind no alert: each has its own way out', async () => {
  await watch('2026-11-25T12:00', morningShop());
  await asks('q-1', '2026-11-20T10:00');
  it.clock.set(at('2026-11-26T09:00:00+09:00'));
  await enqueueLists(it.service, it.clock.now());
  expect((await claimPage(it.service, 'mails', 10)).page).toEqual([]);
  const { page, now } = await claimPage(it.service, 'lists', 10);
  await deliverPage(it.service, page, now);
  expect(subjects()).toHaveLength(1);
});
