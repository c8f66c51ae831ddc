// A shop's inquiries whose wait is over, and those of the ready watches, by the API: just those that the page lists, page by page.

import { describe, expect, test } from 'vitest';
import { takeInHand } from '../../../../src/service/actions/take-in-hand.ts';
import { keepSigns } from '../../../../src/store/intake/source-signs.ts';
import { at, shopOf } from '../../../support/service.ts';
import { bearer, tokenFor } from '../../access/desk.ts';
import { listedFrom } from '../../pages/inquiries/pages-of-a-list.ts';
import { fixture, line } from '../../support.ts';

const on = fixture(() => [shopOf('sample-tea'), shopOf('wide')]);
const PATH = '/v1/shops/sample-tea/inquiries';

const time = (day: string, hour: string) => `2026-11-${day}T${hour}:00:00+09:00`;

/** Seen from Thursday 2026-11-26 10:00: answered in time and late, completed, one that waits again, and one that waits. */
async function past(): Promise<void> {
  const thread = (inquiry: string, [asked, answered]: readonly [string, string], more: object = {}) =>
    on.take(
      line(inquiry, 'customer_message', time(asked, '10'), { channel: 'r-messe', ...more }),
      line(inquiry, 'shop_reply', time(answered, '15')),
    );
  await thread('old', ['10', '11'], { item: '抹茶 40g', order: '123456-20261110-0000778899' });
  await thread('late', ['10', '18'], { category: '配送' });
  await thread('new', ['24', '25'], { channel: 'mail' });
  await thread('again', ['16', '17']);
  await thread('done', ['12', '13']);
  await on.take(
    line('again', 'customer_message', time('25', '10')),
    line('done', 'completed', time('13', '16')),
    line('waits', 'customer_message', time('26', '09'), { item: '抹茶 80g' }),
    line('other', 'customer_message', time('10', '10'), { shop: 'wide' }),
    line('other', 'shop_reply', time('11', '10'), { shop: 'wide' }),
  );
  const signs = [
    { number: 'waits', isRead: true, askedAt: null },
    { number: 'old', isRead: true, askedAt: at(time('11', '15')) },
    { number: 'late', isRead: true, askedAt: null },
    { number: 'new', isRead: true, askedAt: null },
  ];
  await keepSigns(on.service.db, 'sample-tea', signs, on.clock.now());
}

interface Item {
  readonly id: string;
  readonly status: string;
}

async function get(query: string): Promise<{ readonly items: readonly Item[]; readonly next: string | null }> {
  const answer = await on.ask(`${PATH}?${encodeURI(query)}`);
  expect([query, answer.status]).toEqual([query, 200]);
  return (await answer.json()) as Awaited<ReturnType<typeof get>>;
}

async function all(query: string, limit: number): Promise<string[]> {
  const seen: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof get>> = await get(`${query}&limit=${limit}${cursor && `&cursor=${cursor}`}`);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  }
  return seen;
}

test.each([
  ['status=finished', ['new', 'late', 'done', 'old']],
  ['status=answered', ['new', 'late', 'old']],
  ['status=completed', ['done']],
  ['status=open', ['again', 'waits']],
  ['status=all', ['again', 'waits', 'new', 'late', 'done', 'old']],
  ['ended=2026-11-16..2026-11-22', ['late', 'again']],
  ['ended=2026-11-11', ['old']],
  ['status=finished&step=breach', ['late']],
  ['status=finished&category=配送', ['late']],
  ['status=finished&channel=mail', ['new']],
  ['status=finished&q=778899', ['old']],
  ['status=all&q=抹茶', ['waits', 'old']],
  ['by=佐藤', ['new']],
  ['by=佐藤&ended=2026-11-24', []],
  ['due=overdue', []],
  ['due=coming', ['again', 'waits']],
  ['watch=uncompleted', ['old', 'late']],
  ['watch=uncompleted&days=9', ['old']],
  ['watch=uncompleted&q=抹茶', ['old']],
  ['watch=asked', ['old']],
  ['watch=read', ['waits']],
])('?%s has what the page has, whatever fits on one', async (query, found) => {
  on.clock.set(at(time('24', '11')));
  await on.take(line('new', 'customer_message', time('24', '10'), { channel: 'mail' }));
  await takeInHand(on.service, { shop: 'sample-tea', inquiry: 'new', by: '佐藤', until: '2d' });
  on.clock.set(at('2026-11-26T10:00:00+09:00'));
  await past();
  for (const limit of [1, 2, 50]) expect([limit, await all(query, limit)]).toEqual([limit, found]);
  const open = async (path: string) => (await on.ask(encodeURI(path))).text();
  expect(await listedFrom(open, `/shops/sample-tea?${query}`)).toEqual(found);
});

