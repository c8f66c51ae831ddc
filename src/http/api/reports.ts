// api: reports by month: one shop in full, and the shops that the token is for side by side.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { isoUtc } from '../../core/instant.ts';
import { formatMonth, MONTHS_ALLOWED, parseMonth } from '../../core/report-month.ts';
import { readReport, readShopMonths } from '../../service/report.ts';
import type { Service } from '../../service/service.ts';
import { needs, principalOf } from '../access/needs.ts';
import { type AccessEnv, maySee } from '../access/principal.ts';
import { answer } from './answer.ts';
import { unknownShop } from './not-found.ts';
import { ReportJson, reportJson, ShopMonth, shopMonthJson } from './report-json.ts';
import { problems, tagged } from './responses.ts';
import { AsOf, listOf, ShopParams } from './shapes.ts';

const MonthParams = z.object({
  month: z
    .string()
    .transform((text, { addIssue }) => {
      const month = parseMonth(text);
      if (month !== null) return month;
      addIssue(MONTHS_ALLOWED);
      return z.NEVER;
    })
    .openapi({ type: 'string', description: `A month in the shop’s zone, ${MONTHS_ALLOWED}.`, example: '2026-06' }),
});

const one = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/reports/{month}',
  operationId: 'readReport',
  tags: ['Shops'],
  summary: 'A shop’s month in numbers',
  description: 'From event times as they are known now. An episode belongs to the month in which it began.',
  middleware: needs('read', 'the-shop'),
  request: { params: ShopParams.extend(MonthParams.shape) },
  responses: { ...tagged(ReportJson, 'The report.'), ...problems(400, 404) },
});

const all = createRoute({
  method: 'get',
  path: '/v1/reports/{month}',
  operationId: 'listShopMonths',
  tags: ['Shops'],
  summary: 'The month of all shops side by side',
  middleware: needs('read', 'own-shops'),
  request: { params: MonthParams },
  responses: {
    ...tagged(
      z.object({ asOf: AsOf, month: z.string(), items: listOf(ShopMonth) }).openapi('ShopMonths'),
      'Worst first, those without data last; not paged.',
    ),
    ...problems(400),
  },
});

export function reportsRoutes(service: Service): OpenAPIHono<AccessEnv> {
  const app = new OpenAPIHono<AccessEnv>();
  app.openapi(one, async (c) => {
    const { shop, month } = c.req.valid('param');
    const report = await readReport(service, shop, month);
    return report === null ? unknownShop(c) : answer(c, reportJson(report));
  });
  app.openapi(all, async (c) => {
    const { month } = c.req.valid('param');
    const principal = principalOf(c);
    const shops = [...service.config.shops.values()].filter(({ id }) => maySee(principal, id));
    const items = (await readShopMonths(service, shops, month)).map(shopMonthJson);
    return answer(c, { asOf: isoUtc(service.clock.now()), month: formatMonth(month), items });
  });
  return app;
}
