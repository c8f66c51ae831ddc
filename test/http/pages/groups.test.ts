// Groups of shops: the board, what falls due, reports and their files by group, as pages and by the API.

import { expect, test } from 'vitest';
import { shopOf } from '../../support/service.ts';
import { bearer, tokenFor } from '../access/desk.ts';
import { fixture, line } from '../support.ts';

const on = fixture(() => [
  shopOf('alpha', { name: 'アルファ', group: 'tokyo-team' }),
  shopOf('beta', { name: 'ベータ', group: 'tokyo-team' }),
  shopOf('gamma', { name: 'ガンマ', group: 'osaka-team' }),
  shopOf('delta', { name: 'デルタ' }),
]);

const open = async (path: string, headers: Record<string, string> = {}) => (await on.ask(path, { headers })).text();
const json = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await on.ask(path, { headers });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const received = (shop: string, inquiry: string, when = '2026-11-18T10:00:00+09:00') =>
  on.take({ ...line(inquiry, 'customer_message', when), shop });

test('the board shows one, with its totals, and how each stands', async () => {
  await received('alpha', 'a1');
  await received('beta', 'b1', '2026-11-26T09:00:00+09:00');
  await received('gamma', 'c1');
  const all = await open('/');
  expect(all).toContain('tokyo-team 2店舗・期限超過1件');
  expect(all).toContain('osaka-team 1店舗・期限超過1件');
  const one = await open('/?group=tokyo-team');
  for (const [name, isThere] of [
    ['アルファ', true],
    ['ベータ', true],
    ['ガンマ', false],
    ['デルタ', false],
  ] as const)
    expect(one.includes(name), name).toBe(isThere);
  expect(one).toMatch(/name="group" value="tokyo-team"/);
  expect(await open('/?group=tokyo-team&lang=en')).toContain('tokyo-team (2 shops, 1 overdue)');
  const found = await open(`/?group=tokyo-team&q=${encodeURIComponent('ベータ')}`);
  expect([found.includes('href="/shops/beta"'), found.includes('href="/shops/alpha"')]).toEqual([true, false]);
  const { body } = await json('/v1/shops?group=tokyo-team');
  expect(body).toMatchObject({
    shops: 2,
    found: 2,
    totals: { unanswered: 2, breached: 1 },
    items: [{ group: 'tokyo-team' }, {}],
  });
  expect((await json('/v1/groups')).body.items).toMatchObject([
    { group: 'osaka-team', shops: 1, unanswered: 1, breached: 1 },
    { group: 'tokyo-team', shops: 2, unanswered: 2, breached: 1 },
  ]);
});

test('so do what falls due, the reports and their file', async () => {
  await received('alpha', 'a1', '2026-11-26T09:00:00+09:00');
  await received('gamma', 'c1', '2026-11-26T09:00:00+09:00');
  const due = await open('/inquiries?group=osaka-team');
  expect([due.includes('/inquiries/c1'), due.includes('/inquiries/a1')]).toEqual([true, false]);
  expect((await json('/v1/coming?group=osaka-team')).body).toMatchObject({ shops: 1 });
  const reports = await open('/reports?group=osaka-team');
  expect([reports.includes('ガンマ'), reports.includes('アルファ')]).toEqual([true, false]);
  expect(reports).toContain('/reports.csv?group=osaka-team&amp;month=2026-11');
  const file = await open('/reports.csv?group=osaka-team');
  expect([file.includes('gamma'), file.includes('alpha')]).toEqual([true, false]);
  const { body } = await json('/v1/reports/2026-11?group=osaka-team');
  expect(body.items).toMatchObject([{ shop: 'gamma' }]);
});

test('a group that there is not is refused, with those that there are', async () => {
  for (const path of ['/', '/inquiries', '/reports', '/reports.csv'])
    expect((await on.ask(`${path}?group=kobe`)).status, path).toBe(404);
  for (const path of ['/v1/shops', '/v1/coming', '/v1/reports/2026-11'])
    expect(await json(`${path}?group=kobe`), path).toMatchObject({
      status: 400,
      body: { code: 'invalid-group', detail: 'group: osaka-team, tokyo-team' },
    });
});

test('a token hears nothing of groups in which it sees no shop', async () => {
  const headers = bearer(await tokenFor(on, { group: 'tokyo-team' }));
  expect(await open('/', headers)).not.toContain('osaka-team');
  expect(await json('/v1/shops?group=osaka-team', headers)).toMatchObject({
    status: 400,
    body: { detail: 'group: tokyo-team' },
  });
  expect((await json('/v1/groups', headers)).body.items).toMatchObject([{ group: 'tokyo-team' }]);
  expect((await on.ask('/reports?group=osaka-team', { headers })).status).toBe(404);
});

test('without groups the board says nothing of them', async () => {
  const shops = new Map([...on.service.config.shops].map(([id, { group: _, ...shop }]) => [id, shop]));
  Object.assign(on.service, { config: { ...on.service.config, shops } });
  expect(await open('/')).not.toContain('class="views groups"');
  expect(await json('/v1/shops?group=x')).toMatchObject({ body: { detail: 'group: there are no groups' } });
});
