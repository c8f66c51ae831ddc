// Several inquiries of several shops at once: each box says whose it is, and whoever sends it may act for that shop or it is left
// as it is. Whatever was done answers with the way back to the list, which then says it.

import { type Context, Hono } from 'hono';
import { MOST_AT_ONCE } from '../../../service/actions/hand-over.ts';
import { eachShop, undoOverShops } from '../../../service/actions/over-shops.ts';
import { readOverShops } from '../../../service/board/read-over-shops.ts';
import type { Service } from '../../../service/service.ts';
import { rememberName } from '../../access/cookie.ts';
import { needs, principalOf } from '../../access/needs.ts';
import { type AccessEnv, maySee } from '../../access/principal.ts';
import { chosenOf } from '../list/boxes.ts';
import { askerOf, filtersOf, queryOf, readListQuery } from '../list/filters.ts';
import { readIds } from '../list/several.tsx';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { type Done, doAsked, doneBy, faultOf, listSent, readForm, type Sent, typed } from '../people/sent.ts';
import { TogetherPage } from '../people/together.tsx';
import { href, type View } from '../view.ts';
import { chosenShops, INQUIRIES, keptOf, shopsAsked, TOGETHER } from './path.ts';
import { INQUIRIES_WORDS } from './words.ts';

export function togetherRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get(TOGETHER, needs('act', 'own-shops'), async (c) => {
    const shown = await together(parts.service, c, viewOf(parts, c), { asked: c.req.query() });
    return shown === null ? notFoundPage(parts, c) : page(c, shown);
  });
  app.post(TOGETHER, needs('act', 'own-shops'), (c) => act(parts, c));
  app.post(`${TOGETHER}/undo`, needs('act', 'own-shops'), (c) => undo(parts, c));
  return app;
}

interface Shown {
  /** The list, narrowed as its address says. */
  readonly asked: Readonly<Record<string, string>>;
  readonly boxes?: readonly string[];
  readonly fault?: string;
}

/** Null: there is no such list. */
async function together(service: Service, c: Context<AccessEnv>, view: View, { asked, boxes = [], fault }: Shown) {
  const query = readListQuery(asked);
  const search = shopsAsked(asked);
  const principal = principalOf(c);
  const shops = chosenShops(service, principal, search);
  if (query === 'invalid' || shops === null) return null;
  const filters = filtersOf(query, askerOf(principal.name, shops));
  const { items, next } = await readOverShops(service, shops, { filters, after: null, limit: MOST_AT_ONCE });
  const narrowed = { ...keptOf(search), ...queryOf(query) };
  return (
    <TogetherPage
      view={view}
      of={null}
      crumbs={[{ path: INQUIRIES, query: narrowed, label: INQUIRIES_WORDS[view.language].title }]}
      path={TOGETHER}
      list={new URLSearchParams(narrowed).toString()}
      days={{ zone: view.zone, nextOpenDay: null }}
      items={items.map((row) => ({ shop: row.of, row }))}
      isOverShops
      isCut={next !== null}
      who={undefined}
      ticked={new Set(boxes)}
      fault={fault ?? null}
    />
  );
}

/** Whether the asker may act for a shop: having the scope, for each that they see. */
const actsFor =
  ({ config }: Service, c: Context<AccessEnv>) =>
  (shop: string): boolean =>
    config.shops.has(shop) && maySee(principalOf(c), shop);

async function act(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const { service } = parts;
  const sent = await readForm(c);
  const view = viewOf(parts, c);
  const { boxes } = sent;
  const asked = listSent(sent);
  if (sent.text('do') === 'choose') {
    const shown = await together(service, c, view, { asked, boxes });
    return shown === null ? notFoundPage(parts, c) : page(c, shown);
  }
  const choice = { chosen: chosenOf(boxes), mayAct: actsFor(service, c) };
  const made = await eachShop<Done>(choice, (shop, inquiries) => doAsked(service, sent, { shop, inquiries }));
  if (!('refused' in made)) return backToList(c, view, sent, saidOf(sent, made));
  const shown = await together(service, c, typed(view, sent), { asked, boxes, fault: faultOf(view, made) });
  return shown === null ? notFoundPage(parts, c) : page(c, shown, made.refused === 'usage' ? 422 : 409);
}

/** What was done, as the list's address says it. */
function saidOf(sent: Sent, { parts, left }: { readonly parts: readonly Done[]; readonly left: number }) {
  const sum = (of: (part: Done) => number) => String(parts.reduce((all, part) => all + of(part), 0));
  const all = { done: doneBy(sent), left: String(left + Number(sum((part) => part.left))) };
  const ids = parts.flatMap((part) => part.ids ?? []);
  return ids.length === 0 ? { ...all, count: sum(({ count }) => count) } : { ...all, ids: ids.join('.') };
}

async function undo(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const { service } = parts;
  const sent = await readForm(c);
  const what = sent.text('what') === 'marked' ? 'marked' : 'took';
  const asked = { by: sent.by, what, ids: readIds(sent.text('ids')), mayAct: actsFor(service, c) } as const;
  const made = await undoOverShops(service, asked);
  if ('refused' in made || made.ids.length + made.left === 0) return notFoundPage(parts, c);
  const said = { done: 'undone', count: String(made.ids.length), left: String(made.left) };
  return backToList(c, viewOf(parts, c), sent, said);
}

function backToList(c: Context<AccessEnv>, view: View, sent: Sent, said: Readonly<Record<string, string>>): Response {
  rememberName(c, sent.by);
  return c.redirect(href(view, INQUIRIES, { ...listSent(sent), ...said }), 303);
}
