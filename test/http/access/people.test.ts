// Who acts is who is logged in: a token carries its person, a shared one does not, and one of a group follows the files.

import { describe, expect, test } from 'vitest';
import { createToken } from '../../../src/service/access/tokens.ts';
import { readMutes } from '../../../src/service/actions/mute.ts';
import { shopOf } from '../../support/service.ts';
import { fixture, line } from '../support.ts';
import { bearer, logIn, tokenFor } from './desk.ts';

const people = { 山田: { mail: 'yamada@example.jp' }, 鈴木: { mail: 'suzuki@example.jp' } };
const on = fixture(() => [
  shopOf('sample-tea', { people, group: 'tokyo-team' }),
  shopOf('second', { group: 'tokyo-team' }),
  shopOf('third', { group: 'osaka-team' }),
]);
const PAGE = '/shops/sample-tea/inquiries/q1';

const received = () => on.take(line('q1', 'customer_message', '2026-11-24T10:00:00+09:00'));
const json = (secret: string) => ({ ...bearer(secret), 'content-type': 'application/json' });
const take = (secret: string, body: object) =>
  on.ask(`/v1${PAGE}/in-hand`, {
    method: 'PUT',
    headers: json(secret),
    body: JSON.stringify({ until: '3h', ...body }),
  });

describe('a token of one person', () => {
  test('acts as that person, and as nobody else', async () => {
    await received();
    const secret = await tokenFor(on, { name: '山田のスマホ', person: '山田', scope: 'act' });
    expect(await (await take(secret, {})).json()).toMatchObject({ by: '山田', givenBy: null });
    const other = await take(secret, { by: '鈴木' });
    expect([other.status, await other.json()]).toMatchObject([
      403,
      { code: 'foreign-person', detail: expect.stringContaining('by: allowed: 山田') },
    ]);
    const given = await on.ask(`/v1${PAGE}/in-hand?by=${encodeURIComponent('山田')}`, {
      method: 'DELETE',
      headers: bearer(secret),
    });
    expect(await given.json()).toMatchObject({ liftedBy: '山田' });
  });

  test('is whom its name names, when nothing else is said', async () => {
    await received();
    const secret = await tokenFor(on, { name: '鈴木', scope: 'act' });
    expect(await (await take(secret, { to: '山田' })).json()).toMatchObject({ by: '山田', givenBy: '鈴木' });
  });

  test('is not asked for a name on pages, whatever an address or a form says', async () => {
    await received();
    const { headers, cookie, formToken } = await logIn(on, await tokenFor(on, { name: '山田', scope: 'act' }));
    const html = await (await on.ask(`${PAGE}?by=${encodeURIComponent('鈴木')}`, { headers })).text();
    expect(html).not.toContain('name="by"');
    const body = new URLSearchParams({ by: '鈴木', until: '3h', form_token: formToken });
    const done = await on.ask(`${PAGE}/in-hand`, { method: 'POST', headers: { cookie }, body });
    expect(done.headers.get('location')).toBe(`${PAGE}?done=took`);
    expect((await readMutes(on.service))[0]).toMatchObject({ by: '山田' });
    const after = await on.ask(done.headers.get('location')!, { headers });
    expect(await after.text()).toContain('対応中にしました');
  });
});

describe('a shared token', () => {
  test('asks who acts, on pages and by the API, and goes by its name when nobody says', async () => {
    await received();
    const secret = await tokenFor(on, { name: 'カウンター', scope: 'act', shared: true });
    const { headers } = await logIn(on, secret);
    expect(await (await on.ask(PAGE, { headers })).text()).toContain('name="by"');
    expect(await (await take(secret, { by: '鈴木' })).json()).toMatchObject({ by: '鈴木' });
    await on.ask(`/v1${PAGE}/in-hand`, { method: 'DELETE', headers: bearer(secret) });
    expect(await (await take(secret, {})).json()).toMatchObject({ by: 'カウンター' });
  });

  test('is what a token of the release before is', async () => {
    await received();
    const secret = await tokenFor(on, { name: '昔のトークン', scope: 'act' });
    await on.service.db.updateTable('token').set({ person: null }).execute();
    expect(await (await take(secret, { by: '佐藤' })).json()).toMatchObject({ by: '佐藤' });
  });
});

describe('making a token', () => {
  const make = (more: object) =>
    createToken(on.service, { name: '山田', scope: 'act', shop: undefined, expires: undefined, ...more });

  test.each<[object, string]>([
    [{ person: '鈴木', shared: true }, '--person: found "鈴木"; allowed: none: a shared token has no person'],
    [{ person: ' ' }, '--person: found nothing; allowed: a name on one line'],
    [
      { group: 'tokyo-teem' },
      '--group: found "tokyo-teem"; allowed: groups, separated by commas: osaka-team, tokyo-team; did you mean "tokyo-team"?',
    ],
    [{ group: 'tokyo-team', shop: 'third' }, '--group: found "tokyo-team"; allowed: none beside --shop'],
  ])('%j is refused', async (more, says) => {
    expect(await make(more)).toEqual({ refused: expect.stringContaining(says) });
  });

  test('says when its person is nobody of the shop’s people', async () => {
    expect(await make({ person: '山だ' })).toMatchObject({ remark: expect.stringContaining('did you mean "山田"?') });
    expect(await make({})).toMatchObject({ remark: null });
    expect(await make({ shop: 'second', person: 'だれか' })).toMatchObject({ remark: null });
    expect(await make({ scope: 'read', person: 'だれか' })).toMatchObject({ remark: null });
  });
});

describe('a token of a group', () => {
  const status = async (secret: string, path: string) => (await on.ask(path, { headers: bearer(secret) })).status;

  test('sees the shops that the group has now, and no other', async () => {
    const secret = await tokenFor(on, { group: 'tokyo-team' });
    expect(await status(secret, '/v1/shops/second/summary')).toBe(200);
    expect(await status(secret, '/v1/shops/third/summary')).toBe(403);
    const shops = new Map(on.service.config.shops);
    shops.set('third', { ...shops.get('third')!, group: 'tokyo-team' });
    shops.delete('second');
    Object.assign(on.service, { config: { ...on.service.config, shops } });
    expect(await status(secret, '/v1/shops/third/summary')).toBe(200);
    expect(await status(secret, '/v1/shops/second/summary')).toBe(403);
  });

  test('is by its shops of then for the release before', async () => {
    await tokenFor(on, { group: 'tokyo-team' });
    const stored = await on.service.db.selectFrom('token').select(['shops', 'groups']).executeTakeFirst();
    expect(stored).toEqual({ shops: ['sample-tea', 'second'], groups: ['tokyo-team'] });
  });

  test('sees none when the group is gone, and never all', async () => {
    const secret = await tokenFor(on, { group: 'osaka-team' });
    const shops = new Map(on.service.config.shops);
    shops.delete('third');
    Object.assign(on.service, { config: { ...on.service.config, shops } });
    const { items } = (await (await on.ask('/v1/shops', { headers: bearer(secret) })).json()) as { items: object[] };
    expect(items).toEqual([]);
    expect(await status(secret, '/v1/shops/sample-tea/summary')).toBe(403);
  });
});
