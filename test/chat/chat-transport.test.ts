// Every kind of chat over real HTTP, against a server that checks the documented form and limits: what is taken, put off,
// refused, unknown; texts cut between characters; and secrets in nothing that is said.

import { describe, expect, test } from 'vitest';
import {
  type ChatOptions,
  type ChatOutcome,
  createChatTransport,
  type OutgoingChat,
  REPEATED,
} from '../../src/chat/chat-transport.ts';
import { openPacer } from '../../src/chat/turns.ts';
import { CHAT_KINDS } from '../../src/core/notifications/chat-kinds.ts';
import { isWellFormed } from '../../src/core/text.ts';
import { type FakeChat, MARKER, type Mood, startFakeChat } from '../support/chats/fake-chat.ts';

const AT = Date.parse('2026-06-04T00:00:00Z');
const LINK = { words: '開く', url: 'https://sla.example.jp/i/7?a=1&b=2' };
const TEXT = '【要返信1件】サンプル店\n…0001o 商品問い合わせ・配送\n期限 6/4(木) 24:00／残り: 本日中 髙﨑👨‍👩‍👧';

function send(fake: FakeChat, more: Partial<OutgoingChat> = {}, options: Partial<ChatOptions> = {}) {
  return transportTo(fake, options)({ ...more });
}

function transportTo(fake: FakeChat, options: Partial<ChatOptions> = {}) {
  // A clock that has gone on before each look: nobody waits for a turn.
  let now = 0;
  const pacer = openPacer(() => (now += 60_000));
  const { send: sent } = createChatTransport({ secret: fake.secret, origins: fake.origins, pacer, ...options });
  return (more: Partial<OutgoingChat> = {}): Promise<ChatOutcome> =>
    sent({
      chat: fake.chat,
      delivery: '7',
      message: { text: TEXT, links: [LINK] },
      at: AT,
      again: false,
      allowPrivate: true,
      ...more,
    });
}

async function inMood(kind: (typeof CHAT_KINDS)[number], ...moods: Mood[]): Promise<FakeChat> {
  const fake = await startFakeChat(kind);
  fake.moods.push(...moods);
  return fake;
}

