// The page of the open inquiries of all shops that the asker may see, or of a group or some of them.

import { type Context, Hono } from 'hono';
import { formatDate } from '../../../core/time/civil-date.ts';
import { openZone } from '../../../core/time/zone.ts';
import { readBoard } from '../../../service/board/read-board.ts';
import { pageOfBoard } from '../../../service/board/read-board-page.ts';
import { readOverShops } from '../../../service/board/read-over-shops.ts';
import { readPromisedOverShops } from '../../../service/promises/read-promised.ts';
import { beneathFirst } from '../../../service/same-customer/read-same-customer.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { readDrawerCursor } from '../../cursors/drawer-cursor.ts';
import { readCursor, writeCursor } from '../../cursors/inquiries-cursor.ts';
import { seerOf } from '../../seen-shops.ts';
import { momentIn } from '../ahead/parts.tsx';
import { refusedMoment } from '../ahead/refused.tsx';
import { searchOf } from '../board/search.ts';
import { readDrawer, readWatches } from '../drawer/read.ts';
import { askerOf, filtersOf, type ListQuery, partsOf, promisesOf, queryOf, readListQuery } from '../list/filters.ts';
import { groupOf } from '../list/groups.tsx';
import { FORM, sameMoment } from '../list/place.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, type View } from '../view.ts';
import { InquiriesPage } from './page.tsx';
import { chosenShops, INQUIRIES, keptOf, shopsAsked } from './path.ts';
import { togetherRoutes } from './together.tsx';

const PAGE_ROWS = 50;
/** Of those whose wait is over, below the last that wait. */
const LEAST_ROWS = 10;
const FORTNIGHT_DAYS = 14;

export function inquiriesRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get(INQUIRIES, needs('read', 'own-shops'), (c) => inquiriesPage(parts, c));
  app.route('/', togetherRoutes(parts));
  app.get('/coming', needs('read', 'own-shops'), (c) => comingPage(parts, c));
  return app;
}

/** The address of older releases for what falls due on some dates; left out: the next fortnight. */
function comingPage(parts: PageParts, c: Context<AccessEnv>): Response {
  const view = viewOf(parts, c);
  const today = view.zone.localDay(view.now);
  const { due = `${formatDate(today)}..${formatDate(today + FORTNIGHT_DAYS - 1)}`, at } = c.req.query();
  return c.redirect(href(view, INQUIRIES, { ...keptOf(searchOf(c)), due, ...(at !== undefined && { at }) }), 301);
}

async function inquiriesPage(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const { service } = parts;
  const place = readDrawerCursor(c.req.query('cursor'));
  const query = readListQuery(c.req.query());
  const turned = place === null ? readCursor(c.req.query('cursor')) : null;
  if (query === 'invalid' || turned === 'invalid') return notFoundPage(parts, c);
  const moment = askedMoment(c, service.clock.now(), openZone(service.config.service.timeZone));
  if ('found' in moment) return refusedMoment(parts, c, moment);
  const view = viewOf(parts, c, moment.at);
  const [principal, search] = [principalOf(c), shopsAsked(c.req.query())];
  const [shops, sees] = [chosenShops(service, principal, search), seerOf(service, principal, search.group)];
  if (shops === null || sees === null) return notFoundPage(parts, c);
  const asker = askerOf(principal.name, shops);
  const filters = filtersOf(query, asker);
  const isOpen = place === null && partsOf(query).isOpen;
  const asked = { filters, after: turned, limit: PAGE_ROWS, asOf: turned?.asOf, at: view.ahead };
  const isFirst = turned === null && place === null;
  const promises = isFirst ? promisesOf(query) : null;
  const [board, read, watches, promised] = await Promise.all([
    readBoard(service, view.ahead),
    isOpen ? readOverShops(service, shops, asked) : { now: view.now, items: [], next: null, isSought: false },
    readWatches(service, view, shops),
    promises && readPromisedOverShops(service, shops, PAGE_ROWS, view.now, promises),
  ]);
  const asOf = turned?.asOf ?? read.now;
  const items = await beneathFirst(service, read.items, {
    shopOf: ({ of }) => of,
    groupOf: (row) => groupOf(row, row.of, asOf),
  });
  const list = { ...read, items };
  const limit = Math.max(LEAST_ROWS, PAGE_ROWS - items.length);
  const drawer = list.next === null ? await readDrawer(service, shops, { query, asker, cursor: place, limit }) : null;
  const { totals, policies, unknown } = pageOfBoard(service, board, { sees, q: search.q ?? '', after: null, limit: 0 });
  const kept = keptOf(search);
  const cursor = list.next === null ? (drawer?.next ?? null) : writeCursor(list.next, asOf);
  const props = {
    view,
    query,
    kept,
    totals,
    policies,
    unknown,
    list,
    promised,
    drawer,
    watches,
    asOf,
    shops: shops.length,
  };
  return page(
    c,
    <InquiriesPage
      {...props}
      next={cursor && nextPath(view, kept, query, cursor)}
      isFirst={isFirst}
      isFormOpen={c.req.query(FORM.name) === FORM.open}
      hasName={principal.via !== 'loopback'}
      back={href(view, '/', { ...search, ...momentIn(view, view.zone) })}
    />,
  );
}

function nextPath(view: View, kept: Readonly<Record<string, string>>, query: ListQuery, cursor: string): string {
  return href(view, INQUIRIES, { ...kept, ...queryOf(query), ...sameMoment(view), cursor });
}
