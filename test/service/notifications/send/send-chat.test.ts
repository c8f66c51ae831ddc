// Notices in chats, from the customer's message to the room: real Postgres, a real HTTP server that checks the form. Each is
// told once per contact and chat, with the facts of then; what is cut is repeated once and marked; no secret is kept.

import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { createChatTransport, REPEATED } from '../../../../src/chat/chat-transport.ts';
import { openPacer } from '../../../../src/chat/turns.ts';
import { CHAT_KINDS, type Chat, type ChatKind } from '../../../../src/core/notifications/chat-kinds.ts';
import { takeInHand } from '../../../../src/service/actions/take-in-hand.ts';
import { readInquiryDetail } from '../../../../src/service/board/read-inquiry.ts';
import { intake } from '../../../../src/service/intake/intake-events.ts';
import { readMail, readMails } from '../../../../src/service/notifications/read-mails.ts';
import { retryMail } from '../../../../src/service/notifications/record/retry-mail.ts';
import type { Service } from '../../../../src/service/service.ts';
import { type FakeChat, MARKER, startFakeChat } from '../../../support/chats/fake-chat.ts';
import { emptyTables, testDatabase } from '../../../support/database.ts';
import { at, eventOf, shopOf, type TestService, testService, withShops } from '../../../support/service.ts';
import { tickWorker } from '../../../support/tick.ts';

const database = testDatabase();
const AT_FLAG = { at: 'flag', tell: ['staff'] };
const WARNING = { before: '3h', of: 'breach', tell: ['staff'] };

let fake: FakeChat;
let it: TestService;
let service: Service;

beforeEach(() => emptyTables(database.db));

/** As an admin writes it. */
const writtenChat = ({ kind, fields }: Chat) => ({
  kind,
  ...Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, 'text' in value ? value.text : `$\{${value.variable}}`]),
  ),
});

/** A shop whose staff have mail and a room, and `q1` that came on Monday 06-01 at 10:00. */
async function open({
  kind = 'slack' as ChatKind,
  file = {} as object,
  notices = [AT_FLAG] as object[],
} = {}): Promise<void> {
  fake = await startFakeChat(kind);
  let now = 0;
  const pacer = openPacer(() => (now += 7_200_000));
  const chats = createChatTransport({ secret: fake.secret, origins: fake.origins, pacer, timeoutMs: 2_000 });
  const config = { allowPrivate: true };
  it = await testService({
    db: database.db,
    shops: [shop(file, notices)],
    now: '2026-06-01T12:00:00+09:00',
    chats,
    config,
  });
  service = it.service;
  await intake(
    service,
    [eventOf('customer_message', 'm0', '2026-06-01T10:00:00+09:00', { item: 'sencha_100g', category: '配送' })],
    'api',
  );
}

function shop(file: object, notices: readonly object[]) {
  return shopOf('sample-tea', {
    contacts: { staff: { mail: ['staff@example.jp'], chat: ['room'] } },
    chats: { room: writtenChat(fake.chat) },
    policies: [{ notices }],
    ...file,
  });
}

async function tick(...each: string[]): Promise<void> {
  for (const when of each) {
    it.clock.set(at(`2026-06-${when}:00+09:00`));
    await tickWorker(service);
  }
}

const states = async () => {
  const detail = await readInquiryDetail(service, 'sample-tea', 'q1');
  return detail!.episodes.flatMap(({ notices }) => notices.map(({ way, state }) => `${way} ${state}`));
};
const rows = async () => (await readMails(service, { shops: null })).items.filter(({ kind }) => kind === 'chat');

test('a promise that is broken is told in the room of whoever made it, once, with its date and its page', async () => {
  await open({ notices: [], file: { people: { 山田: { chat: 'room' } } } });
  const about = eventOf('shop_reply', 'r0', '2026-06-01T11:00:00+09:00');
  const made = at('2026-06-01T11:30:00+09:00');
  const until = at('2026-06-05T00:00:00+09:00');
  const promised = { type: 'promised', id: 'p0', at: made, until, by: '山田', reason: 'maker' } as const;
  await intake(service, [about, { ...about, event: promised }], 'api');
  await tick('04T18:00', '05T09:00', '05T09:30', '08T09:00');
  expect(fake.faults).toEqual([]);
  expect(fake.shown).toHaveLength(1);
  const [{ text, links }] = fake.shown as [{ text: string; links: string[] }];
  expect(text).toContain('【約束超過1件】6/4(木)まで');
  expect(text).toContain('約束の期限 6/4(木) 24:00／約束超過／約束した人 山田');
  expect(links).toContain('https://sla.example.jp/shops/sample-tea/inquiries/q1#hand');
});

