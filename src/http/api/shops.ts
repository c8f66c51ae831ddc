// http: what the board shows, as JSON (contract.md): summary, open inquiries worst first, one inquiry with its history.

import { Hono } from 'hono';
import { isoUtc } from '../../core/instant.ts';
import { readOpenPage, readShopCard } from '../../service/board.ts';
import { readInquiryDetail } from '../../service/inquiry-detail.ts';
import type { Service } from '../../service/service.ts';
import { needs } from '../access/needs.ts';
import type { AccessEnv } from '../access/principal.ts';
import { problem } from '../problem.ts';
import { answer } from './answer.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { detailJson, inquiryJson, summaryJson } from './json.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

export function shopsRoutes(service: Service): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/v1/shops/:shop/summary', needs('read', 'the-shop'), async (c) => {
    const card = await readShopCard(service, c.req.param('shop'));
    if (card === null) return problem(c, 404, 'unknown-shop', 'there is no such shop in the configuration');
    return answer(c, summaryJson(card, service.clock.now()));
  });
  app.get('/v1/shops/:shop/inquiries', needs('read', 'the-shop'), async (c) => {
    const shop = service.config.shops.get(c.req.param('shop'));
    if (shop === undefined) return problem(c, 404, 'unknown-shop', 'there is no such shop in the configuration');
    const limit = readLimit(c.req.query('limit'));
    if (limit === null) return problem(c, 400, 'invalid-limit', `limit: a whole number from 1 to ${MAX_LIMIT}`);
    const cursor = readCursor(c.req.query('cursor'));
    if (cursor === 'invalid') return problem(c, 400, 'invalid-cursor', 'cursor: the `next` of an earlier answer');
    const { now, items, next } = await readOpenPage(service, shop, cursor, limit);
    return answer(c, { asOf: isoUtc(now), items: items.map(inquiryJson), next: next && writeCursor(next) });
  });
  app.get('/v1/shops/:shop/inquiries/:inquiry', needs('read', 'the-shop'), async (c) => {
    const { shop, inquiry } = c.req.param();
    if (!service.config.shops.has(shop))
      return problem(c, 404, 'unknown-shop', 'there is no such shop in the configuration');
    const detail = await readInquiryDetail(service, shop, inquiry);
    if (detail === null) return problem(c, 404, 'unknown-inquiry', 'the shop has no such inquiry');
    return answer(c, detailJson(detail));
  });
  return app;
}

function readLimit(text: string | undefined): number | null {
  if (text === undefined) return DEFAULT_LIMIT;
  const limit = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? limit : null;
}
