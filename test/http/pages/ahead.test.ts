// The board at a moment to come shows exactly what it will show then, if nobody answers; and nothing can be done on it.

import { describe, expect, test } from 'vitest';
import { takeInHand } from '../../../src/service/actions/take-in-hand.ts';
import { fireDue } from '../../../src/service/steps/raise-due-steps.ts';
import { at, shopOf } from '../../support/service.ts';
import { bearer, tokenFor } from '../access/desk.ts';
import { fixture, line } from '../support.ts';

const chat = { channel: 'chat', flagAfter: '1h', mailOwnerAfter: '6h', breachAfter: '30h' };
const on = fixture(() => [
  shopOf('sample-tea', { calendar: { hours: ['09:00-18:00'] }, policies: [chat, { channel: 'r-messe' }] }),
  shopOf('new-york', { timeZone: 'America/New_York' }),
]);
const DAY = '2026-12-01';
const THEN = '2026-12-01T00:00:00+09:00';

async function open(path: string, status = 200): Promise<string> {
  const answer = await on.ask(path);
  expect([path, answer.status]).toEqual([path, status]);
  return answer.text();
}

async function waiting(): Promise<void> {
  const wait = (inquiry: string, when: string, more: object = {}) => line(inquiry, 'customer_message', when, more);
  await on.take(
    wait('a', '2026-11-19T10:00:00+09:00'),
    wait('b', '2026-11-20T10:00:00+09:00'),
    wait('c', '2026-11-24T10:00:00+09:00'),
    wait('d', '2026-11-25T10:00:00+09:00'),
    wait('e', '2026-11-26T09:00:00+09:00'),
    wait('f', '2026-11-26T09:30:00+09:00', { channel: 'chat' }),
    wait('n', '2026-11-24T23:00:00+09:00', { shop: 'new-york' }),
    wait('m', '2026-11-25T23:00:00+09:00', { shop: 'new-york' }),
  );
  await takeInHand(on.service, { shop: 'sample-tea', inquiry: 'd', by: '佐藤', until: '1d' });
}