describe.each(CHAT_KINDS)('%s', (kind) => {
  test('a notice is told in the room and by mail, each once', async () => {
    await open({ kind });
    // The fake's tokens are signed for this instant.
    await tick('03T09:00', '03T09:30', '04T09:00');
    expect(fake.faults).toEqual([]);
    expect(fake.shown).toHaveLength(1);
    const [{ text, links }] = fake.shown as [{ text: string; links: string[] }];
    expect(text).toContain('【要返信1件】6/4(木)期限');
    expect(text).toContain('1) q1 配送');
    expect(text).toContain('期限 6/4(木) 24:00／残り1営業日');
    expect(text).toContain('お知らせ: 1営業日経過の時点');
    expect(text).toContain('sencha_100g');
    expect(links).toEqual([
      'https://sla.example.jp/shops/sample-tea/inquiries/q1#hand',
      'https://sla.example.jp/shops/sample-tea',
    ]);
    expect(it.mail.sent.filter(({ to }) => to.includes('staff@example.jp'))).toHaveLength(1);
    expect(await states()).toEqual(['chat:room told', 'mail told']);
  });

  test('what was cut is repeated once, marked, and a second time given up', async () => {
    await open({ kind });
    fake.moods.push('cut', 'cut');
    await tick('03T09:00');
    expect(await states()).toEqual(['chat:room due', 'mail told']);
    await tick('03T09:01', '03T09:02', '03T10:00', '04T09:00');
    const [first, second, ...more] = fake.shown.map(({ text }) => text);
    expect(more).toEqual([]);
    expect(second).toBe(kind === 'line' ? first : REPEATED + first);
    expect(await states()).toEqual(['chat:room dropped', 'mail told']);
    expect(await rows()).toMatchObject([{ state: 'undeliverable' }]);
    const mails = it.mail.sent.map(({ rendered }) => rendered.text.replaceAll('\n', '')).join();
    expect(mails).toContain('2回とも確認できませんでした');
  });

  test('no secret is kept or shown', async () => {
    await open({ kind });
    fake.moods.push('busy', 'down', 'refused');
    await tick('03T09:00', '03T09:01', '03T09:40', '03T12:00');
    const [row] = await rows();
    const kept = JSON.stringify([row, await readMail(service, row!.id), it.mail.sent, await dump()]);
    expect(row).toMatchObject({ state: 'undeliverable', attempts: 3 });
    expect(kept).not.toContain(MARKER);
    for (const secret of Object.values(fake.secrets)) expect(kept).not.toContain(secret);
  });
});

async function dump(): Promise<unknown[]> {
  const tables = ['outbox', 'delivery', 'notice', 'config_revision'];
  return Promise.all(
    tables.map(async (table) => (await sql`select * from ${sql.table(table)}`.execute(database.db)).rows),
  );
}

