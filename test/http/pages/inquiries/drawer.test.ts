// Those whose wait is over, in the lists of one shop and of all: found by what one knows of them, by their status, by when and by
// whom they were answered; and the ready watches, each of which leads to just what it counts.

import { describe, expect, test } from 'vitest';
import { markNoReplyNeeded } from '../../../../src/service/actions/mark-no-reply-needed.ts';
import { takeInHand } from '../../../../src/service/actions/take-in-hand.ts';
import { keepSigns } from '../../../../src/store/intake/source-signs.ts';
import { at, shopOf } from '../../../support/service.ts';
import { bearer, tokenFor } from '../../access/desk.ts';
import { fixture, line, textOf } from '../../support.ts';
import { listedFrom, numbersOn } from './pages-of-a-list.ts';

const on = fixture(() => [
  shopOf('sample-tea', { name: '茶舗', group: 'east' }),
  shopOf('wide', { name: '広い店', group: 'east' }),
  shopOf('far', { name: '遠い店', timeZone: 'America/New_York', group: 'west' }),
]);

const time = (day: string, hour: string) => `2026-11-${day}T${hour}:00:00+09:00`;

/** Asked at 10 on the first day, and answered at 15 on the second, by whoever had it in hand; some are completed or wait again. */
async function past(): Promise<void> {
  const thread = async (shop: string, inquiry: string, days: readonly string[], more: object = {}) => {
    const [asked, answered] = days as [string, string];
    await on.take(
      line(inquiry, 'customer_message', time(asked, '10'), { shop, channel: 'r-messe', ...more }),
      line(inquiry, 'shop_reply', time(answered, '15'), { shop }),
    );
  };
  await thread('sample-tea', 'tea-old', ['10', '11'], { item: '抹茶 40g', order: '123456-20261110-0000778899' });
  await thread('sample-tea', 'tea-late', ['10', '18'], { category: '配送' });
  await thread('sample-tea', 'tea-new', ['24', '25'], { channel: 'mail', item: '煎茶' });
  await thread('sample-tea', 'tea-again', ['16', '17']);
  await on.take(line('tea-again', 'customer_message', time('25', '10')));
  await thread('sample-tea', 'tea-done', ['12', '13']);
  await on.take(line('tea-done', 'completed', time('13', '16')));
  await on.take(line('tea-open', 'customer_message', time('25', '11'), { item: '抹茶 80g', channel: 'r-messe' }));
  await thread('wide', 'wide-old', ['11', '12'], { item: '抹茶碗' });
  await thread('far', 'far-old', ['10', '11']);
}

async function open(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await on.ask(encodeURI(path), { headers });
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.text();
}

const listed = (path: string) => listedFrom(open, path);

describe('a search', () => {
  test.each([
    ['抹茶', ['tea-open', 'wide-old', 'tea-old']],
    ['TEA-OLD', ['tea-old']],
    ['配送', ['tea-late']],
    ['778899', ['tea-old']],
    ['メール', ['tea-new']],
    ['遠い店', ['far-old']],
    ['tea-done', ['tea-done']],
    ['無い', []],
  ])('%s finds among those that wait and those that are over', async (q, found) => {
    await past();
    const html = await open(`/inquiries?q=${q}`);
    expect(numbersOn(html)).toEqual(found);
    expect(html.includes('条件に合う問い合わせはありません')).toBe(found.length === 0);
  });

  test('finds who had it in hand when it was answered, and who said that it needs no reply', async () => {
    await past();
    on.clock.set(at(time('25', '12')));
    await takeInHand(on.service, { shop: 'sample-tea', inquiry: 'tea-open', by: '佐藤', until: '1d' });
    on.clock.set(at(time('25', '13')));
    await on.take(line('tea-open', 'shop_reply', time('25', '13')));
    on.clock.set(at(time('26', '09')));
    await markNoReplyNeeded(on.service, { shop: 'sample-tea', inquiry: 'tea-again', by: '鈴木' });
    expect(numbersOn(await open('/shops/sample-tea?q=佐藤'))).toEqual(['tea-open']);
    expect(numbersOn(await open('/inquiries?by=鈴木'))).toEqual(['tea-again']);
    expect(numbersOn(await open('/inquiries?by=佐藤&ended=2026-11-25'))).toEqual(['tea-open']);
    expect(numbersOn(await open('/inquiries?by=佐藤&ended=2026-11-24'))).toEqual([]);
    expect(textOf(await open('/inquiries?by=佐藤'))).toContain('佐藤');
  });

  test('of one shop finds nothing of another', async () => {
    await past();
    expect(numbersOn(await open('/shops/wide?q=抹茶'))).toEqual(['wide-old']);
    expect(numbersOn(await open('/shops/wide?q=茶舗'))).toEqual([]);
  });
});

