// What customers of a shop ask in a month, as a page and as CSV. Without a month it is the current one.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { MONTHS_ALLOWED } from '../../../core/reports/month.ts';
import { readAsked } from '../../../service/reports/read-asked.ts';
import { reportsBehindMs } from '../../../service/reports/report-database.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { csvFile, requestedMonth } from '../months.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { InvalidMonthPage } from '../reports/invalid-page.tsx';
import { shopPath } from '../view.ts';
import { askedCsv } from './csv.ts';
import { AskedPage } from './page.tsx';

export function askedRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  const shopOf = (id: string) => parts.service.config.shops.get(id);
  app.get('/shops/:shop/asked', needs('read', 'the-shop'), (c) => askedPage(parts, c, shopOf(c.req.param('shop'))));
  app.get('/shops/:shop/asked.csv', needs('read', 'the-shop'), (c) => askedFile(parts, c, shopOf(c.req.param('shop'))));
  return app;
}

async function askedPage(parts: PageParts, c: Context<AccessEnv>, shop: ShopConfig | undefined): Promise<Response> {
  const { service } = parts;
  if (shop === undefined) return notFoundPage(parts, c);
  const [view, month] = [viewOf(parts, c), requestedMonth(parts, c, shop.timeZone)];
  if (month === null) {
    const found = c.req.query('month') ?? '';
    return page(c, <InvalidMonthPage view={view} found={found} path={`${shopPath(shop.id)}/asked`} />, 400);
  }
  const asked = await readAsked(service, shop, month);
  return page(c, <AskedPage view={view} asked={asked} behindMs={await reportsBehindMs(service)} />);
}

async function askedFile(parts: PageParts, c: Context<AccessEnv>, shop: ShopConfig | undefined): Promise<Response> {
  if (shop === undefined) return problem(c, 404, 'unknown-shop', 'there is no such shop in the configuration');
  const month = requestedMonth(parts, c, shop.timeZone);
  if (month === null) return problem(c, 400, 'invalid-month', `month: ${MONTHS_ALLOWED}`);
  const asked = await readAsked(parts.service, shop, month);
  return csvFile(parts, c, `asked-${shop.id}-${asked.month}.csv`, askedCsv(viewOf(parts, c).language, asked));
}
