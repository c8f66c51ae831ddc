// The list over shops as a page: every number of the board, of a shop's page and of the list leads to just what it counts.

import { describe, expect, test } from 'vitest';
import { mute } from '../../../../src/service/actions/mute.ts';
import { promiseAnswer } from '../../../../src/service/actions/promise-answer.ts';
import { takeInHand } from '../../../../src/service/actions/take-in-hand.ts';
import { shopOf } from '../../../support/service.ts';
import { bearer, tokenFor } from '../../access/desk.ts';
import { fixture, line, textOf } from '../../support.ts';
import { listedFrom, numbersOn } from './pages-of-a-list.ts';

const SHOPS = ['sample-tea', 'wide', 'far'] as const;
const on = fixture(() => [
  shopOf('sample-tea', { name: '茶舗', group: 'east' }),
  shopOf('wide', {
    name: '広い店',
    group: 'east',
    people: { 佐藤: { mail: 'a@example.jp' }, 鈴木: { mail: 'b@example.jp' } },
  }),
  shopOf('far', { name: '遠い店', timeZone: 'America/New_York', group: 'west' }),
]);

/** Seen from Thursday 2026-11-26 10:00: overdue, due today, tomorrow and later, in each shop one more than in the one before. */
async function waiting(): Promise<void> {
  for (const [i, shop] of SHOPS.entries())
    for (let n = 0; n <= i; n++)
      await on.take(
        ...['2026-11-19', '2026-11-20', '2026-11-24', '2026-11-25', '2026-11-26'].map((day, d) =>
          line(`${shop}-${n}-${d}`, 'customer_message', `${day}T0${n}:30:00+09:00`, { shop, category: `k${d}` }),
        ),
      );
}

/** In two hands, and muted; one of each is answered meanwhile, and counts nowhere. */
async function held(): Promise<void> {
  for (const [inquiry, by] of [
    ['wide-0-0', '佐藤'],
    ['wide-0-1', '佐藤'],
    ['wide-0-2', '佐藤'],
    ['wide-1-0', '鈴木'],
    ['wide-1-1', '鈴木'],
  ] as const)
    await takeInHand(on.service, { shop: 'wide', inquiry, by, until: '3d' });
  for (const inquiry of ['wide-1-1', 'wide-1-2', 'wide-1-3'])
    await mute(on.service, { kind: 'mute', target: `wide/${inquiry}`, until: '3d', by: '佐藤', why: 'test' });
  await on.take(line('wide-1-1', 'shop_reply', '2026-11-26T09:59:00+09:00', { shop: 'wide' }));
}

