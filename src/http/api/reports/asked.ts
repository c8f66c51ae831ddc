// api: what customers of a shop ask in a month, by item and category, beside the month before.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { readAsked } from '../../../service/reports/read-asked.ts';
import { reportsBehindMs } from '../../../service/reports/report-database.ts';
import type { Service } from '../../../service/service.ts';
import { needs } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { answer } from '../answer.ts';
import { count } from '../board/shop-json.ts';
import { unknownShop } from '../not-found.ts';
import { problems, tagged } from '../responses.ts';
import { AsOf, Instant, listOf, ShopParams } from '../shapes.ts';
import { MonthParams } from './month-params.ts';
import { BehindMs } from './report-json.ts';

const text = (description: string) => z.string().nullable().describe(description);
const numbers = {
  inquiries: count('Inquiries whose first message arrived in the month.'),
  before: count('The same of the month before, up to the same time while the month runs.'),
  exchanges: count('How often somebody had to answer these inquiries, whenever that was.'),
  answered: count('Of these, answered by a person, and nobody waits now.'),
  answeredOnce: count('Of those answered, the customer did not write again.'),
  byBot: count('Of these, answered by a bot, and nobody waits now.'),
  byBotAlone: count('Of those that a bot answered, no person did.'),
};

const AskedRow = z
  .object({
    item: text('The item’s name.'),
    itemNumber: text('The shop’s own number of the item.'),
    itemUrl: text('The item’s page.'),
    category: text('The inquiry’s category as its source names it.'),
    ...numbers,
  })
  .openapi('AskedRow');

const AskedJson = z
  .object({
    shop: z.string(),
    name: z.string(),
    timeZone: z.string(),
    month: z.string().openapi({ example: '2026-06' }),
    asOf: AsOf,
    behindMs: BehindMs,
    state: z.enum(['future', 'running', 'complete']).describe('`running`: the month is not over.'),
    from: Instant,
    to: Instant.describe('The first instant that is not in it.'),
    previous: z
      .object({ month: z.string(), from: Instant, to: Instant })
      .describe('The month before, and which part of it is counted.'),
    past: count('Waits of both months that left by `retention`: what they asked is not counted.'),
    total: z.object(numbers).openapi('AskedNumbers'),
    rows: listOf(AskedRow).describe('By item and category, the most asked first; not paged.'),
    rising: listOf(AskedRow).describe('What was asked more often than before, at most 5, by how much.'),
    categories: listOf(z.object({ category: text('Null: none.'), ...numbers }).openapi('AskedCategory')),
  })
  .openapi('Asked');

const one = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/reports/{month}/asked',
  operationId: 'readAsked',
  tags: ['Shops'],
  summary: 'What customers ask in a month',
  description: 'Counts by item and category, beside the month before. What customers write is never stored.',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams.extend(MonthParams.shape) },
  responses: { ...tagged(AskedJson, 'The counts.'), ...problems(400, 404) },
});

export function askedRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(one, async (c) => {
    const { shop: id, month } = c.req.valid('param');
    const shop = service.config.shops.get(id);
    if (shop === undefined) return unknownShop(c);
    const asked = await readAsked(service, shop, month);
    return answer(c, one, { ...asked, behindMs: await reportsBehindMs(service) });
  });
  return app;
}
