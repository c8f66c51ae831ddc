// Logging in with a browser: the cookie, what ends a session, where one lands, and what a form must carry.

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { revokeToken } from '../../../src/service/access/tokens.ts';
import { line } from '../support.ts';
import { accessStage, bearer, cookieOf, logIn, OWN, postLogin, tokenFor } from './desk.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const BOARD = '/';
const on = accessStage();

const open = (path: string, cookie = '') => on.ask(path, { headers: cookie === '' ? {} : { cookie } });
const isIn = async (cookie: string) => (await open(BOARD, cookie)).status === 200;

describe('the login page', () => {
  test('is where a stranger lands, Japanese first, and leads back', async () => {
    const secret = await tokenFor(on);
    const sent = await open(`/shops/${OWN}?step=flag`);
    expect([sent.status, sent.headers.get('location')]).toEqual([
      303,
      `/login?next=${encodeURIComponent(`/shops/${OWN}?step=flag`)}`,
    ]);
    const page = await (await open(sent.headers.get('location')!)).text();
    expect(page).toContain('<html lang="ja">');
    expect(page).toContain('type="password"');
    expect(page).not.toContain('<nav>');
    const entered = await postLogin(on, secret, {}, `/shops/${OWN}?step=flag`);
    expect([entered.status, entered.headers.get('location')]).toEqual([303, `/shops/${OWN}?step=flag`]);
  });

  test('leads whoever has one shop alone to its page', async () => {
    const secret = await tokenFor(on, { shop: OWN });
    for (const [next, to] of [
      ['/', `/shops/${OWN}`],
      ['/?lang=en', `/shops/${OWN}?lang=en`],
      ['/mails', '/mails'],
    ] as const)
      expect((await postLogin(on, secret, {}, next)).headers.get('location')).toBe(to);
    expect((await postLogin(on, await tokenFor(on), {}, '/')).headers.get('location')).toBe('/');
  });

  test('keeps the language', async () => {
    await tokenFor(on);
    const sent = await open('/mails?lang=en');
    expect(sent.headers.get('location')).toBe('/login?next=%2Fmails%3Flang%3Den&lang=en');
    expect(await (await open(sent.headers.get('location')!)).text()).toContain('Enter your token');
  });

  test.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/..//evil.example',
    '/./\\evil.example',
    'javascript:alert(1)',
    'evil.example',
    '/login?next=/',
    '/logout',
    '',
  ])('does not lead to %j', async (next) => {
    const secret = await tokenFor(on);
    expect((await postLogin(on, secret, {}, next)).headers.get('location')).toBe('/');
    const { cookie } = await logIn(on, secret);
    const again = await open(`/login?next=${encodeURIComponent(next)}`, cookie);
    expect([again.status, again.headers.get('location')]).toEqual([303, '/']);
  });

  test('says why a token is not taken, and never shows what was typed', async () => {
    const [revoked, expired] = [await tokenFor(on), await tokenFor(on, { expires: '1h' })];
    await revokeToken(on.service, 1);
    await on.clock.advance(HOUR);
    const tries = [
      ['isla_wrong', '登録されていません'],
      [revoked, '取り消されています'],
      [expired, '期限が切れています'],
    ] as const;
    for (const [token, words] of tries) {
      const answer = await postLogin(on, token);
      const page = await answer.text();
      expect([answer.status, cookieOf(answer)]).toEqual([401, '']);
      expect(page).toContain(words);
      expect(page).not.toContain(token);
    }
  });

  test('asks for nothing while there is no token', async () => {
    for (const answer of [await open('/login'), await postLogin(on, 'anything')])
      expect([answer.status, answer.headers.get('location'), cookieOf(answer)]).toEqual([303, '/', '']);
  });
});