async function open(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await on.ask(path, { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

const listed = (path: string) => listedFrom(open, path);

/** Every link of the page that says a number, with that number: tiles, counts, groups, days to come. */
function counted(html: string): (readonly [path: string, count: number])[] {
  const main = html.slice(html.indexOf('<main'));
  return [...main.matchAll(/<a [^>]*href="([^"]+)"[^>]*>(.*?)<\/a>/gs)].flatMap(([, path, said]) => {
    const isTile = /class="large">(\d+)</.exec(said!);
    const number =
      isTile ?? /^(?:<svg.*<\/svg>)?(?:期限超過 |本日中 |これから |対応中 |お知らせ停止中 )?(\d+)件?$/s.exec(said!);
    return number === null ? [] : [[path!.replaceAll('&amp;', '&'), Number(number[1])] as const];
  });
}

describe('each number', () => {
  test.each([
    ['/', 20],
    ['/?q=店', 14],
    ['/?group=west', 10],
    ['/shops/far', 8],
    ['/inquiries', 5],
    ['/inquiries?group=east', 5],
    ['/shops/wide/people', 4],
  ])('of %s leads to just the inquiries that it counts', { timeout: 180_000 }, async (path, least) => {
    await waiting();
    await held();
    const numbers = counted(await open(encodeURI(path)));
    expect(numbers.length).toBeGreaterThanOrEqual(least);
    for (const [to, count] of numbers) expect([to, (await listed(to)).length]).toEqual([to, count]);
  });
});

describe('the list over shops', () => {
  test('has what waits in all of them, worst first, with the shop beside', async () => {
    await waiting();
    const html = await open('/inquiries');
    expect(numbersOn(html)).toHaveLength(30);
    expect(
      numbersOn(html)
        .slice(0, 3)
        .every((number) => number.endsWith('-0')),
    ).toBe(true);
    expect([...html.matchAll(/<h2 id="list-\w+">([^<]+)</g)].map(([, said]) => said)).toEqual([
      '期限超過 6件',
      '本日中 6件',
      'これから 18件',
    ]);
    for (const name of ['茶舗', '広い店', '遠い店']) expect(html).toMatch(new RegExp(`shop-name"><a [^>]*>${name}<`));
  });

  test.each([
    ['category=k1', 6],
    ['q=WIDE-1', 5],
    ['channel=chat', 0],
    ['hand=taken', 1],
    ['hand=free&group=west', 15],
    ['shop=茶舗', 5],
    ['shop=店&due=overdue', 5],
    ['due=2026-11-27', 6],
    ['step=flag&category=k2', 6],
  ])('?%s has %d', async (query, count) => {
    await waiting();
    await takeInHand(on.service, { shop: 'wide', inquiry: 'wide-0-0', by: '佐藤', until: '1d' });
    const html = await open(`/inquiries?${encodeURI(query)}`);
    expect(numbersOn(html)).toHaveLength(count);
    expect(html.includes('条件に合う問い合わせはありません')).toBe(count === 0);
  });

  test('shows a token only its own shops, and mine what is in its hand', async () => {
    await waiting();
    const headers = bearer(await tokenFor(on, { name: '山田', shop: 'sample-tea' }));
    for (const shop of ['sample-tea', 'wide'])
      await takeInHand(on.service, { shop, inquiry: `${shop}-0-0`, by: '山田', until: '1d' });
    expect(numbersOn(await open('/inquiries', headers))).toHaveLength(5);
    expect(numbersOn(await open('/inquiries?hand=mine', headers))).toEqual(['sample-tea-0-0']);
    expect((await on.ask('/inquiries?group=west', { headers })).status).toBe(404);
    expect((await on.ask('/inquiries')).status).not.toBe(200);
  });

  test('each choice of shops is taken off by itself, and the form keeps it', async () => {
    await waiting();
    const html = await open(`/inquiries?group=east&shop=${encodeURIComponent('茶舗')}&step=flag&form=open`);
    expect(html).toContain('aria-label="「グループ: east」を外す"');
    expect(html).toContain('<input type="hidden" name="group" value="east"/>');
    expect(html).toContain('id="sift-category" name="category"');
    expect(await open('/inquiries?lang=en')).toContain('Unanswered in 3 shops');
  });

  test('has what is promised in a section of its own, what is due first in front, with who and in which shop', async () => {
    for (const [shop, until, by] of [
      ['wide', '2026-11-30', '佐藤'],
      ['far', '2026-11-27', '鈴木'],
    ] as const) {
      await on.take(line('p', 'customer_message', '2026-11-25T10:00:00+09:00', { shop }));
      await on.take(line('p', 'shop_reply', '2026-11-25T11:00:00+09:00', { shop }));
      const made = await promiseAnswer(on.service, { shop, inquiry: 'p', by, until, reason: 'maker', told: 'reply' });
      expect(made).not.toHaveProperty('refused');
    }
    const said = textOf(await open('/inquiries'));
    expect(said).toMatch(/約束中 2件.*遠い店.*鈴木／メーカー.*広い店.*佐藤／メーカー/);
    expect(textOf(await open('/inquiries?group=west'))).toContain('約束中 1件');
    expect(textOf(await open('/inquiries?hand=free'))).not.toContain('約束中');
    const headers = bearer(await tokenFor(on, { shop: 'wide' }));
    const own = textOf(await open('/inquiries', headers));
    expect([own.includes('約束中 1件'), own.includes('鈴木')]).toEqual([true, false]);
  });

  test.each(['cursor=x', 'due=x', 'step=x', 'group=none'])('?%s leads nowhere', async (query) => {
    expect((await on.ask(`/inquiries?${query}`)).status).toBe(404);
  });
});