describe('the filter', () => {
  test.each([
    ['status=finished', ['tea-new', 'tea-late', 'tea-done', 'wide-old', 'far-old', 'tea-old']],
    ['status=answered', ['tea-new', 'tea-late', 'wide-old', 'far-old', 'tea-old']],
    ['status=completed', ['tea-done']],
    ['status=open', ['tea-again', 'tea-open']],
    ['status=all', ['tea-again', 'tea-open', 'tea-new', 'tea-late', 'tea-done', 'wide-old', 'far-old', 'tea-old']],
    ['ended=2026-11-16..2026-11-22', ['tea-late', 'tea-again']],
    ['from=2026-11-16&to=2026-11-22', ['tea-late', 'tea-again']],
    ['from=2026-11-22&to=2026-11-16', ['tea-late', 'tea-again']],
    ['from=2026-11-17', ['tea-new', 'tea-late', 'tea-again']],
    ['ended=2026-11-11', ['far-old', 'tea-old']],
    ['status=finished&step=breach', ['tea-late']],
    ['status=finished&category=配送', ['tea-late']],
    ['status=finished&channel=mail', ['tea-new']],
    ['status=finished&due=today&hand=mine', ['tea-new', 'tea-late', 'tea-done', 'wide-old', 'far-old', 'tea-old']],
    ['status=finished&group=west', ['far-old']],
    ['status=answered&shop=茶舗', ['tea-new', 'tea-late', 'tea-old']],
    ['q=tea&status=open', ['tea-again', 'tea-open']],
  ])('?%s has just these', async (query, found) => {
    await past();
    expect(await listed(`/inquiries?${query}`)).toEqual(found);
    const own = found.filter((number) => number.startsWith('tea'));
    if (!/shop=|group=/.test(query)) expect(await listed(`/shops/sample-tea?${query}`)).toEqual(own);
  });

  test('last week is one tap away, and says its status, its result and when', async () => {
    await past();
    const html = await open('/shops/sample-tea?status=finished');
    const week = /href="([^"]+)"[^>]*>先週</.exec(html)![1]!.replaceAll('&amp;', '&');
    expect(new URL(week, 'http://x').searchParams.get('ended')).toBe('2026-11-16..2026-11-22');
    const said = textOf(await open(week));
    expect(said).toContain('返信済み tea-late 配送');
    expect(said).toContain('3営業日超過');
    expect(said).toContain('11/18(水) 15:00');
  });

  test.each([
    'status=x',
    'ended=x',
    'ended=2026-11-22..2026-11-16',
    'from=x',
    'to=2026-13-01',
    'watch=x',
    'watch=asked&days=0',
    'watch=asked&days=999',
    'cursor=o1',
    'cursor=w1.x',
  ])('?%s leads nowhere', async (query) => {
    for (const path of ['/inquiries', '/shops/sample-tea'])
      expect([path, (await on.ask(`${path}?${query}`)).status]).toEqual([path, 404]);
  });

  test('odd texts are sought like any other', async () => {
    await past();
    for (const q of ['%25', "'", '\\', '%F0%9F%8D%B5', 'x'.repeat(5_000)])
      expect([q, (await on.ask(`/inquiries?status=all&q=${q}&by=${q}`)).status]).toEqual([q, 200]);
    expect((await on.ask('/inquiries?status=all&q=%00')).status).toBe(404);
  });
});

describe('pages', () => {
  test('none is left out and none comes twice, of one shop and of all', { timeout: 120_000 }, async () => {
    const numbers = Array.from({ length: 130 }, (_, i) => `n-${String(i).padStart(3, '0')}`);
    await on.take(
      ...numbers.flatMap((number, i) => [
        line(number, 'customer_message', time('10', '10'), { shop: i % 2 ? 'wide' : 'sample-tea' }),
        line(number, 'shop_reply', time('11', String(10 + (i % 9))), { shop: i % 2 ? 'wide' : 'sample-tea' }),
      ]),
    );
    expect((await listed('/inquiries?status=finished')).sort()).toEqual(numbers);
    expect((await listed('/inquiries?ended=2026-11-11')).sort()).toEqual(numbers);
    expect((await listed('/shops/wide?status=finished')).sort()).toEqual(numbers.filter((_, i) => i % 2));
    expect((await listed('/inquiries?q=n-1')).sort()).toEqual(numbers.filter((number) => number.includes('n-1')));
  });
});

