// The page of one shop, and the stream that tells it of changes.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Language } from '../../../core/model.ts';
import { describeRule } from '../../../core/steps/explain.ts';
import { readArrivals } from '../../../service/board/read-arrivals.ts';
import { readShopCard } from '../../../service/board/read-board.ts';
import { readComing } from '../../../service/board/read-coming.ts';
import { type OpenCursor, readKinds, readOpenPage } from '../../../service/board/read-open-page.ts';
import type { Rules } from '../../../service/compiled-calendars.ts';
import { readGoals } from '../../../service/goals/read-goals.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { readCursor, writeCursor } from '../../cursors/inquiries-cursor.ts';
import type { LiveStreams } from '../../live-streams.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, shopPath, type View } from '../view.ts';
import { filtersOf, type ListQuery, queryOf, readListQuery } from './filters.ts';
import { ShopPage } from './page.tsx';
import { FORM } from './sift.tsx';

const PAGE_ROWS = 50;

export function shopRoutes(parts: PageParts & { readonly live: LiveStreams }): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/shops/:shop', needs('read', 'the-shop'), (c) => shopPage(parts, c, c.req.param('shop')));
  app.get('/shops/:shop/live', needs('read', 'the-shop'), (c) => parts.live.open(c, { shop: c.req.param('shop') }));
  return app;
}

async function shopPage(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const { service } = parts;
  const [query, turned] = [readListQuery(c.req.query()), readTurned(c)];
  const shop = service.config.shops.get(shopId);
  if (shop === undefined || query === 'invalid' || turned === 'invalid') return notFoundPage(parts, c);
  const view = viewOf(parts, c);
  const principal = principalOf(c);
  const [card, goals, coming, arrivals, kinds, { today, list }] = await Promise.all([
    readShopCard(service, shopId),
    readGoals(service, [shop]),
    turned === null ? readComing(service, shop) : null,
    turned === null ? readArrivals(service, shop) : null,
    c.req.query(FORM.name) === FORM.open ? readKinds(service, shop) : null,
    readLists(service, shop, query, turned, principal.name),
  ]);
  if (card === null) return notFoundPage(parts, c);
  const shown = [...(today?.items ?? []), ...list.items];
  return page(
    c,
    <ShopPage
      view={view}
      card={card}
      goals={goals.get(shopId)}
      coming={coming}
      arrivals={arrivals}
      query={query}
      kinds={kinds}
      hasName={principal.via !== 'loopback'}
      today={today}
      list={list}
      next={list.next && nextPath(view, shop, query, list.next, turned?.asOf ?? list.now)}
      isFirst={turned === null}
      countingRules={rulesOf(service, shop, shown, view.language)}
    />,
  );
}

/** A page after the first: where it begins, and the moment of the first, whose today was shown apart. */
interface Turned {
  readonly after: OpenCursor;
  readonly asOf: number;
}

function readTurned(c: Context): Turned | null | 'invalid' {
  const after = readCursor(c.req.query('cursor'));
  if (after === null || after === 'invalid') return after;
  const at = c.req.query('at') ?? '';
  return /^\d{1,14}$/.test(at) ? { after, asOf: Number(at) } : 'invalid';
}

function nextPath(view: View, shop: ShopConfig, query: ListQuery, next: OpenCursor, asOf: number): string {
  return href(view, shopPath(shop.id), { ...queryOf(query), cursor: writeCursor(next), at: String(asOf) });
}

/** What is due today stands apart on the first page and is left out of the list on all of them. */
async function readLists(service: Service, shop: ShopConfig, query: ListQuery, turned: Turned | null, me: string) {
  const filters = filtersOf(query, me);
  const [after, asOf, limit] = [turned?.after ?? null, turned?.asOf, PAGE_ROWS];
  const list = readOpenPage(service, shop, { filters: { ...filters, due: query.due ?? 'later' }, after, limit, asOf });
  if (query.due !== undefined || turned !== null) return { today: null, list: await list };
  // Both awaited at once: a database that goes away fails them both, and an error that nobody awaits ends the process.
  const [today, others] = await Promise.all([
    readOpenPage(service, shop, { filters: { ...filters, due: 'today' }, after: null, limit }),
    list,
  ]);
  return { today, list: others };
}

/** How the inquiries shown are counted, each rule once; without any, how one from R-Messe would be. */
function rulesOf(service: Service, shop: ShopConfig, shown: readonly Rules[], language: Language): string[] {
  const usual = service.counting.rulesOf(shop, { channel: 'r-messe', type: null, category: null });
  const rules = new Map((shown.length === 0 ? [usual] : shown).map((counted) => [counted.policy, counted]));
  return [...new Set([...rules.values()].map((counted) => describeRule(counted, language)))];
}
