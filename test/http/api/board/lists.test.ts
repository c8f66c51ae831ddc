// Lists: paged by cursor in a stable order, filtered, told apart by ETag; and methods that a path does not have.

import { describe, expect, test } from 'vitest';
import { at, shopOf } from '../../../support/service.ts';
import { tickWorker } from '../../../support/tick.ts';
import { bearer, FOREIGN, OWN, tokenFor } from '../../access/desk.ts';
import { fixture, line, NOW } from '../../support.ts';

const SHOPS = ['a-tea', 'b-tea', 'c-cake', 'd-tea', FOREIGN, OWN];
const on = fixture(() => SHOPS.map((id) => shopOf(id, { name: id === 'c-cake' ? '洋菓子カフェ' : 'サンプル茶舗' })));
const message = (shop: string, inquiry: string, when: string, more: object = {}) =>
  line(inquiry, 'customer_message', when, { shop, ...more });

interface Page {
  readonly items: readonly { readonly id: string; readonly shop: string; readonly unanswered: number }[];
  readonly next: string | null;
  readonly found: number;
  readonly shops: number;
  readonly totals: { readonly unanswered: number };
}

async function get(path: string, headers: Record<string, string> = {}): Promise<Page> {
  const answer = await on.ask(path, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return (await answer.json()) as Page;
}

/** All pages of a list, one after the other. */
async function pages(path: string): Promise<Page['items'][number][]> {
  const all: Page['items'][number][] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Page = await get(`${path}${cursor && `&cursor=${cursor}`}`);
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}

describe('GET /v1/shops', () => {
  test('lists every shop once, worst first, page by page', async () => {
    await on.take(
      message('d-tea', 'i1', '2026-11-19T10:00:00+09:00'),
      message('b-tea', 'i1', '2026-11-24T10:00:00+09:00'),
      message('b-tea', 'i2', '2026-11-26T09:00:00+09:00'),
    );
    const listed = await pages('/v1/shops?limit=2');
    expect(listed.map(({ shop }) => shop)).toEqual(['d-tea', 'b-tea', 'a-tea', 'c-cake', FOREIGN, OWN]);
    expect(listed.map(({ unanswered }) => unanswered)).toEqual([1, 2, 0, 0, 0, 0]);
  });

  test('finds by a part of the name or id, and totals what it found', async () => {
    await on.take(message('b-tea', 'i1', '2026-11-24T10:00:00+09:00'), message('c-cake', 'i1', NOW));
    expect((await get('/v1/shops?q=TEA')).items.map(({ shop }) => shop)).toEqual(['b-tea', 'a-tea', 'd-tea']);
    const cafe = await get(`/v1/shops?q=${encodeURIComponent('ｶﾌｪ')}`);
    expect([cafe.found, cafe.shops, cafe.totals.unanswered]).toEqual([1, 6, 1]);
  });

  test('shows a token for one shop that shop alone', async () => {
    await on.take(message(OWN, 'i1', NOW), message(FOREIGN, 'i1', NOW));
    const page = await get('/v1/shops', bearer(await tokenFor(on, { shop: OWN })));
    expect([page.items.map(({ shop }) => shop), page.shops, page.totals.unanswered]).toEqual([[OWN], 1, 1]);
  });
});

describe('GET /v1/shops/{shop}/inquiries, filtered', () => {
  const ids = async (query: string) => (await pages(`/v1/shops/a-tea/inquiries?limit=2&${query}`)).map(({ id }) => id);

  test('by step, channel, category, words and what is due today', async () => {
    await on.take(
      message('a-tea', 'breached', '2026-11-19T10:00:00+09:00', { channel: 'chat' }),
      message('a-tea', 'flagged', '2026-11-24T10:00:00+09:00', { category: 'サイズ', item: 'ほうじ茶 ﾃｨｰﾊﾞｯｸﾞ' }),
      message('a-tea', 'today-1', '2026-11-20T10:00:00+09:00'),
      message('a-tea', 'today-2', '2026-11-20T11:00:00+09:00'),
      message('a-tea', 'today-3', '2026-11-20T12:00:00+09:00'),
      message('a-tea', 'fresh', '2026-11-26T09:00:00+09:00'),
    );
    expect(await ids('step=breach')).toEqual(['breached']);
    expect(await ids('step=flag')).toEqual(['breached', 'today-1', 'today-2', 'today-3', 'flagged']);
    expect(await ids('due=today')).toEqual(['today-1', 'today-2', 'today-3']);
    expect(await ids('due=later')).toEqual(['breached', 'flagged', 'fresh']);
    expect(await ids('channel=chat')).toEqual(['breached']);
    expect(await ids(`category=${encodeURIComponent('サイズ')}`)).toEqual(['flagged']);
    expect(await ids(`q=${encodeURIComponent('ティーバッグ')}`)).toEqual(['flagged']);
    expect(await ids('hand=taken')).toEqual([]);
    expect(await ids('hand=free&step=breach')).toEqual(['breached']);
  });

  test('by the dates on which they fall due, as what is coming counts them', async () => {
    await on.take(
      message('a-tea', 'overdue', '2026-11-19T10:00:00+09:00'),
      message('a-tea', 'today', '2026-11-20T10:00:00+09:00'),
      message('a-tea', 'friday', '2026-11-24T10:00:00+09:00'),
      message('a-tea', 'tuesday', '2026-11-26T09:00:00+09:00'),
    );
    const ids = async (due: string) =>
      (await pages(`/v1/shops/a-tea/inquiries?limit=1&due=${due}`)).map(({ id }) => id);
    expect(await ids('2026-11-26')).toEqual(['today']);
    expect(await ids('2026-11-27')).toEqual(['friday']);
    expect(await ids('2026-11-24..2026-12-01')).toEqual(['today', 'friday', 'tuesday']);
    expect(await ids('2026-11-20')).toEqual([]);
  });

  test('by what is due today means the first page’s today on every page', async () => {
    const due = [1, 2, 3].map((n) => message('a-tea', `today-${n}`, `2026-11-20T1${n}:00:00+09:00`));
    await on.take(...due);
    const first = await get('/v1/shops/a-tea/inquiries?limit=2&due=today');
    on.clock.set(at('2026-11-27T00:00:05+09:00'));
    const second = await get(`/v1/shops/a-tea/inquiries?limit=2&due=today&cursor=${first.next}`);
    expect(second.items.map(({ id }) => id)).toEqual(['today-3']);
  });

  test.each([
    ['step=late', 'invalid-step', 'flag, owner_alert, breach'],
    ['due=tomorrow', 'invalid-due', 'today, later, overdue, coming, a date such as'],
    ['due=2026-11-30..2026-11-28', 'invalid-due', '2026-11-28..2026-11-29'],
    ['due=2026-02-30', 'invalid-due', 'a date such as'],
    ['hand=me', 'invalid-hand', 'by:Sato'],
    ['q=', 'invalid-q', '1 to 100 characters'],
    ['limit=many', 'invalid-limit', 'from 1 to 200'],
    ['cursor=x', 'invalid-cursor', 'the `next` of an earlier answer'],
    ['q=%07', 'invalid-q', '1 to 100 characters'],
    ['channel=a%0Ab', 'invalid-channel', '1 to 300 characters'],
    [
      'stepp=flag',
      'invalid-query',
      'status, ended, by, watch, days, step, due, channel, category, hand, muted, q, limit, cursor',
    ],
  ])('says what is allowed instead of ?%s', async (query, code, allowed) => {
    const answer = await on.ask(`/v1/shops/a-tea/inquiries?${query}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    const problem = (await answer.json()) as { code: string; detail: string };
    expect(problem.code).toBe(code);
    expect(problem.detail).toContain(allowed);
  });
});

describe('GET /v1/shops/{shop}/reports/{month}/episodes', () => {
  test('lists each episode of the month once, in the order of its start', async () => {
    const started = [1, 1, 2, 2, 2].map((n, i) => message('a-tea', `i${i}`, `2026-11-2${n + 3}T10:00:00+09:00`));
    await on.take(...started, message('a-tea', 'before', '2026-10-30T10:00:00+09:00'));
    await on.take(line('i0', 'shop_reply', '2026-11-24T12:00:00+09:00', { shop: 'a-tea' }));
    const all = await pages('/v1/shops/a-tea/reports/2026-11/episodes?limit=2');
    expect(all).toMatchObject(['i0', 'i1', 'i2', 'i3', 'i4'].map((inquiry) => ({ inquiry })));
    expect(all[0]).toMatchObject({ steps: { flag: { outcome: 'met' } }, replyMs: 2 * 3_600_000 });
    expect(all[1]).toMatchObject({ steps: { flag: { outcome: 'missed' } }, replyMs: null });
  });
});

describe('GET /v1/mails', () => {
  test('pages the outbox and shows a token for one shop its own mails', async () => {
    for (const shop of ['a-tea', 'b-tea', OWN]) await on.take(message(shop, 'i1', '2026-11-19T10:00:00+09:00'));
    await tickWorker(on.service);
    const all = await pages('/v1/mails?limit=1');
    expect(all.map(({ shop }) => shop).sort()).toEqual(['', 'a-tea', 'b-tea', OWN]);
    expect(await get('/v1/mails?kind=owner&shop=a-tea')).toMatchObject({ items: [{ shop: 'a-tea', kind: 'owner' }] });
    const headers = bearer(await tokenFor(on, { shop: OWN }));
    expect((await get('/v1/mails', headers)).items.map(({ shop }) => shop)).toEqual([OWN]);
    const foreign = all.find(({ shop }) => shop === 'a-tea')!;
    expect((await on.ask(`/v1/mails/${foreign.id}`, { headers })).status).toBe(404);
  });
});

describe('an answer that the client has', () => {
  const LIST = '/v1/shops/a-tea/inquiries';

  test('is told by its ETag until something changes, whatever time it is', async () => {
    await on.take(message('a-tea', 'i1', '2026-11-26T09:00:00+09:00'));
    const first = await on.ask(LIST);
    const etag = first.headers.get('etag')!;
    expect([etag.startsWith('W/"'), first.headers.get('cache-control')]).toEqual([true, 'private, no-cache']);
    on.clock.set(at(NOW) + 60_000);
    const again = await on.ask(LIST, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    await on.take(message('a-tea', 'i2', '2026-11-26T09:30:00+09:00'));
    expect((await on.ask(LIST, { headers: { 'if-none-match': etag } })).status).toBe(200);
  });
});

describe('other methods', () => {
  test('get 405 with what is allowed, HEAD the headers of GET, OPTIONS the list', async () => {
    const refused = await on.ask('/v1/shops/a-tea/inquiries', { method: 'POST' });
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, GET, HEAD']);
    expect(await refused.json()).toMatchObject({ code: 'method-not-allowed' });
    expect((await on.ask('/v1/events')).headers.get('allow')).toBe('OPTIONS, POST');
    const head = await on.ask('/v1/shops/a-tea/inquiries', { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.has('etag')]).toEqual([200, '', true]);
    const options = await on.ask('/v1/shops/a-tea/mute', { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'OPTIONS, PUT, DELETE']);
  });

  test('and nothing ever tells a browser that another site may read', async () => {
    const headers = { origin: 'https://evil.example', 'access-control-request-method': 'GET' };
    for (const method of ['GET', 'OPTIONS', 'POST']) {
      const answer = await on.ask('/v1/shops', { method, headers });
      expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  test.each([
    ['/v1/shops/a-tea/inquiries/%00', 404],
    ['/v1/shops/a-tea/inquiries/%07', 400],
    ['/v1/shops/a-tea/inquiries?q=%00', 404],
    ['/v1/shops/a-tea/inquiries/%E0%A4', 404],
    ['/v1/shops/%00/summary', 404],
    ['/v1/shops/__proto__/summary', 404],
    ['/v1/mails/%00', 404],
    ['/v1/reports/2026-13', 400],
    ['/v1/shops?cursor=x', 400],
  ])('never make it fail: GET %s', async (path, status) => {
    const answer = await on.ask(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'application/problem+json']);
  });

  test('of what is not there get 404', async () => {
    for (const path of ['/v1', '/v1/', '/v1/nothing', '/v1/shops/a-tea']) {
      const answer = await on.ask(path, { method: 'DELETE' });
      expect([path, answer.status, (await answer.json()) as object]).toMatchObject([path, 404, { code: 'not-found' }]);
    }
  });
});
