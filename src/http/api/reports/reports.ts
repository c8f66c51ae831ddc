// api: reports by month: one shop in full, and the shops that the token is for side by side.

import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { formatMonth } from '../../../core/reports/month.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import { goalsOfMonths } from '../../../service/reports/goals-of-months.ts';
import { type EpisodePlace, readEpisodePage } from '../../../service/reports/read-episode-page.ts';
import { readReport, readShopMonths } from '../../../service/reports/read-month.ts';
import { reportsBehindMs } from '../../../service/reports/report-database.ts';
import type { Service } from '../../../service/service.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { seenShops } from '../../seen-shops.ts';
import { answer } from '../answer.ts';
import { goalJson } from '../board/goal-json.ts';
import { GroupName, unknownGroup } from '../group-name.ts';
import { unknownShop } from '../not-found.ts';
import { problems, tagged } from '../responses.ts';
import { AsOf, cursorOf, Limit, listOf, only, pageOf, ShopParams } from '../shapes.ts';
import { MonthParams } from './month-params.ts';
import { ReportEpisodeJson, reportEpisodeJson } from './report-episode-json.ts';
import { BehindMs, ReportJson, ShopMonth } from './report-json.ts';

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

const episodes = createRoute({
  method: 'get',
  path: '/v1/shops/{shop}/reports/{month}/episodes',
  operationId: 'listReportEpisodes',
  tags: ['Shops'],
  summary: 'The episodes that a report counts, one by one',
  middleware: needs('read', 'the-shop'),
  request: {
    params: ShopParams.extend(MonthParams.shape),
    query: only({ limit: Limit, cursor: cursorOf(readPlace) }),
  },
  responses: {
    ...tagged(pageOf(ReportEpisodeJson), 'In the order of their start; a page may have fewer than asked for.'),
    ...problems(400, 404),
  },
});

const all = createRoute({
  method: 'get',
  path: '/v1/reports/{month}',
  operationId: 'listShopMonths',
  tags: ['Shops'],
  summary: 'The month of all shops side by side',
  middleware: needs('read', 'own-shops'),
  request: { params: MonthParams, query: only({ group: GroupName.optional() }) },
  responses: {
    ...tagged(
      z.object({ asOf: AsOf, behindMs: BehindMs, month: z.string(), items: listOf(ShopMonth) }).openapi('ShopMonths'),
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
    if (report === null) return unknownShop(c);
    const goals = await goalsOfMonths(service, [report]);
    return answer(c, one, { ...report, goals: goalsJson(goals, shop), behindMs: await reportsBehindMs(service) });
  });
  app.openapi(episodes, async (c) => {
    const { shop: id, month } = c.req.valid('param');
    const shop = service.config.shops.get(id);
    if (shop === undefined) return unknownShop(c);
    const { limit, cursor = null } = c.req.valid('query');
    const { now, items, next } = await readEpisodePage(service, shop, month, { after: cursor, limit });
    const place = next && `${next.startedAt}.${next.id}`;
    return answer(c, episodes, { asOf: now, items: items.map(reportEpisodeJson), next: place });
  });
  app.openapi(all, async (c) => {
    const { month } = c.req.valid('param');
    const shops = seenShops(service, principalOf(c), c.req.valid('query').group);
    if (shops === null) return unknownGroup(c, service);
    const rows = await readShopMonths(service, shops, month);
    const goals = await goalsOfMonths(service, rows);
    const items = rows.map((row) => ({ ...row, goals: goalsJson(goals, row.shop) }));
    const behindMs = await reportsBehindMs(service);
    return answer(c, all, { asOf: service.clock.now(), behindMs, month: formatMonth(month), items });
  });
  return app;
}

const goalsJson = (goals: ReadonlyMap<string, readonly StandingGoal[]>, shop: string) =>
  (goals.get(shop) ?? []).map(goalJson);

function readPlace(text: string): EpisodePlace | 'invalid' {
  const match = /^(-?\d{1,14})\.(\d{1,15})$/.exec(text);
  return match ? { startedAt: Number(match[1]), id: Number(match[2]) } : 'invalid';
}
