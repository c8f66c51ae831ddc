// The page of one shop.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/shop-input.ts';
import { describeRule } from '../../../core/explain.ts';
import type { Language } from '../../../core/model.ts';
import { readShopCard } from '../../../service/board.ts';
import { type OpenPage, readOpenPage } from '../../../service/open-page.ts';
import type { Service } from '../../../service/service.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { readCursor, writeCursor } from '../../api/cursor.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { ShopPage } from './page.tsx';

/** A shop's first page renews itself: a flag must be seen without a hand on the keyboard. */
const REFRESH_SECONDS = 60;
const PAGE_ROWS = 100;

export function shopRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/shops/:shop', needs('read', 'the-shop'), (c) => shopPage(parts, c, c.req.param('shop')));
  return app;
}

async function shopPage(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const { service } = parts;
  const card = await readShopCard(service, shopId);
  const cursor = readCursor(c.req.query('cursor'));
  if (card === null || cursor === 'invalid') return notFoundPage(parts, c);
  const view = viewOf(parts, c);
  const { shop } = card;
  const open = await readOpenPage(service, shop, { after: cursor, limit: PAGE_ROWS });
  if (cursor === null) c.header('refresh', String(REFRESH_SECONDS));
  return page(
    c,
    <ShopPage
      view={view}
      card={card}
      page={open}
      next={open.next && writeCursor(open.next)}
      countingRules={rulesOf(service, shop, open, view.language)}
      refreshSeconds={cursor === null ? REFRESH_SECONDS : null}
    />,
  );
}

/** How the inquiries shown are counted, each rule once; without any, how one from R-Messe would be. */
function rulesOf(service: Service, shop: ShopConfig, open: OpenPage, language: Language): string[] {
  const usual = service.counting.policyOf(shop, { channel: 'r-messe', type: null, category: null });
  const policies = open.items.length === 0 ? [usual] : open.items.map(({ policy }) => policy);
  const calendar = service.counting.calendarOf(shop);
  return [...new Set(policies.map((policy) => describeRule(policy, calendar, language)))];
}