describe('a message to a chat', () => {
  test('waits as long as the service says, and tells the facts of then', async () => {
    await open();
    fake.moods.push({ status: 429, headers: { 'retry-after': '1800' } });
    await tick('03T09:00', '03T09:29');
    expect(fake.calls).toHaveLength(1);
    await intake(service, [eventOf('customer_message', 'm1', '2026-06-01T11:00:00+09:00', { inquiry: 'q2' })], 'api');
    await tick('03T09:30');
    expect(fake.shown).toMatchObject([{ text: expect.stringContaining('【要返信2件】') }]);
  });

  test('about an answered inquiry does not go', async () => {
    await open();
    fake.moods.push('down');
    await tick('03T09:00');
    await intake(service, [eventOf('shop_reply', 'r0', '2026-06-03T09:00:30+09:00')], 'api');
    await tick('03T09:05', '04T09:00');
    expect(fake.calls).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: 'empty' }]);
  });

  test('that a service refuses is given up, and ops are told once a day', async () => {
    await open();
    fake.moods.push('refused');
    await tick('03T09:00', '03T09:30');
    expect(await states()).toEqual(['chat:room dropped', 'mail told']);
    const told = it.mail.sent.filter(({ rendered }) =>
      rendered.text.includes('チャットがお知らせの受け取りを拒否しました'),
    );
    expect(told).toHaveLength(1);
  });

  test('that nobody takes for a day is given up', async () => {
    await open();
    fake.moods.push(...Array.from({ length: 40 }, () => 'down' as const));
    const times = Array.from(
      { length: 60 },
      (_, i) => `${String(3 + Math.floor(i / 24)).padStart(2, '0')}T${String(i % 24).padStart(2, '0')}:30`,
    );
    await tick('03T09:00', ...times.filter((when) => when > '03T09:00'));
    expect(await states()).toEqual(['chat:room dropped', 'mail told']);
    expect(await rows()).toMatchObject([{ state: 'undeliverable' }]);
  });

  test('that was given up is sent again on a person’s word, and told', async () => {
    await open();
    fake.moods.push('refused');
    await tick('03T09:00');
    const { id } = (await rows())[0]!;
    expect(await retryMail(service, { id })).toMatchObject({ done: 'again', id, kind: 'chat' });
    await tick('03T09:30', '03T10:00');
    expect(fake.shown).toHaveLength(1);
    expect(await states()).toEqual(['chat:room told', 'mail told']);
  });

  test('whose chat is taken out of the file is not sent', async () => {
    await open();
    fake.moods.push('down');
    await tick('03T09:00');
    service = withShops(service, [shop({ chats: {}, contacts: { staff: { mail: ['staff@example.jp'] } } }, [AT_FLAG])]);
    await tick('03T09:30');
    expect(fake.calls).toHaveLength(1);
    expect(await rows()).toMatchObject([{ state: 'empty' }]);
  });

  test('lists five inquiries, counts the others, and links to each', async () => {
    await open();
    const more = Array.from({ length: 7 }, (_, i) =>
      eventOf('customer_message', `m${i}`, '2026-06-01T10:00:00+09:00', { inquiry: `more-${i}` }),
    );
    await intake(service, more, 'api');
    await tick('03T09:00');
    const [shown] = fake.shown;
    expect(shown!.text).toContain('【要返信8件】');
    expect(shown!.text).toContain('ほか3件');
    expect(shown!.links).toHaveLength(6);
    expect(new Set(shown!.links).size).toBe(6);
  });

  test('outside the send window waits, and a warning is never late', async () => {
    await open({ notices: [WARNING] });
    fake.moods.push('down', 'down', 'down', 'down', 'down', 'down');
    await tick('04T15:00', '04T15:05', '04T15:30', '04T16:30', '04T17:45', '04T18:00', '05T09:00');
    expect(fake.shown).toEqual([]);
    expect((await states())[0]).toBe('chat:room dropped');
  });

  test('of a warning goes to the room of whoever has it in hand', async () => {
    await open({
      notices: [WARNING],
      file: {
        chats: {
          room: writtenChat({ kind: 'slack', fields: { url: { variable: 'NONE' } } }),
          own: writtenChat((await startFakeChat('slack')).chat),
        },
        people: { 山田: { chat: 'own' } },
      },
    });
    it.clock.set(at('2026-06-04T10:00:00+09:00'));
    await takeInHand(service, { shop: 'sample-tea', inquiry: 'q1', by: '山田', until: '2d' });
    await tick('04T15:00');
    const causes = (await rows()).map(({ cause }) => cause);
    expect(causes).toEqual([JSON.stringify(['own', 'person', '山田'])]);
  });

  test('goes to them by mail where they have no chat, once, and not to the room of the staff', async () => {
    for (const mail of [['staff@example.jp'], []]) {
      await emptyTables(database.db);
      await open({
        notices: [WARNING],
        file: {
          contacts: { staff: { ...(mail.length > 0 && { mail }), chat: ['room'] } },
          people: { 山田: { mail: 'yamada@example.jp' } },
        },
      });
      it.clock.set(at('2026-06-04T10:00:00+09:00'));
      await takeInHand(service, { shop: 'sample-tea', inquiry: 'q1', by: '山田', until: '2d' });
      await tick('04T15:00', '04T15:05', '04T15:10');
      expect(it.mail.sent.flatMap(({ to }) => to).filter((to) => !to.startsWith('ops'))).toEqual(['yamada@example.jp']);
      expect(fake.shown).toEqual([]);
      expect(new Set((await states()).map((state) => state.split(' ')[1]))).toEqual(new Set(['told']));
    }
  });

  test('planned as a mail goes to their chat where they have no mail', async () => {
    await open({
      notices: [WARNING],
      file: { contacts: { staff: { mail: ['staff@example.jp'] } }, people: { 山田: { chat: 'room' } } },
    });
    it.clock.set(at('2026-06-04T10:00:00+09:00'));
    await takeInHand(service, { shop: 'sample-tea', inquiry: 'q1', by: '山田', until: '2d' });
    await tick('04T15:00', '04T15:05');
    expect(it.mail.sent.flatMap(({ to }) => to).filter((to) => !to.startsWith('ops'))).toEqual([]);
    expect(fake.shown).toHaveLength(1);
    expect(await states()).toEqual(['mail told']);
  });

  test('goes to the chat of their stand-in while they are away, and says for whom', async () => {
    const people = {
      山田: { mail: 'yamada@example.jp', away: { until: '2026-06-04', standIn: '佐藤' } },
      佐藤: { chat: 'room' },
    };
    await open({ notices: [WARNING], file: { people } });
    it.clock.set(at('2026-06-04T10:00:00+09:00'));
    await takeInHand(service, { shop: 'sample-tea', inquiry: 'q1', by: '山田', until: '2d' });
    await tick('04T15:00');
    expect((await rows()).map(({ cause }) => cause)).toEqual([JSON.stringify(['room', 'person', '佐藤'])]);
    expect(fake.shown.map(({ text }) => text)).toEqual([
      expect.stringContaining('\n山田さんが不在のため、代理の方にお送りしています。\n'),
    ]);
  });
});
