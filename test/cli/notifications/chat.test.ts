// `chat test` from the command line, over real HTTP to each kind: what it says of every answer, and that no secret is in it.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { chatTest } from '../../../src/cli/notifications/chat.ts';
import { run } from '../../../src/cli/program.ts';
import { CHAT_KINDS, type Chat } from '../../../src/core/notifications/chat-kinds.ts';
import { chatAnswerInWords } from '../../../src/service/notifications/try/chat-answers.ts';
import { configFolder, SERVICE, SHOP } from '../../config/folder.ts';
import { type FakeChat, MARKER, type Mood, startFakeChat } from '../../support/chats/fake-chat.ts';
import { testIo } from '../io.ts';

afterEach(() => void vi.unstubAllEnvs());

/** A chat as an admin writes it. */
function written({ kind, fields }: Chat): string {
  const keys = Object.entries(fields).map(([key, value]) =>
    'variable' in value ? `${key}: $\{${value.variable}}` : `${key}: "${value.text}"`,
  );
  return `chats:\n  room: { kind: ${kind}, ${keys.join(', ')} }\n`;
}

function folder({ chat, secrets }: FakeChat, allowPrivate = true): string {
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
  return configFolder({
    'service.yaml': `${SERVICE}allowPrivate: ${allowPrivate}\n`,
    'shops/a.yaml': SHOP + written(chat),
    'shops/b.yaml': SHOP,
  });
}

async function told(fake: FakeChat, more: { json?: boolean; lang?: string; config?: string } = {}) {
  const io = testIo();
  const { config = folder(fake), ...options } = more;
  const code = await chatTest('a', 'room', { config, origins: fake.origins, ...options }, io);
  const text = io.written.join('\n');
  expect(text).not.toContain(MARKER);
  for (const secret of Object.values(fake.secrets)) expect(text).not.toContain(secret);
  return { code, text, errors: io.errors.join('\n') };
}

describe.each(CHAT_KINDS.filter((kind) => kind !== 'line-works'))('chat test: %s', (kind) => {
  test('a message that asks for nothing', async () => {
    const fake = await startFakeChat(kind);
    const { code, text } = await told(fake);
    expect(code).toBe(0);
    expect(text).toMatch(new RegExp(`^room \\(${kind}\\): HTTP 2\\d\\d.*\n受け取られました。.*\nIt was taken`));
    expect(fake.faults).toEqual([]);
    expect(fake.shown[0]).toMatchObject({
      text: expect.stringContaining('【送信テスト】茶'),
      links: ['https://sla.example.jp'],
    });
  });

  test.each<[mood: Mood, code: number]>([
    ['busy', 3],
    ['refused', 1],
    ['down', 3],
    ['cut', 3],
  ])('%s: in plain words, exit code %i', async (mood, code) => {
    const fake = await startFakeChat(kind);
    fake.moods.push(mood);
    const answer = await told(fake, { lang: 'ja' });
    expect(answer.code).toBe(code);
    expect(answer.text.split('\n')[1]).toMatch(/。$/);
    expect(answer.text).not.toContain(chatAnswerInWords('other').ja);
  });
});

test('as JSON: what was answered, and the words in both languages', async () => {
  const fake = await startFakeChat('slack');
  fake.moods.push('refused');
  const { code, text } = await told(fake, { json: true });
  expect(code).toBe(1);
  expect(JSON.parse(text)).toEqual({
    shop: 'a',
    chat: 'room',
    service: 'slack',
    kind: 'refused',
    meaning: 'place',
    reason: 'HTTP 404, channel_not_found',
    words: chatAnswerInWords('place'),
  });
});

test('LINE WORKS: a key that is none is said before anybody is asked', async () => {
  const fake = await startFakeChat('line-works');
  const config = folder(fake);
  vi.stubEnv('LW_KEY', 'veryverysecret');
  const { code, text } = await told(fake, { config });
  expect(code).toBe(1);
  expect(text).toContain('PKCS #8');
  expect(fake.calls).toEqual([]);
});

test('a private address is not asked unless the operator allows it', async () => {
  const fake = await startFakeChat('mattermost');
  const { code, text } = await told(fake, { config: folder(fake, false) });
  expect(code).toBe(1);
  expect(text).toContain('allowPrivate: true');
  expect(fake.calls).toEqual([]);
});

test.each([
  [['nobody', 'room'], 'found the unknown shop "nobody"; allowed: a, b'],
  [['a', 'rooms'], 'found "rooms", which is no chat of a; allowed: room'],
  [['b', 'room'], 'found "room", which is no chat of b; allowed: none yet: write chats: into its file'],
])('a wrong name is told what there is: %j', async (names, expected) => {
  const io = testIo();
  const config = folder(await startFakeChat('slack'));
  expect(await run(['chat', 'test', ...names, '--config', config], io, '1.2.3')).toBe(2);
  expect(io.errors.join('\n')).toContain(expected);
});

test('check names the variables that are not set, and what that costs', async () => {
  const config = folder(await startFakeChat('chatwork'));
  vi.stubEnv('CHATWORK_TOKEN', undefined);
  const io = testIo();
  expect(await run(['check', config], io, '1.2.3')).toBe(0);
  expect(io.errors.join('\n')).toContain('a: チャット room に送れません: 環境変数 CHATWORK_TOKEN がありません');
});