describe.each(CHAT_KINDS)('%s', (kind) => {
  test('a message is taken, its Japanese as it was, its link beside it', async () => {
    const fake = await inMood(kind);
    expect(await send(fake)).toMatchObject({ kind: 'taken' });
    expect(fake.faults).toEqual([]);
    expect(fake.shown).toEqual([{ text: TEXT, links: [LINK.url] }]);
  });

  test('mark-up and calls to everybody are plain text', async () => {
    const fake = await inMood(kind);
    const text = 'A&B <users/all> <!channel> @all @here *a* _b_ `c` #1 [toall] [x](y) \\';
    expect(await send(fake, { message: { text, links: [] } })).toMatchObject({ kind: 'taken' });
    expect(fake.faults).toEqual([]);
    expect(fake.shown[0]!.text.replaceAll('＜', '<').replaceAll('［', '[')).toBe(text);
  });

  test('429 is put off for as long as the service says', async () => {
    const fake = await inMood(kind, 'busy');
    const sent = transportTo(fake);
    expect(await sent()).toMatchObject({ kind: 'retry', meaning: 'rate', afterMs: 2_000 });
    expect(fake.shown).toEqual([]);
    expect(await sent()).toMatchObject({ kind: 'taken' });
    expect(fake.shown).toHaveLength(1);
  });

  test('4xx is refused, with the service’s own word for it', async () => {
    const fake = await inMood(kind, 'refused');
    const outcome = await send(fake);
    expect(outcome).toMatchObject({ kind: 'refused', reason: expect.stringContaining(fake.refusedFor) });
    expect(outcome.meaning).not.toBe('other');
  });

  test('5xx is tried again', async () => {
    const fake = await inMood(kind, 'down');
    expect(await send(fake)).toMatchObject({ kind: 'retry', meaning: 'away', afterMs: null });
  });

  test.each<Mood>(['cut', 'silent'])('%s after it was sent: nobody knows', async (mood) => {
    const fake = await inMood(kind, mood);
    expect(await send(fake, {}, { timeoutMs: 300 })).toMatchObject({ kind: 'unknown', meaning: 'cut' });
  });

  test('repeated it is marked, or known by its key', async () => {
    const fake = await inMood(kind, 'cut');
    const sent = transportTo(fake);
    await sent();
    expect(await sent({ again: true })).toMatchObject({ kind: 'taken' });
    const [first, second] = fake.shown.map(({ text }) => text);
    const keys = fake.calls.map(({ headers }) => headers['x-line-retry-key']);
    if (kind === 'line') {
      expect(second).toBe(first);
      expect(keys[1]).toBe(keys[0]);
    } else expect(second).toBe(REPEATED + first);
  });

  test('another message has another key', async () => {
    const fake = await inMood(kind);
    const sent = transportTo(fake);
    await sent();
    await sent({ delivery: '8' });
    const keys = fake.calls.map(({ headers }) => headers['x-line-retry-key'] ?? headers);
    expect(keys[1]).not.toBe(keys[0]);
  });

  test.each(['あ', '👨‍👩‍👧', 'a<&"\\_*@\n'])('a text of too much %j is cut between characters', async (piece) => {
    const fake = await inMood(kind);
    const text = `はじめ${piece.repeat(70_000)}`;
    expect(await send(fake, { message: { text, links: [LINK] } })).toMatchObject({ kind: 'taken' });
    expect(fake.faults).toEqual([]);
    const [shown] = fake.shown;
    expect(shown!.text).toMatch(/^はじめ/);
    expect(shown!.text).toMatch(/省略／cut）$/);
    expect(isWellFormed(shown!.text)).toBe(true);
    expect(shown!.text.replace(/\n?…（.*$/s, '').replaceAll('👨‍👩‍👧', '')).not.toMatch(/[👨👩👧\u200d]/u);
    expect(fake.holds(shown!.text)).toBe(true);
    expect(shown!.links).toEqual([LINK.url]);
  });

  test.each<Mood>(['busy', 'refused', 'down', 'cut', { status: 302, headers: { location: '/' } }])(
    'no secret is in what is said of %j',
    async (mood) => {
      const fake = await inMood(kind, mood);
      const { reason } = await send(fake);
      expect(reason).not.toContain(MARKER);
      for (const secret of Object.values(fake.secrets)) expect(reason).not.toContain(secret);
      expect(reason).not.toMatch(/BEGIN PRIVATE KEY/);
    },
  );

  test('redirects are not followed', async () => {
    const fake = await inMood(kind, { status: 307, headers: { location: 'http://127.0.0.1:1/' } });
    expect(await send(fake)).toMatchObject({ kind: 'refused', meaning: 'redirect' });
  });

  test('a private address is not asked', async () => {
    const fake = await inMood(kind);
    expect(await send(fake, { allowPrivate: false })).toMatchObject({ kind: 'refused', meaning: 'not-public' });
    expect(fake.calls).toEqual([]);
  });

  test('without a variable nothing is sent', async () => {
    const fake = await inMood(kind);
    const [name] = Object.keys(fake.secrets);
    expect(await send(fake, {}, { secret: () => undefined })).toMatchObject({
      kind: 'retry',
      meaning: 'variable',
      reason: expect.stringContaining(name!),
    });
  });
});

test.each(CHAT_KINDS.filter((kind) => kind !== 'chatwork' && kind !== 'line'))(
  '%s: a variable that holds neither an address nor a key is told apart',
  async (kind) => {
    const fake = await inMood(kind);
    const outcome = await send(fake, {}, { secret: () => 'veryverysecret nonsense' });
    expect(outcome).toMatchObject({ kind: 'retry', meaning: kind === 'line-works' ? 'no-key' : 'no-address' });
    expect(outcome.reason).not.toContain(MARKER);
    expect(fake.calls).toEqual([]);
  },
);

test('one place gets no more than its rate, and nothing while it asks to wait', async () => {
  const fake = await startFakeChat('slack');
  const now = 0;
  const sent = transportTo(fake, { pacer: openPacer(() => now) });
  fake.moods.push({ status: 429, headers: { 'retry-after': '60' } });
  expect(await sent()).toMatchObject({ kind: 'retry', afterMs: 60_000 });
  expect(await sent()).toMatchObject({ kind: 'retry', meaning: 'rate', afterMs: 60_000 });
  expect(fake.calls).toHaveLength(1);
});

test('LINE: the end of the month’s messages is no matter of seconds; what was taken before is taken', async () => {
  const fake = await inMood('line', { status: 429, body: { message: 'You have reached your monthly limit.' } });
  fake.moods.push({ status: 409, body: { message: 'The retry key is already accepted' } });
  let now = 0;
  const sent = transportTo(fake, { pacer: openPacer(() => (now += 7_200_000)) });
  expect(await sent()).toMatchObject({ kind: 'retry', meaning: 'quota', afterMs: 3_600_000 });
  expect(await sent({ again: true })).toMatchObject({ kind: 'taken' });
});

test('LINE WORKS: a token is bought once, and anew when it has ended', async () => {
  const fake = await inMood('line-works');
  const sent = transportTo(fake);
  await sent();
  fake.moods.push({ status: 401, body: { code: 'UNAUTHORIZED', description: 'The token has ended' } });
  expect(await sent()).toMatchObject({ kind: 'taken' });
  expect(fake.shown).toHaveLength(2);
});
