// The people of a shop, and what is done with several inquiries at once. Whatever was done answers with the way to the people's
// page, which then says it.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { handOver, MOST_AT_ONCE } from '../../../service/actions/hand-over.ts';
import { promiseAnswers } from '../../../service/actions/promise-answers.ts';
import type { ActionRefusal } from '../../../service/actions/refuse-action.ts';
import { markSeveral, takeSeveral, undoSeveral } from '../../../service/actions/several.ts';
import { type Filters, readOpenPage } from '../../../service/board/read-open-page.ts';
import { readPeople } from '../../../service/board/read-people.ts';
import type { Service } from '../../../service/service.ts';
import { rememberName } from '../../access/cookie.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { INQUIRY_WORDS } from '../inquiry/words.ts';
import { askerOf, filtersOf, readListQuery } from '../list/filters.ts';
import { readIds, type SeveralDone } from '../list/several.tsx';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, shopPath, type View } from '../view.ts';
import { PeoplePage } from './page.tsx';
import { TogetherPage } from './together.tsx';

const LONGEST_NAME = 80;
/** As many as the schema of an inquiry's number allows. */
const LONGEST_NUMBER = 200;

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
  return (
    <TogetherPage
      view={view}
      shop={shop}
      calendar={service.counting.calendarOf(shop)}
      items={items}
      isCut={next !== null}
      who={who}
      ticked={ticked ?? all}
      fault={fault}
    />
  );
}

/** The fields of the form. */
interface Sent {
  readonly shop: string;
  readonly inquiries: readonly string[];
  readonly by: string | undefined;
  text(name: string): string | undefined;
}

/** What was done, as the people's page says it. */
interface Done {
  readonly done: 'handed' | 'freed' | 'promised';
  readonly count: number;
  readonly left: number;
  readonly to?: string;
}

/** What was done in the list, as the list says it, with the ids by which it can be taken back. */
interface DoneInList {
  readonly done: SeveralDone;
  readonly ids: readonly number[];
  readonly left: number;
}

async function act(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const shop = parts.service.config.shops.get(shopId);
  if (shop === undefined) return notFoundPage(parts, c);
  const sent = await readForm(c, shopId);
  const view = viewOf(parts, c);
  if (sent.text('do') === 'choose') {
    const shown = { who: undefined, filters: listAsked(c, sent), ticked: new Set(sent.inquiries), fault: null };
    return page(c, await together(parts.service, view, shop, shown));
  }
  const made = await doAsked(parts.service, sent);
  if ('ids' in made) return backToList(c, view, sent, made);
  if (!('refused' in made)) {
    const { count, left, ...said } = made;
    rememberName(c, sent.by);
    return c.redirect(
      href(view, `${shopPath(shopId)}/people`, { ...said, count: String(count), left: String(left) }),
      303,
    );
  }
  const shown = { who: sent.text('from'), filters: {}, ticked: new Set(sent.inquiries), fault: faultOf(view, made) };
  return page(c, await together(parts.service, typed(view, sent), shop, shown), made.refused === 'usage' ? 422 : 409);
}

/** The list that the form stood in, narrowed as it was. */
function listAsked(c: Context<AccessEnv>, sent: Sent): Filters {
  const query = readListQuery(Object.fromEntries(new URLSearchParams(sent.text('list'))));
  return query === 'invalid' ? {} : filtersOf(query, askerOf(principalOf(c).name, null));
}

function backToList(c: Context<AccessEnv>, view: View, sent: Sent, { done, ids, left }: DoneInList): Response {
  rememberName(c, sent.by);
  const list = Object.fromEntries(new URLSearchParams(sent.text('list')));
  const said = { done, ids: ids.join('.'), left: String(left) };
  return c.redirect(href(view, shopPath(sent.shop), { ...list, ...said }), 303);
}

async function undo(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const sent = await readForm(c, shopId);
  const what = sent.text('what') === 'marked' ? 'marked' : 'took';
  const made = await undoSeveral(parts.service, { ...sent, what, ids: readIds(sent.text('ids')) });
  if ('refused' in made) return notFoundPage(parts, c);
  return backToList(c, viewOf(parts, c), sent, {
    ...{ done: 'undone', ids: made.done.map(({ made: { id } }) => id), left: made.left.length },
  });
}

async function doAsked(service: Service, sent: Sent): Promise<Done | DoneInList | ActionRefusal> {
  const { shop, inquiries, by } = sent;
  const how = sent.text('do');
  if (how === 'take' || how === 'mark') {
    const seen = sent.text('seen') ?? '';
    const made = await (how === 'take'
      ? takeSeveral(service, { shop, inquiries, by, until: sent.text('hold') })
      : markSeveral(service, { shop, inquiries, by, ...(/^\d{1,14}$/.test(seen) && { seenAt: Number(seen) }) }));
    if ('refused' in made) return made;
    const ids = made.done.map(({ made: { id } }) => id);
    return { done: how === 'take' ? 'took' : 'marked', ids, left: made.left.length };
  }
  if (how === 'promise') {
    const terms = {
      until: sent.text('on') || sent.text('until'),
      reason: sent.text('reason'),
      told: sent.text('told'),
    };
    const made = await promiseAnswers(service, { shop, inquiries, by, ...terms });
    return 'refused' in made ? made : { done: 'promised', count: made.promised.length, left: made.left.length };
  }
  const isFreed = how === 'free';
  const made = await handOver(service, {
    ...{ shop, inquiries, by, from: sent.text('from'), until: sent.text('hold'), why: sent.text('why') },
    to: isFreed ? null : (sent.text('to') ?? ''),
  });
  if ('refused' in made) return made;
  const [count, left] = [made.handed.length, made.left.length];
  return isFreed ? { done: 'freed', count, left } : { done: 'handed', count, left, to: made.handed[0]?.by ?? '' };
}

async function readForm(c: Context<AccessEnv>, shop: string): Promise<Sent> {
  const body = await c.req.parseBody({ all: true });
  const text = (name: string) => {
    const value = body[name];
    return typeof value === 'string' ? value : undefined;
  };
  const numbers = [body.inquiry ?? []].flat().filter((one) => typeof one === 'string');
  const inquiries = numbers.filter((one) => one.length <= LONGEST_NUMBER);
  return { shop, inquiries, by: principalOf(c).person ?? text('by'), text };
}

function faultOf(view: View, refusal: ActionRefusal): string {
  const { usage, usageOther } = INQUIRY_WORDS[view.language].refused;
  return refusal.refused === 'usage' && refusal.field !== undefined ? usage[refusal.field] : usageOther;
}

/** The form of the answer holds what was typed. */
function typed(view: View, sent: Sent): View {
  const [by, why, to] = [sent.by, sent.text('why'), sent.text('to')];
  return {
    ...view,
    saidName: by ?? view.saidName,
    query: { ...view.query, ...(why && { why }), ...(to && { to }) },
  };
}
