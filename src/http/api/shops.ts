// api: a shop's counts, its open inquiries worst first, and one inquiry with its history.

import { createRoute, OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { isoUtc } from '../../core/instant.ts';
import { readShopCard } from '../../service/board.ts';
import { readInquiryDetail } from '../../service/inquiry-detail.ts';
import { readOpenPage } from '../../service/open-page.ts';
import type { Service } from '../../service/service.ts';
import { needs } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import { problem } from '../problem.ts';
import { answer } from './answer.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { detailJson, Inquiry, inquiryJson, OpenInquiryItem } from './inquiry-json.ts';
import { problems, tagged } from './responses.ts';
import { cursorOf, InquiryParams, Limit, only, pageOf, ShopParams } from './shapes.ts';
import { ShopSummary, summaryJson } from './shop-json.ts';

const summary = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/summary',
  operationId: 'readShopSummary',
  tags: ['Shops'],
  summary: 'A shop’s counts',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams },
  responses: {
    ...tagged(ShopSummary, 'Counts are nested: who has passed a step has passed the ones before it.'),
    ...problems(404),
  },
});

const inquiries = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiries',
  operationId: 'listOpenInquiries',
  tags: ['Inquiries'],
  summary: 'A shop’s open inquiries, worst first',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams, query: only({ limit: Limit, cursor: cursorOf(readCursor) }) },
  responses: {
    ...tagged(pageOf(OpenInquiryItem), 'By deadline; a cursor neither skips nor repeats one that stays open.'),
    ...problems(400, 404),
  },
});

const inquiry = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiries/{id}',
  operationId: 'readInquiry',
  tags: ['Inquiries'],
  summary: 'An inquiry with everything behind it',
  middleware: needs('read', 'the-shop'),
  request: { params: InquiryParams },
  responses: { ...tagged(Inquiry, 'With the explanation of each deadline day by day.'), ...problems(404) },
});

export function shopsRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(summary, async (c) => {
    const card = await readShopCard(service, c.req.valid('param').shop);
    return card === null ? unknownShop(c) : answer(c, summaryJson(card, service.clock.now()));
  });
  app.openapi(inquiries, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const { limit, cursor } = c.req.valid('query');
    const { now, items, next } = await readOpenPage(service, shop, { after: cursor ?? null, limit });
    return answer(c, { asOf: isoUtc(now), items: items.map(inquiryJson), next: next && writeCursor(next) });
  });
  app.openapi(inquiry, async (c) => {
    const { shop, id } = c.req.valid('param');
    if (!service.config.shops.has(shop)) return unknownShop(c);
    const detail = await readInquiryDetail(service, shop, id);
    if (detail === null) return problem(c, 404, 'unknown-inquiry', 'the shop has no such inquiry');
    return answer(c, detailJson(detail));
  });
  return app;
}

function unknownShop(c: Context): Response {
  return problem(c, 404, 'unknown-shop', 'there is no such shop in the configuration');
}
