// The people of a shop, and what is done with several inquiries at once. Whatever was done answers with the way to the people's
// page, which then says it.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { MOST_AT_ONCE } from '../../../service/actions/hand-over.ts';
import { undoSeveral } from '../../../service/actions/several.ts';
import { type Filters, readOpenPage } from '../../../service/board/read-open-page.ts';
import { readPeople } from '../../../service/board/read-people.ts';
import type { Service } from '../../../service/service.ts';
import { rememberName } from '../../access/cookie.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { numbersOf } from '../list/boxes.ts';
import { askerOf, filtersOf, readListQuery } from '../list/filters.ts';
import { readIds, type SeveralDone } from '../list/several.tsx';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, shopPath, type View } from '../view.ts';
import { PeoplePage } from './page.tsx';
import { doAsked, faultOf, listSent, readForm, type Sent, typed } from './sent.ts';
import { TogetherPage } from './together.tsx';
import { PEOPLE_WORDS } from './words.ts';

const LONGEST_NAME = 80;

export function peopleRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/shops/:shop/people', needs('read', 'the-shop'), async (c) => {
    const shop = parts.service.config.shops.get(c.req.param('shop'));
    if (shop === undefined) return notFoundPage(parts, c);
    const load = await readPeople(parts.service, shop);
    return page(c, <PeoplePage view={viewOf(parts, c)} shop={shop} load={load} />);
  });
  app.get('/shops/:shop/together', needs('act', 'the-shop'), (c) => togetherPage(parts, c, c.req.param('shop')));
  app.post('/shops/:shop/together', needs('act', 'the-shop'), (c) => act(parts, c, c.req.param('shop')));
  app.post('/shops/:shop/together/undo', needs('act', 'the-shop'), (c) => undo(parts, c, c.req.param('shop')));
  return app;
}

async function togetherPage(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const shop = parts.service.config.shops.get(shopId);
  const query = readListQuery(c.req.query());
  if (shop === undefined || query === 'invalid') return notFoundPage(parts, c);
  const who = c.req.query('who')?.trim().slice(0, LONGEST_NAME) || undefined;
  const filters = filtersOf(query, askerOf(principalOf(c).name, null));
  return page(c, await together(parts.service, viewOf(parts, c), shop, { who, filters, ticked: null, fault: null }));
}

interface Shown {
  readonly who: string | undefined;
  readonly filters: Filters;
  /** Null: all of somebody's, of all none. */
  readonly ticked: ReadonlySet<string> | null;
  readonly fault: string | null;
}

async function together(service: Service, view: View, shop: ShopConfig, { who, filters, ticked, fault }: Shown) {
  const asked = who === undefined ? filters : { ...filters, hand: { by: who } };
  const { items, next } = await readOpenPage(service, shop, { filters: asked, after: null, limit: MOST_AT_ONCE });
  const all = new Set(who === undefined ? [] : items.map(({ inquiry }) => inquiry));
  const path = shopPath(shop.id);
  return (
    <TogetherPage
      view={view}
      of={shop.name}
      crumbs={[
        { path, label: shop.name },
        { path: `${path}/people`, label: PEOPLE_WORDS[view.language].title },
      ]}
      path={`${path}/together`}
      list={null}
      days={service.counting.calendarOf(shop)}
      items={items.map((row) => ({ shop, row }))}
      isOverShops={false}
      isCut={next !== null}
      who={who}
      ticked={ticked ?? all}
      fault={fault}
    />
  );
}

async function act(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const shop = parts.service.config.shops.get(shopId);
  if (shop === undefined) return notFoundPage(parts, c);
  const sent = await readForm(c);
  const inquiries = numbersOf(sent.boxes);
  const view = viewOf(parts, c);
  const ticked = new Set(inquiries);
  if (sent.text('do') === 'choose') {
    const shown = { who: undefined, filters: listAsked(c, sent), ticked, fault: null };
    return page(c, await together(parts.service, view, shop, shown));
  }
  const made = await doAsked(parts.service, sent, { shop: shopId, inquiries });
  if (!('refused' in made)) {
    const { ids, count, left, ...said } = made;
    if (ids !== null) return backToList(c, view, sent, { shop: shopId, ids, left, ...said });
    rememberName(c, sent.by);
    return c.redirect(
      href(view, `${shopPath(shopId)}/people`, { ...said, count: String(count), left: String(left) }),
      303,
    );
  }
  const shown = { who: sent.text('from'), filters: {}, ticked, fault: faultOf(view, made) };
  return page(c, await together(parts.service, typed(view, sent), shop, shown), made.refused === 'usage' ? 422 : 409);
}

/** The list that the form stood in, narrowed as it was. */
function listAsked(c: Context<AccessEnv>, sent: Sent): Filters {
  const query = readListQuery(listSent(sent));
  return query === 'invalid' ? {} : filtersOf(query, askerOf(principalOf(c).name, null));
}

/** What was done in the list, as the list says it, with the ids by which it can be taken back. */
interface DoneInList {
  readonly shop: string;
  readonly done: SeveralDone;
  readonly ids: readonly number[];
  readonly left: number;
}

function backToList(c: Context<AccessEnv>, view: View, sent: Sent, { shop, done, ids, left }: DoneInList): Response {
  rememberName(c, sent.by);
  const said = { done, ids: ids.join('.'), left: String(left) };
  return c.redirect(href(view, shopPath(shop), { ...listSent(sent), ...said }), 303);
}

async function undo(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const sent = await readForm(c);
  const what = sent.text('what') === 'marked' ? 'marked' : 'took';
  const made = await undoSeveral(parts.service, { shop, by: sent.by, what, ids: readIds(sent.text('ids')) });
  if ('refused' in made) return notFoundPage(parts, c);
  return backToList(c, viewOf(parts, c), sent, {
    ...{ shop, done: 'undone', ids: made.done.map(({ made: { id } }) => id), left: made.left.length },
  });
}