describe('an item', () => {
  test('whose wait is over says when, by what, how late, and how it is now', async () => {
    await past();
    const { items } = await get('ended=2026-11-16..2026-11-22');
    expect(items).toEqual([
      {
        ...{ id: 'late', channel: 'r-messe', type: null, category: '配送', item: null, orderTail: null, url: null },
        ...{ status: 'answered', level: 'breach', by: null, askedAt: null },
        ...{ startedAt: '2026-11-10T01:00:00.000Z', endedAt: '2026-11-18T06:00:00.000Z', endedBy: 'shop_reply' },
        flagAt: '2026-11-11T15:00:00.000Z',
        mailOwnerAt: '2026-11-12T15:00:00.000Z',
        breachAt: '2026-11-13T15:00:00.000Z',
      },
      expect.objectContaining({ id: 'again', status: 'unanswered', level: 'none', endedBy: 'shop_reply' }),
    ]);
    expect((await get('')).items.map(({ status }) => status)).toEqual(['unanswered', 'unanswered']);
  });

  test('of another shop is told to no token of this one', async () => {
    await past();
    const headers = bearer(await tokenFor(on, { shop: 'wide' }));
    const own = await on.ask('/v1/shops/wide/inquiries?status=finished', { headers });
    expect(((await own.json()) as { items: Item[] }).items.map(({ id }) => id)).toEqual(['other']);
    expect((await on.ask(`${PATH}?status=finished`, { headers })).status).toBe(403);
  });
});

test.each([
  ['status=x', 'status', 'one of open, finished, answered, completed, all'],
  ['ended=x', 'ended', 'a date such as'],
  ['watch=x', 'watch', 'one of uncompleted, read, asked'],
  ['watch=asked&days=0', 'days', 'a whole number from 1 to 60'],
  ['days=5', 'days', 'only with watch uncompleted or asked'],
  ['watch=read&days=5', 'days', 'only with watch uncompleted or asked'],
  ['status=finished&watch=read', 'status', 'not together with watch'],
  ['status=finished&hand=free', 'hand', 'only of those that wait'],
  ['status=finished&due=today', 'due', 'only of those that wait'],
  ['status=all&at=2026-11-27', 'at', 'only of those that wait'],
  ['status=open&ended=2026-11-11', 'ended', 'only of those whose wait is over'],
  ['status=open&by=x', 'by', 'only of those whose wait is over'],
  ['watch=asked&step=flag', 'step', 'not together with watch'],
  ['status=finished&cursor=1.2', 'cursor', 'the `next` of an earlier answer'],
  ['status=open&cursor=o1.2', 'cursor', 'the `next` of an earlier answer'],
  ['watch=asked&cursor=o1.2', 'cursor', 'the `next` of an earlier answer'],
  ['status=all&cursor=w1.2', 'cursor', 'the `next` of an earlier answer'],
])('?%s is refused at %s', async (query, path, allowed) => {
  const answer = await on.ask(`${PATH}?${query}`);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: `invalid-${path}`,
    detail: expect.stringContaining(`${path}: ${allowed}`),
  });
});