describe('the cookie', () => {
  const cookieFor = async (headers: Record<string, string>) =>
    (await postLogin(on, await tokenFor(on), headers)).headers.getSetCookie()[0] ?? '';

  test('is out of reach of scripts and other sites', async () => {
    const cookie = await cookieFor({ origin: 'http://localhost' });
    expect(cookie).toMatch(/^inquiry-sla=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  test('goes over HTTPS only when the browser came that way', async () => {
    const cookie = await cookieFor({ origin: 'https://sla.example.jp' });
    expect(cookie).toMatch(/^__Host-inquiry-sla=[\w-]{43}; /);
    for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie.split('; ')).toContain(flag);
    expect(cookie).not.toContain('Domain');
    const browser = await logIn(on, await tokenFor(on), { origin: 'https://sla.example.jp' });
    expect(await isIn(browser.cookie)).toBe(true);
    const left = await on.ask('/logout', { method: 'POST', headers: browser.headers });
    expect(left.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-inquiry-sla=; Max-Age=0; Path=\/; HttpOnly; Secure/),
    ]);
  });

  test('is new with each login, and the one before ends: nobody can have set it beforehand', async () => {
    const secret = await tokenFor(on);
    const planted = 'inquiry-sla=0123456789012345678901234567890123456789012';
    const first = cookieOf(await postLogin(on, secret, { cookie: planted }));
    expect(first).not.toBe(planted);
    expect(await isIn(planted)).toBe(false);
    const second = cookieOf(await postLogin(on, secret, { cookie: first }));
    expect([await isIn(first), await isIn(second)]).toEqual([false, true]);
  });
});

describe('a session', () => {
  test('ends by logging out', async () => {
    const { cookie, formToken } = await logIn(on, await tokenFor(on));
    const page = await (await open(BOARD, cookie)).text();
    expect(page).toContain('ログアウト');
    expect(page).toContain('山田');
    const body = new URLSearchParams({ form_token: formToken });
    const left = await on.ask('/logout', { method: 'POST', body, headers: { cookie } });
    expect([left.status, left.headers.get('location')]).toEqual([303, '/login']);
    expect(left.headers.getSetCookie()[0]).toMatch(/^inquiry-sla=; Max-Age=0/);
    expect(await isIn(cookie)).toBe(false);
  });

  test('ends with its token', async () => {
    const { cookie } = await logIn(on, await tokenFor(on));
    expect(await isIn(cookie)).toBe(true);
    await revokeToken(on.service, 1);
    expect(await isIn(cookie)).toBe(false);
  });

  test('ends 12 hours after the last request', async () => {
    const { cookie } = await logIn(on, await tokenFor(on));
    await on.clock.advance(12 * HOUR - 1);
    expect(await isIn(cookie)).toBe(true);
    await on.clock.advance(12 * HOUR - 1);
    expect(await isIn(cookie)).toBe(true);
    await on.clock.advance(12 * HOUR);
    expect(await isIn(cookie)).toBe(false);
  });

  test('stays for 30 days without a request on a device of one’s own, while others log in, and not after', async () => {
    const secret = await tokenFor(on);
    const body = new URLSearchParams({ token: secret, next: '/', stays: 'yes' });
    const answer = await on.ask('/login', { method: 'POST', body });
    const cookie = cookieOf(answer);
    const end = on.clock.now() + 30 * DAY;
    on.clock.set(end - 1);
    await logIn(on, secret);
    expect(await isIn(cookie)).toBe(true);
    on.clock.set(end);
    expect(await isIn(cookie)).toBe(false);
  });

  test('ends after 30 days, however busy', async () => {
    const { cookie } = await logIn(on, await tokenFor(on));
    const end = on.clock.now() + 30 * DAY;
    while (on.clock.now() < end - 10 * HOUR) {
      await on.clock.advance(10 * HOUR);
      expect(await isIn(cookie)).toBe(true);
    }
    on.clock.set(end);
    expect(await isIn(cookie)).toBe(false);
  });

  test('of a token without the scope, or for another shop, gets a page that says so', async () => {
    const { cookie } = await logIn(on, await tokenFor(on, { scope: 'ingest' }));
    const refused = await open(BOARD, cookie);
    expect([refused.status, refused.headers.get('content-type')]).toEqual([403, 'text/html; charset=UTF-8']);
    expect(await refused.text()).toContain('権限がありません');
    const other = await logIn(on, await tokenFor(on, { shop: OWN }));
    const foreign = await open('/shops/foreign?lang=en', other.cookie);
    expect([foreign.status, await foreign.text()]).toEqual([403, expect.stringContaining('Not your shop')]);
  });
});

