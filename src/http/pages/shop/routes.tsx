// The page of one shop, and the stream that tells it of changes.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Language } from '../../../core/model.ts';
import { describeRule } from '../../../core/steps/explain.ts';
import { openZone } from '../../../core/time/zone.ts';
import { readArrivals } from '../../../service/board/read-arrivals.ts';
import { readShopCard } from '../../../service/board/read-board.ts';
import { readComing } from '../../../service/board/read-coming.ts';
import { type OpenCursor, readKinds, readOpenPage } from '../../../service/board/read-open-page.ts';
import { readMissingSeasons } from '../../../service/calendar/read-missing-seasons.ts';
import type { Rules } from '../../../service/compiled-calendars.ts';
import { readGoals } from '../../../service/goals/read-goals.ts';
import { readPresence } from '../../../service/presence/read-presence.ts';
import { readPromised } from '../../../service/promises/read-promised.ts';
import { readTogether } from '../../../service/read-together.ts';
import { beneathFirst } from '../../../service/same-customer/read-same-customer.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { readDrawerCursor } from '../../cursors/drawer-cursor.ts';
import { readCursor, writeCursor } from '../../cursors/inquiries-cursor.ts';
import type { LiveStreams } from '../../live-streams.ts';
import { refusedMoment } from '../ahead/refused.tsx';
import { readDrawer, readWatches } from '../drawer/read.ts';
import { askerOf, filtersOf, type ListQuery, partsOf, promisesOf, queryOf, readListQuery } from '../list/filters.ts';
import { groupOf } from '../list/groups.tsx';
import { FORM, sameMoment } from '../list/place.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, shopPath, type View } from '../view.ts';
import { ShopPage } from './page.tsx';

const PAGE_ROWS = 50;
/** Of those whose wait is over, below the last that wait. */
const LEAST_ROWS = 10;

export function shopRoutes(parts: PageParts & { readonly live: LiveStreams }): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/shops/:shop', needs('read', 'the-shop'), (c) => shopPage(parts, c, c.req.param('shop')));
  app.get('/shops/:shop/live', needs('read', 'the-shop'), (c) => parts.live.open(c, { shop: c.req.param('shop') }));
  return app;
}

async function shopPage(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const { service } = parts;
  const place = readDrawerCursor(c.req.query('cursor'));
  const [query, turned] = [readListQuery(c.req.query()), place === null ? readTurned(c) : null];
  const shop = service.config.shops.get(shopId);
  if (shop === undefined || query === 'invalid' || turned === 'invalid') return notFoundPage(parts, c);
  const asked = askedMoment(c, service.clock.now(), openZone(shop.timeZone));
  if ('found' in asked) return refusedMoment(parts, c, asked);
  const { at } = asked;
  const view = viewOf(parts, c, at);
  const principal = principalOf(c);
  const asker = askerOf(principal.name, null);
  const isFirst = turned === null && place === null;
  const isOpen = place === null && partsOf(query).isOpen;
  const promises = isFirst ? promisesOf(query) : null;
  const [goals, [card, coming, arrivals, kinds, promised, read, presence, watches]] = await Promise.all([
    // A goal is about what was, up to now. And it may take a transaction.
    readGoals(service, at === null ? [shop] : []),
    readTogether(service, (together) =>
      Promise.all([
        readShopCard(together, shopId, at),
        isFirst ? readComing(together, shop, view.now) : null,
        isFirst ? readArrivals(together, shop) : null,
        c.req.query(FORM.name) === FORM.open ? readKinds(together, shop) : null,
        promises && readPromised(together, shop, PAGE_ROWS, view.now, promises),
        isOpen
          ? readOpenPage(together, shop, {
              ...{ filters: filtersOf(query, asker), limit: PAGE_ROWS, at },
              after: turned?.after ?? null,
              asOf: turned?.asOf,
            })
          : { now: view.now, items: [], next: null },
        // Of a day to come nobody has said anything.
        readPresence(together, at === null ? [shop] : [], view.now),
        readWatches(together, view, [shop]),
      ]),
    ),
  ]);
  if (card === null) return notFoundPage(parts, c);
  const asOf = turned?.asOf ?? read.now;
  const items = await beneathFirst(service, read.items, {
    shopOf: () => shop,
    groupOf: (row) => groupOf(row, shop, asOf),
  });
  const list = { ...read, items };
  const limit = Math.max(LEAST_ROWS, PAGE_ROWS - items.length);
  const drawer = list.next === null ? await readDrawer(service, [shop], { query, asker, cursor: place, limit }) : null;
  const further = list.next === null ? drawer?.next && { cursor: drawer.next } : turnedTo(list.next, asOf);
  return page(
    c,
    <ShopPage
      view={view}
      card={card}
      goals={goals.get(shopId)}
      coming={coming}
      arrivals={arrivals}
      seasons={readMissingSeasons(service, shop, view.now)}
      query={query}
      kinds={kinds}
      hasName={principal.via !== 'loopback'}
      promised={promised}
      presence={presence.get(shopId)}
      list={list}
      asOf={asOf}
      drawer={drawer}
      watches={watches}
      next={further ? nextPath(view, shop, query, further) : null}
      isFirst={isFirst}
      countingRules={rulesOf(service, shop, list.items, view.language)}
    />,
  );
}

const AS_OF = 'asOf';

/** A page after the first: where it begins, and the moment of the first, whose today is meant on all of them. */
interface Turned {
  readonly after: OpenCursor;
  readonly asOf: number;
}

function readTurned(c: Context): Turned | null | 'invalid' {
  const after = readCursor(c.req.query('cursor'));
  if (after === null || after === 'invalid') return after;
  const asOf = c.req.query(AS_OF) ?? '';
  return /^\d{1,14}$/.test(asOf) ? { after, asOf: Number(asOf) } : 'invalid';
}

const turnedTo = (next: OpenCursor, asOf: number) => ({ cursor: writeCursor(next), [AS_OF]: String(asOf) });

function nextPath(view: View, shop: ShopConfig, query: ListQuery, further: Readonly<Record<string, string>>): string {
  return href(view, shopPath(shop.id), { ...queryOf(query), ...sameMoment(view), ...further });
}

/** How the inquiries shown are counted, each rule once; without any, how one from R-Messe would be. */
function rulesOf(service: Service, shop: ShopConfig, shown: readonly Rules[], language: Language): string[] {
  const usual = service.counting.rulesOf(shop, { channel: 'r-messe', type: null, category: null });
  const rules = new Map((shown.length === 0 ? [usual] : shown).map((counted) => [counted.policy, counted]));
  return [...new Set([...rules.values()].map((counted) => describeRule(counted, language)))];
}
