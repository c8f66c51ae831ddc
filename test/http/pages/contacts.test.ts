// A shop's contacts: who is told by which ways, and a test that really goes to each of them, by whom it may be asked for, how
// often; nowhere a chat's address or a secret.

import { expect, test } from 'vitest';
import { createHttpApp } from '../../../src/http/http-app.ts';
import type { Service } from '../../../src/service/service.ts';
import { silentLogger } from '../../support/database.ts';
import { shopOf } from '../../support/service.ts';
import { bearer, logIn, tokenFor } from '../access/desk.ts';
import { fixture, HEALTHY } from '../support.ts';

const SECRET = 'https://hooks.slack.example/T0/B0/verysecret';
const variable = (name: string): string => `\${${name}}`;
const shops = () => [
  shopOf('sample-tea', {
    name: 'サンプル茶舗',
    owner: ['owner@example.jp'],
    contacts: { staff: { mail: ['staff@example.jp', 'night@example.jp'], chat: ['room'] } },
    people: { 山田: { mail: 'yamada@example.jp' } },
    chats: { room: { kind: 'slack', url: variable('SLACK_URL') } },
  }),
  shopOf('plain'),
];
const on = fixture(shops);
const PAGE = '/shops/sample-tea/contacts';

const press = (
  name: string,
  headers: Record<string, string> = {},
  more: Partial<Service> = {},
  shop = 'sample-tea',
) => {
  const app =
    Object.keys(more).length === 0
      ? on.app
      : createHttpApp({ service: { ...on.service, ...more }, health: HEALTHY, logger: silentLogger });
  const body = new URLSearchParams({ name });
  return app.request(`/shops/${shop}/contacts/test`, { method: 'POST', body, headers });
};

test('names who is told and the ways to them', async () => {
  const html = await (await on.ask(PAGE)).text();
  for (const said of ['店舗運営責任者', 'owner@example.jp', 'staff', 'night@example.jp', 'チャット（slack）', '山田'])
    expect(html).toContain(said);
  expect(html).not.toContain('SLACK_URL');
  expect(await (await on.ask('/shops/sample-tea')).text()).toContain(`href="${PAGE}"`);
  expect((await on.ask('/shops/nobody/contacts')).status).toBe(404);
});

test('a test goes to every way, and says of each what became of it', async () => {
  on.mail.answers.push(
    ({ to }) => ({ kind: 'delivered', accepted: [...to], refused: [], deferred: [] }),
    ({ to }) => ({ kind: 'refused', refused: [{ address: to[0]!, code: 550, response: '5.1.1 no such user' }] }),
  );
  const chats: Service['chats'] = {
    send: async ({ message, chat }) => {
      expect([chat.kind, message.text]).toEqual(['slack', expect.stringContaining('【送信テスト】サンプル茶舗')]);
      return { kind: 'refused', meaning: 'gone', reason: 'HTTP 404 no_service' };
    },
  };
  const answer = await press('staff', {}, { chats });
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(on.mail.sent.map(({ to, rendered }) => [to, rendered.subject])).toEqual([
    [['staff@example.jp'], '【送信テスト】問い合わせ期限モニター test mail'],
    [['night@example.jp'], '【送信テスト】問い合わせ期限モニター test mail'],
  ]);
  expect(new Set(on.mail.sent.map(({ messageId }) => messageId)).size).toBe(2);
  const said = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  expect(said).toContain('staffへの送信テスト（11/26(木) 10:00）');
  expect(said).toContain('staff@example.jp: 受け取られました メールサーバーが受け取りました。');
  expect(said).toContain('night@example.jp: 届いていません この宛先はありません。');
  expect(said).toContain('相手の応答: 550 5.1.1 no such user');
  expect(said).toContain('チャット（slack） room: 届いていません そのWebhookやワークフローはありません');
  expect(html).toContain('class="notice bad"');
});

test('works, in English; of what was only written to a file it is not said that it arrived', async () => {
  const html = await (
    await on.app.request('/shops/plain/contacts/test?lang=en', {
      method: 'POST',
      body: new URLSearchParams({ name: 'owner' }),
    })
  ).text();
  expect(html).toContain('The mail server took it');
  expect(html).toContain('class="notice good"');
  on.mail.answers.push(({ to }) => ({ kind: 'delivered', accepted: [...to], refused: [], deferred: [], filed: true }));
  const filed = await (await press('owner', {}, {}, 'plain')).text();
  expect(filed).toContain('送信はしていません');
  expect(filed).toContain('class="notice bad"');
});

test.each([
  [{ kind: 'unknown', reason: 'cut' }, '届いているかもしれません'],
  [
    {
      kind: 'retry',
      reason: 'refused',
      refused: [],
      detail: { reply: null, fault: 'ECONNREFUSED', stage: 'connection' },
    },
    '何も待ち受けていません',
  ],
  [
    { kind: 'misconfigured', reason: 'EAUTH', detail: { reply: 535, fault: 'EAUTH', stage: 'login' } },
    'ユーザー名かパスワードが違います',
  ],
] as const)('%j is told in plain words', async (outcome, words) => {
  on.mail.answers.push(() => outcome);
  const html = await (await press('山田')).text();
  expect(html).toContain(words);
  expect(html).toContain('class="notice bad"');
});

test('nothing secret is in the page, whatever a chat answers', async () => {
  const chats: Service['chats'] = { send: async () => ({ kind: 'taken', meaning: 'taken', reason: 'HTTP 200' }) };
  const html = await (await press('staff', {}, { chats })).text();
  expect(html).toContain('チャットで表示を確認してください');
  for (const secret of [SECRET, 'SLACK_URL', 'hooks.slack']) expect(html).not.toContain(secret);
});

test('needs the rights of an admin; others see no button', async () => {
  const [act, admin] = [await tokenFor(on, { scope: 'act' }), await tokenFor(on, { scope: 'admin' })];
  expect((await press('owner', bearer(act))).status).toBe(403);
  const html = await (await on.ask(PAGE, { headers: bearer(act) })).text();
  expect(html).toContain('管理者の権限が必要です');
  expect(html).not.toContain('試しに送る</button>');
  expect((await press('owner', bearer(admin))).status).toBe(200);
  // A session must bring its form token.
  const { cookie, headers } = await logIn(on, admin);
  expect((await press('owner', { cookie })).status).toBe(403);
  expect((await press('owner', headers)).status).toBe(200);
  expect(on.mail.sent).toHaveLength(2);
});

test('a contact gets three tests in ten minutes, others go on', async () => {
  for (let n = 0; n < 3; n++) expect((await press('山田')).status).toBe(200);
  const refused = await press('山田');
  expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([429, expect.closeTo(600, -2)]);
  expect(await refused.text()).toContain('約10分後に');
  expect((await press('owner')).status).toBe(200);
  expect(on.mail.sent).toHaveLength(4);
});

test.each(['', 'nobody', 'ops', '<b>x</b>', '__proto__'])('%j is no contact: nothing is sent', async (name) => {
  const answer = await press(name);
  const html = await answer.text();
  expect([answer.status, on.mail.sent]).toEqual([404, []]);
  expect(html).toContain('という連絡先はありません');
  expect(html).not.toContain('<b>x');
});