describe('a form of a session', () => {
  const leave = (headers: Record<string, string>, body = new URLSearchParams()) =>
    on.ask('/logout', { method: 'POST', body, headers });

  test('that lacks its token or brings another one changes nothing', async () => {
    const secret = await tokenFor(on);
    const [mine, other] = [await logIn(on, secret), await logIn(on, secret)];
    expect(mine.formToken).not.toBe(other.formToken);
    const bodies = [{}, { form_token: '' }, { form_token: other.formToken }, { form_token: `${mine.formToken}x` }];
    for (const body of bodies) {
      const answer = await leave({ cookie: mine.cookie }, new URLSearchParams(body as Record<string, string>));
      expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('もう一度お試しください')]);
      expect(await isIn(mine.cookie)).toBe(true);
    }
  });

  test('may bring it in a header, as scripts do', async () => {
    const { headers, cookie } = await logIn(on, await tokenFor(on));
    expect((await leave(headers)).status).toBe(303);
    expect(await isIn(cookie)).toBe(false);
  });

  test('that is sent after the session ended is kept, and goes on its way when whoever typed it is in again', async () => {
    const secret = await tokenFor(on, { scope: 'act' });
    const { headers, formToken } = await logIn(on, secret);
    await on.take(line('i1', 'customer_message', '2026-11-25T10:00:00+09:00', { shop: OWN }));
    on.clock.set(on.clock.now() + 13 * HOUR);
    const to = `/shops/${OWN}/inquiries/i1/mute`;
    const referer = `http://localhost/shops/${OWN}/inquiries/i1?lang=en`;
    const typed = { until: '2026-11-30', why: 'メーカー "確認" 中', by: '佐藤' };
    const send = (path: string, fields: Record<string, string>, more: Record<string, string> = {}) =>
      on.ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: more });
    const fieldsOf = (html: string) =>
      Object.fromEntries(
        [...html.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name!,
          value!.replaceAll('&quot;', '"').replaceAll('&amp;', '&'),
        ]),
      );

    const sent = await send(to, { ...typed, form_token: formToken }, { ...headers, referer });
    const asked = await sent.text();
    expect([sent.status, asked]).toEqual([401, expect.stringContaining('まだ送信していません')]);
    expect(asked).not.toContain(formToken);
    const wrong = await send('/login', { ...fieldsOf(asked), token: 'isla_wrong' });
    const entered = await send('/login', { ...fieldsOf(await wrong.text()), token: secret });
    const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
    const html = await entered.text();
    expect(html).toContain(`href="/shops/${OWN}/inquiries/i1?lang=en"`);
    expect(/<form method="post" action="([^"]+)"/.exec(html)![1]).toBe(to);
    expect(fieldsOf(html)).toMatchObject(typed);
    expect((await send(to, fieldsOf(html), { cookie })).status).toBe(303);
    const { rows } = await sql<{ why: string }>`select why from mute`.execute(on.service.db);
    expect(rows).toEqual([{ why: typed.why }]);
  });

  test.each<[string, Record<string, string>]>([
    ['/logout', { x: '1' }],
    [`/shops/${OWN}/calendar/save`, {}],
    [`/shops/${OWN}/calendar/save`, { name: 'x'.repeat(20_000) }],
  ])('%s with nothing to keep, or too much, leads to the page to log in', async (path, fields) => {
    await tokenFor(on, { scope: 'admin' });
    const referer = `http://localhost/shops/${OWN}/calendar`;
    const sent = await on.ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { referer } });
    expect(sent.status).toBe(303);
    expect(sent.headers.get('location')).toMatch(/^\/login/);
  });

  test('goes to no place but ours', async () => {
    const secret = await tokenFor(on);
    const body = new URLSearchParams({ token: secret, to: 'https://evil.example/x', fields: 'a=1' });
    expect(await (await on.ask('/login', { method: 'POST', body })).text()).toContain('<form method="post" action="/"');
  });

  test('of another site is refused before anything else', async () => {
    const { headers } = await logIn(on, await tokenFor(on));
    for (const from of ['cross-site', 'same-site'])
      expect((await leave({ ...headers, 'sec-fetch-site': from })).status).toBe(403);
    expect((await leave({ ...headers, origin: 'https://evil.example' })).status).toBe(403);
    expect((await leave({ ...headers, origin: 'null', 'sec-fetch-site': 'same-origin' })).status).toBe(303);
  });

  test('on the API carries it in the header; a bearer token needs none', async () => {
    const secret = await tokenFor(on, { scope: 'ingest' });
    const { cookie, headers } = await logIn(on, secret);
    const post = (more: Record<string, string>) => on.ask('/v1/events', { method: 'POST', body: '[]', headers: more });
    const without = await post({ cookie });
    expect([without.status, await without.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'wrong-form-token' }),
    ]);
    expect((await post(headers)).status).toBe(200);
    expect((await post(bearer(secret))).status).toBe(200);
  });
});