/** All that a page says of inquiries: words without what only a page of now, or only one of then, has. */
function told(html: string): string {
  return (
    html
      .slice(html.indexOf('<main'))
      .replace(/<section class="notice ahead">.*?<\/section>/s, '')
      .replace(/<form class="ahead-form".*?<\/form>/s, '')
      .replace(/<fieldset class="several-bar">.*?<\/fieldset>|<th scope="col" class="tick">.*?<\/th>/gs, '')
      .replace(/<p class="keys-line">.*?<\/dialog>/s, '')
      .replace(/<details class="shop-mute.*?<\/details>/s, '')
      .replace(/<td class="(holder|act)">.*?<\/td>/gs, '')
      .replace(/<a [^>]*\/together[^>]*>.*?<\/a>/gs, '')
      .replace(/ 本日<\/span>/g, '</span>')
      // What usually came in is of the history up to now.
      .replace(/<span class="soft">新着.*?<\/span>|<p class="soft">[^<]*新着[^<]*<\/p>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

describe('the board and a shop’s page at a moment to come', () => {
  test.each([
    ['/', DAY],
    ['/?q=new', DAY],
    ['/shops/sample-tea', DAY],
    ['/shops/sample-tea?step=flag', DAY],
    ['/shops/sample-tea?due=today', DAY],
    ['/shops/sample-tea', '2026-11-27T01:00:00Z'],
    ['/inquiries?due=2026-12-01..2026-12-03', DAY],
    ['/inquiries', DAY],
  ])('%s at %s is what it will be', async (path, moment) => {
    await waiting();
    const separator = path.includes('?') ? '&' : '?';
    const ahead = told(await open(`${path}${separator}at=${encodeURIComponent(moment)}`));
    on.clock.set(moment === DAY ? at(THEN) : at(moment));
    await fireDue(on.service);
    expect(ahead).toBe(told(await open(path)));
    expect(ahead.length).toBeGreaterThan(40);
  });

  test('say plainly which moment, and that they are to look at only', async () => {
    await waiting();
    for (const path of ['/', '/shops/sample-tea', '/inquiries']) {
      const html = await open(`${path}?at=${DAY}`);
      expect(html).toContain('2026/12/1(火) 00:00時点の見込み');
      expect(html).toContain('閲覧専用で、自動では更新されません');
      expect(html).not.toMatch(/data-stream|live\.[^"]*js|http-equiv="refresh"|class="take"|返信する|method="post"/);
    }
    expect(await open(`/?at=${DAY}&lang=en`)).toContain('As it will be at Tue 1 Dec 2026 00:00');
  });

  test('lead on at that moment, and back to now', async () => {
    await waiting();
    const board = await open(`/?at=${DAY}`);
    expect(board).toContain(`href="/shops/sample-tea?at=${DAY}"`);
    // The same moment is no start of a date there.
    expect(board).toContain('href="/shops/new-york?at=2026-11-30T15%3A00%3A00.000Z"');
    expect(board).toContain('<a href="/">現在の画面に戻る</a>');
    expect(board).toContain(`/inquiries?due=2026-12-01&amp;at=${DAY}`);
    const shop = await open(`/shops/sample-tea?at=${DAY}&step=flag`);
    expect(shop).toContain(
      `href="/shops/sample-tea?hand=taken&amp;step=flag&amp;at=${DAY}"`.replace(
        'hand=taken&amp;step=flag',
        'step=flag&amp;hand=taken',
      ),
    );
    expect(shop).toContain(`<a href="/?at=${DAY}">全店舗</a>`);
    expect(shop).toContain('<a href="/shops/sample-tea?step=flag">現在の画面に戻る</a>');
  });

  test('a list of many pages stays at its moment', async () => {
    await on.take(
      ...Array.from({ length: 60 }, (_, i) =>
        line(`q${i}`, 'customer_message', `2026-11-25T10:00:${String(i).padStart(2, '0')}+09:00`),
      ),
    );
    const first = await open(`/shops/sample-tea?at=${DAY}`);
    const next = /href="([^"]+)">次のページ/.exec(first)![1]!.replaceAll('&amp;', '&');
    expect(next).toContain(`at=${DAY}`);
    const second = await open(next);
    expect(second.match(/class="number"/g)).toHaveLength(10);
    expect(second).toContain('時点の見込み');
  });

  test('have a date picker that offers what is allowed', async () => {
    const html = await open('/');
    expect(html).toMatch(/<input id="ahead-at" type="date" name="at" required="" min="2026-11-27" max="2027-11-27"/);
    expect(await open(`/shops/sample-tea?at=${DAY}`)).toMatch(/max="2027-11-27" value="2026-12-01"/);
  });

  test.each(['2026-11-26', '2020-01-01', '2027-11-28', 'x', '1764120000000', '%3Cb%3E'])(
    'at=%s is refused with what is allowed',
    async (text) => {
      for (const path of ['/', '/shops/sample-tea', '/inquiries']) {
        const html = await open(`${path}?at=${text}`, 400);
        expect(html).toContain('2026/11/27(金)から2027/11/27(土)までの日付');
        expect(html).not.toContain('<b>');
      }
    },
  );

  test('an empty one is now', async () => {
    expect(await open('/?at=')).toContain('data-stream="/live"');
  });
});

describe('`at` in the API', () => {
  test.each([
    '/v1/shops',
    '/v1/coming',
    '/v1/shops/sample-tea/summary',
    '/v1/shops/sample-tea/coming',
    '/v1/shops/sample-tea/inquiries',
    '/v1/shops/sample-tea/inquiries?due=today',
  ])('%s answers as it will', async (path) => {
    await waiting();
    const headers = bearer(await tokenFor(on));
    const ask = async (asked: string) => ({
      ...((await (await on.ask(asked, { headers })).json()) as object),
      // Of the history up to now.
      arrivals: null,
    });
    const ahead = await ask(`${path}${path.includes('?') ? '&' : '?'}at=${encodeURIComponent(THEN)}`);
    on.clock.set(at(THEN));
    await fireDue(on.service);
    expect(ahead).toEqual(await ask(path));
  });

  test.each([
    '/v1/shops',
    '/v1/coming',
    '/v1/shops/new-york/summary',
    '/v1/shops/new-york/coming',
    '/v1/shops/new-york/inquiries',
  ])('%s says what is allowed', async (path) => {
    const answer = await on.ask(`${path}?at=2026-11-20`);
    const problem = (await answer.json()) as { code: string; detail: string };
    const first = path.includes('new-york') ? '2026-11-26 to 2027-11-26' : '2026-11-27 to 2027-11-27';
    expect([answer.status, problem.code]).toEqual([400, 'invalid-at']);
    expect(problem.detail).toContain(`at: found "2026-11-20"; allowed: a date from ${first}`);
  });
});
