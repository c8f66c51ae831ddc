// The list over shops: whole, in order, each once, however few of each shop are looked at for a page.

import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { type Filters, type OpenCursor, readOpenPage } from '../../../src/service/board/read-open-page.ts';
import { type OverShopsPage, readOverShops } from '../../../src/service/board/read-over-shops.ts';
import { listOverShops } from '../../../src/store/board/open-over-shops.ts';
import { fixture, line } from '../../http/support.ts';
import { at, shopOf } from '../../support/service.ts';

const SHOPS = ['a', 'b', 'c', 'd'].map((id) => shopOf(id));
const on = fixture(() => SHOPS);

/** Seen from Thursday 2026-11-26 10:00; shop d has none. One of c has no deadline. */
async function crowd(): Promise<void> {
  const starts = ['2026-11-17', '2026-11-19', '2026-11-20', '2026-11-24', '2026-11-25', '2026-11-26'];
  for (const [i, shop] of ['a', 'a', 'a', 'b', 'c', 'a'].entries())
    await on.take(
      ...starts.map((day, n) => {
        const about = { shop, category: n % 2 === 0 ? 'x' : 'y' };
        return line(`${shop}${i}${n}`, 'customer_message', `${day}T0${i}:0${n}:00+09:00`, about);
      }),
    );
  await sql`update episode set flag_at = null, mail_owner_at = null, breach_at = null, flag_due_at = null,
    owner_alert_due_at = null, breach_due_at = null, next_due_at = null
    where id = (select max(id) from episode where shop = 'c')`.execute(on.service.db);
}

const openOf = async (filters: Filters, shops = SHOPS): Promise<number[]> => {
  const all = await Promise.all(
    shops.map((shop) => readOpenPage(on.service, shop, { filters, after: null, limit: 200 })),
  );
  return all
    .flatMap(({ items }) => items)
    .sort((a, b) => (a.deadlines?.at.breach ?? 1e15) - (b.deadlines?.at.breach ?? 1e15) || a.episodeId - b.episodeId)
    .map(({ episodeId }) => episodeId);
};

const FILTERS: readonly Filters[] = [
  {},
  { due: 'overdue' },
  { due: 'today' },
  { due: 'coming' },
  { step: 'flag' },
  { step: 'breach', category: 'x' },
  { category: 'y' },
  { hand: 'taken' },
  { q: { text: 'C4', channels: [], shops: [] } },
];

describe('the list over shops', () => {
  // Every shop is looked at together, some shops each by itself.
  test.each(
    FILTERS.flatMap((filters) => [SHOPS, SHOPS.slice(0, 3)].map((shops) => [filters, shops.length, shops] as const)),
  )('%j of %i shops has just what the shops’ own lists have, page by page', async (filters, _count, shops) => {
    await crowd();
    const found: number[] = [];
    for (let after: OpenCursor | null = null, more = true; more; more = after !== null) {
      const page: OverShopsPage = await readOverShops(on.service, shops, { filters, after, limit: 4 });
      found.push(...page.items.map(({ episodeId }) => episodeId));
      if (page.next !== null && !page.isSought) expect(page.items).toHaveLength(4);
      after = page.next;
    }
    expect(found).toEqual(await openOf(filters, shops));
  });

  test.each([false, true])('is whole up to the edge when only some were looked at (together: %s)', async (isEvery) => {
    await crowd();
    const always = { after: 0, upTo: at('2100-01-01T00:00:00Z') };
    const stretches = SHOPS.map(({ id }) => ({ shop: id, ...always }));
    const found: number[] = [];
    let pages = 0;
    for (let after: OpenCursor | null = null, more = true; more; more = after !== null, pages++) {
      const asked = { stretches, isEvery, orNone: true, now: on.clock.now(), step: undefined, filters: {} };
      const part = await listOverShops(on.service.db, { ...asked, after, limit: 100, look: 2 });
      found.push(...part.rows.map(({ episodeId }) => episodeId));
      after = part.edge;
    }
    expect(found).toEqual(await openOf({}));
    expect(pages).toBeGreaterThan(5);
  });

  test('has nothing of a shop that is no longer configured', async () => {
    await crowd();
    const rest = await openOf({}, [SHOPS[0]!, SHOPS[2]!, SHOPS[3]!]);
    await sql`update episode set shop = 'gone' where shop = 'b'`.execute(on.service.db);
    const page = await readOverShops(on.service, SHOPS, { after: null, limit: 100 });
    expect(page.items.map(({ episodeId }) => episodeId)).toEqual(rest);
    expect(page.next).toBeNull();
  });

  test('of no shop is empty', async () => {
    expect(await readOverShops(on.service, [], { after: null, limit: 4 })).toMatchObject({ items: [], next: null });
  });
});
