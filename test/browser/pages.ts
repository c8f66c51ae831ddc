// Every page there is, found from the routes themselves: a page added later is looked at without a word here, unless its
// path has a parameter that nobody has used yet.

import { LONG_INQUIRY } from '../../src/demo/seed/seed-history.ts';
import { guardedRoutes } from '../../src/http/access/needs.ts';
import { createHttpApp } from '../../src/http/http-app.ts';
import { readOpenPage } from '../../src/service/board/read-open-page.ts';
import { HEALTHY } from '../http/support.ts';
import { silentLogger } from '../support/database.ts';
import type { SeededApp } from './seeded-app.ts';

/** The shop that is looked at, unless another is said. */
const SHOP = 'sample-tea';

/** What is for programs; the queue's own dashboard; a mail as it was sent, which may run nothing, not even a look at it. */
const OTHERS = /^\/(v1|metrics|healthz|readyz|feeds)\b|\/queues\b|\/body$/;

/** Pages that are another with what is asked for. */
const ASKED: readonly string[] = [
  '/inquiries?q=%E9%80%81',
  '/shops/:shop?status=all&form=open',
  '/shops/:shop?watch=asked',
  '/shops/calm-flowers/calendar?choose=2026-12-29..2027-01-03&name=New%20Year',
  '/shops/calm-flowers/calendar/preview?choose=2026-12-29..2027-01-03&list=closed&name=New%20Year',
  '/shops/:shop/reports/episodes?month=2026-11&step=breach&outcome=missed',
];

/** The address of a page in a language. */
export const inLanguage = (path: string, language: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;

/** The pages' paths, each once, those of a shop of this one. */
export async function pagesOf({ app, url }: SeededApp, shop = SHOP): Promise<string[]> {
  const inquiry = shop === SHOP ? LONG_INQUIRY : await firstOf(app, shop);
  const samples = { shop, inquiry, id: '1' };
  const routes = guardedRoutes(createHttpApp({ service: app.service, health: HEALTHY, logger: silentLogger }));
  const paths = routes
    .filter(({ method, path }) => method === 'GET' && !OTHERS.test(path))
    .map(({ path }) => filled(path, samples));
  const html = await Promise.all([...new Set(paths)].map((path) => isPage(new URL(path, url))));
  return [...[...new Set(paths)].filter((_, at) => html[at]), ...ASKED.map((path) => path.replace(':shop', shop))];
}

async function firstOf({ service }: SeededApp['app'], shop: string): Promise<string> {
  const { items } = await readOpenPage(service, service.config.shops.get(shop)!, {
    filters: {},
    after: null,
    limit: 1,
  });
  return items[0]!.inquiry;
}

/** With what stands for each parameter. */
function filled(path: string, samples: Readonly<Record<string, string>>): string {
  return path.replaceAll(/:(\w+)(\{(?:[^{}]|\{[^{}]*\})*\})?/g, (_, name: string) => {
    const sample = samples[name];
    if (sample === undefined) throw new Error(`${path}: say in test/browser/pages.ts what :${name} is in the seed`);
    return encodeURIComponent(sample);
  });
}

/** A whole page: no stream, no fragment, no redirect. */
async function isPage(url: URL): Promise<boolean> {
  const answer = await fetch(url, { redirect: 'manual' });
  // A feed that cannot be made just then answers with a page, which is none of ours to walk.
  if (answer.ok && answer.headers.get('content-type')?.startsWith('text/html'))
    return (await answer.text()).startsWith('<!DOCTYPE');
  await answer.body?.cancel();
  return false;
}