describe('a watch', () => {
  /** Read and waiting; and with a question of the shop's. */
  async function signs(): Promise<void> {
    const now = on.clock.now();
    await keepSigns(
      on.service.db,
      'sample-tea',
      [
        { number: 'tea-open', isRead: true, askedAt: null },
        { number: 'tea-again', isRead: false, askedAt: null },
        { number: 'tea-old', isRead: true, askedAt: at(time('11', '15')) },
        { number: 'tea-late', isRead: true, askedAt: at(time('25', '15')) },
        { number: 'tea-done', isRead: true, askedAt: at(time('13', '15')) },
        { number: 'tea-new', isRead: true, askedAt: null },
        { number: 'nowhere', isRead: true, askedAt: null },
      ],
      now,
    );
    for (const shop of ['wide', 'far'])
      await keepSigns(on.service.db, shop, [{ number: `${shop}-old`, isRead: true, askedAt: null }], now);
  }

  const LINK = /<a [^>]*href="([^"]*watch=[^"]*)"[^>]*>([^<]+)<span class="strong">(\d+)</g;

  test.each(['/inquiries', '/shops/sample-tea', '/inquiries?group=west', '/shops/wide?status=finished'])(
    'of %s leads to just what it counts',
    async (path) => {
      await past();
      await signs();
      const links = [...(await open(path)).matchAll(LINK)];
      expect(links.length).toBeGreaterThan(0);
      for (const [, to, name, count] of links) {
        const numbers = await listed(decodeURI(to!.replaceAll('&amp;', '&')));
        expect([name, numbers.length]).toEqual([name, Number(count)]);
      }
    },
  );

  test.each([
    ['watch=uncompleted', ['tea-old', 'far-old', 'wide-old', 'tea-late']],
    ['watch=uncompleted&days=5', ['tea-old', 'far-old', 'wide-old']],
    ['watch=uncompleted&q=抹茶', ['tea-old', 'wide-old']],
    ['watch=asked', ['tea-old']],
    ['watch=asked&days=1', ['tea-old']],
    ['watch=read', ['tea-open']],
  ])('?%s has just these', async (query, found) => {
    await past();
    await signs();
    expect(await listed(`/inquiries?${query}`)).toEqual(found);
  });

  test('counts by the business days of each shop’s own calendar', async () => {
    await past();
    // Behind the 19th lie the 20th, the 24th and the 25th; behind the 20th only two of them. The 23rd is a holiday.
    await on.take(
      line('edge', 'customer_message', time('19', '10'), { channel: 'r-messe' }),
      line('edge', 'shop_reply', time('19', '23')),
      line('inside', 'customer_message', time('19', '10'), { channel: 'r-messe' }),
      line('inside', 'shop_reply', time('20', '00')),
    );
    const seen = ['edge', 'inside'].map((number) => ({ number, isRead: true, askedAt: null }));
    await keepSigns(on.service.db, 'sample-tea', seen, on.clock.now());
    const numbers = await listed('/shops/sample-tea?watch=uncompleted');
    expect(numbers).toContain('edge');
    expect(numbers).not.toContain('inside');
  });

  test('says nothing of other shops to a token of one', async () => {
    await past();
    await signs();
    const headers = bearer(await tokenFor(on, { name: '山田', shop: 'wide' }));
    expect(numbersOn(await open('/inquiries?status=all', headers))).toEqual(['wide-old']);
    expect(numbersOn(await open('/inquiries?q=抹茶', headers))).toEqual(['wide-old']);
    expect(numbersOn(await open('/inquiries?q=tea-old', headers))).toEqual([]);
    expect(numbersOn(await open('/inquiries?watch=uncompleted', headers))).toEqual(['wide-old']);
    const [, , , count] = [...(await open('/inquiries', headers)).matchAll(LINK)][0]!;
    expect(count).toBe('1');
    expect((await on.ask('/shops/sample-tea?status=finished', { headers })).status).toBe(403);
  });
});
