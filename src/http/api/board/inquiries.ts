// api: a shop's inquiries, filtered: those that wait worst first, those whose wait is over newest first; and one with everything
// behind it.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { openZone } from '../../../core/time/zone.ts';
import { readInquiryDetail } from '../../../service/board/read-inquiry.ts';
import { readKinds } from '../../../service/board/read-open-page.ts';
import type { Service } from '../../../service/service.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { askedMoment } from '../../ahead.ts';
import { answer } from '../answer.ts';
import { unknownInquiry, unknownShop } from '../not-found.ts';
import { problems, tagged } from '../responses.ts';
import { InquiryParams, listOf, pageOf, ShopParams } from '../shapes.ts';
import { refusedAt } from './at.ts';
import { Inquiry, inquiryJson } from './inquiry-json.ts';
import { ListedInquiry, readListPage } from './list-page.ts';
import { ListQuery } from './list-query.ts';

const list = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiries',
  operationId: 'listOpenInquiries',
  tags: ['Inquiries'],
  summary: 'A shop’s inquiries: those that wait worst first, those whose wait is over newest first',
  description:
    'Without `status` those that wait. Those whose wait is over have `endedAt`; a page of them looks back only so far, so it may ' +
    'have fewer than `limit`, and there are more as long as there is a `next`.',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams, query: ListQuery },
  responses: {
    ...tagged(pageOf(ListedInquiry), 'A cursor neither skips nor repeats one that stays as it is.'),
    ...problems(400, 404),
  },
});

const Kinds = z
  .object({ shop: z.string(), channels: listOf(z.string()), categories: listOf(z.string()) })
  .openapi('InquiryKinds');

const kinds = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiry-kinds',
  operationId: 'listInquiryKinds',
  tags: ['Inquiries'],
  summary: 'Channels and categories of a shop’s open inquiries',
  description: 'What `channel` and `category` of the list can filter by.',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams },
  responses: { ...tagged(Kinds, 'Each once, in order.'), ...problems(404) },
});

const read = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/inquiries/{id}',
  operationId: 'readInquiry',
  tags: ['Inquiries'],
  summary: 'An inquiry with everything behind it',
  middleware: needs('read', 'the-shop'),
  request: { params: InquiryParams },
  responses: {
    ...tagged(Inquiry, 'Events, steps and mails, who has it in hand, and each deadline explained day by day.'),
    ...problems(400, 404),
  },
});

export function inquiriesRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(list, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    if (shop === undefined) return unknownShop(c);
    const asked = askedMoment(c, service.clock.now(), openZone(shop.timeZone));
    if ('found' in asked) return refusedAt(c, asked);
    return answer(c, list, await readListPage(service, shop, c.req.valid('query'), asked.at));
  });
  app.openapi(kinds, async (c) => {
    const shop = service.config.shops.get(c.req.valid('param').shop);
    return shop === undefined
      ? unknownShop(c)
      : answer(c, kinds, { shop: shop.id, ...(await readKinds(service, shop)) });
  });
  app.openapi(read, async (c) => {
    const { shop, id } = c.req.valid('param');
    if (!service.config.shops.has(shop)) return unknownShop(c);
    const detail = await readInquiryDetail(service, shop, id);
    return detail === null ? unknownInquiry(c) : answer(c, read, inquiryJson(detail));
  });
  return app;
}
