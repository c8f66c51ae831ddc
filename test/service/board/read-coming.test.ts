// service: what is coming equals a recount of all deadlines by the core, day by day.

import { describe, expect, test } from 'vitest';
import type { Instant } from '../../../src/core/model.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { readBoard } from '../../../src/service/board/read-board.ts';
import { COMING_DAYS, comingTogether, readComing } from '../../../src/service/board/read-coming.ts';
import { type OpenCursor, readOpenPage } from '../../../src/service/board/read-open-page.ts';
import { type OverShopsPage, readOverShops } from '../../../src/service/board/read-over-shops.ts';
import { fixture, line, NOW } from '../../http/support.ts';
import { at, shopOf } from '../../support/service.ts';

const CHAT = { channel: 'chat', flagAfter: '1h', mailOwnerAfter: '6h', breachAfter: '30h', calendar: 'always' };
const calendars = { always: { weeklyClosed: [], nationalHolidays: 'none', hours: ['00:00-24:00'] } };
const policies = [CHAT, { channel: 'r-messe' }];
const closed = [{ every: '12-01..12-03', name: '棚卸' }];
const on = fixture(() => [
  shopOf('sample-tea', { calendar: { closed }, calendars, policies }),
  shopOf('new-york', { timeZone: 'America/New_York', calendar: { closed }, calendars, policies }),
  shopOf('empty'),
]);
const shopNamed = (id: string) => on.service.config.shops.get(id)!;
const HOUR = 3_600_000;

/** One message every seven hours of the last six days, by both policies. */
const messages = Array.from({ length: 20 }, (_, i) => at(NOW) - i * 7 * HOUR - HOUR);
const take = (shop: string) =>
  on.take(
    ...messages.flatMap((when, i) =>
      ['chat', 'r-messe'].map((channel) =>
        line(`${channel}-${i}`, 'customer_message', new Date(when).toISOString(), { shop, channel }),
      ),
    ),
  );

/** Deadlines by the local date whose end or inside they are, straight from the core. */
function recounted(shop: string, now: Instant): Map<string, number> {
  const { counting } = on.service;
  const { zone } = counting.calendarOf(shopNamed(shop));
  const days = new Map<string, number>();
  for (const startedAt of messages)
    for (const channel of ['chat', 'r-messe']) {
      const kind = { channel, type: null, category: null };
      const breach = counting.deadlines(shopNamed(shop), kind, { startedAt, isFirst: true })!.at.breach;
      const day = formatDate(zone.localDay(breach - 1));
      if (breach > now) days.set(day, (days.get(day) ?? 0) + 1);
    }
  return days;
}

describe.each(['sample-tea', 'new-york'])('what is coming for %s', (shop) => {
  test('is every deadline ahead, once, on its day or its closed dates', async () => {
    await take(shop);
    const expected = recounted(shop, at(NOW));
    const coming = await readComing(on.service, shopNamed(shop));
    const within = (from: number, to: number) =>
      [...expected]
        .filter(([day]) => day >= formatDate(from) && day <= formatDate(to))
        .reduce((sum, [, n]) => sum + n, 0);
    expect(coming.map(({ due }) => due)).toEqual(coming.map(({ from, to }) => within(from, to)));
    expect(coming.reduce((sum, { due }) => sum + due, 0)).toBe([...expected.values()].reduce((sum, n) => sum + n, 0));
    expect(coming.filter(({ isOpen }) => isOpen)).toHaveLength(COMING_DAYS);
    expect(coming.some(({ isOpen, due }) => isOpen && due > 0)).toBe(true);
  });

  test('counts at another moment what is still to come then, on closed dates too', async () => {
    await take(shop);
    const now = at('2026-11-27T12:30:00+09:00');
    const expected = recounted(shop, now);
    const coming = await readComing(on.service, shopNamed(shop), now);
    expect(coming.reduce((sum, { due }) => sum + due, 0)).toBe([...expected.values()].reduce((sum, n) => sum + n, 0));
  });
});

test('an answered inquiry is not coming, and a shop with nothing open has ten days of none', async () => {
  await on.take(
    line('a', 'customer_message', '2026-11-25T10:00:00+09:00'),
    line('b', 'customer_message', '2026-11-25T10:00:00+09:00'),
    line('b', 'shop_reply', '2026-11-26T09:00:00+09:00'),
  );
  expect((await readComing(on.service, shopNamed('sample-tea'))).filter(({ due }) => due > 0)).toMatchObject([
    { due: 1 },
  ]);
  expect(new Set((await readComing(on.service, shopNamed('empty'))).map(({ due }) => due))).toEqual(new Set([0]));
});

describe('what is coming for several shops', () => {
  const TOGETHER = ['sample-tea', 'new-york', 'empty'];

  test.each([NOW, '2026-11-27T12:30:00+09:00', '2026-11-28T03:00:00Z'])(
    'is at %s what it is for each, on its own local date',
    async (when) => {
      for (const shop of TOGETHER.slice(0, 2)) await take(shop);
      on.clock.set(at(when));
      const board = await readBoard(on.service);
      const days = comingTogether(on.service, board, TOGETHER.map(shopNamed));
      const each = TOGETHER.slice(0, 2).map((shop) => recounted(shop, at(when)));
      for (const { from, to, due } of days) {
        const dates = Array.from({ length: to - from + 1 }, (_, n) => formatDate(from + n));
        expect([dates, due]).toEqual([
          dates,
          dates.flatMap((date) => each.map((of) => of.get(date) ?? 0)).reduce((sum, count) => sum + count, 0),
        ]);
      }
      expect(days.filter(({ isOpen }) => isOpen)).toHaveLength(COMING_DAYS);
      expect(days.reduce((sum, { due }) => sum + due, 0)).toBeGreaterThan(10);
    },
  );

  test('leads to exactly the inquiries that it counts, page by page, of one shop as of all', async () => {
    for (const shop of TOGETHER.slice(0, 2)) await take(shop);
    const shops = TOGETHER.map(shopNamed);
    const days = comingTogether(on.service, await readBoard(on.service), shops);
    for (const day of days.filter(({ due }) => due > 0)) {
      const found = new Set<number>();
      for (let after: OpenCursor | null = null, more = true; more; more = after !== null) {
        const page: OverShopsPage = await readOverShops(on.service, shops, { filters: { due: day }, after, limit: 3 });
        for (const { episodeId } of page.items) found.add(episodeId);
        after = page.next;
      }
      const alone = await Promise.all(
        shops.map((shop) => readOpenPage(on.service, shop, { filters: { due: day }, after: null, limit: 200 })),
      );
      expect(found.size).toBe(day.due);
      expect(new Set(alone.flatMap(({ items }) => items.map(({ episodeId }) => episodeId)))).toEqual(found);
    }
  });

  test('of a single shop is what its own page says', async () => {
    await take('sample-tea');
    const together = comingTogether(on.service, await readBoard(on.service), [shopNamed('sample-tea')]);
    expect(together).toEqual(await readComing(on.service, shopNamed('sample-tea')));
  });

  test('of none is nothing', async () => {
    expect(comingTogether(on.service, await readBoard(on.service), [])).toEqual([]);
  });
});
