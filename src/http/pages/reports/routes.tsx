// Reports of one shop and of all that one may see, as pages and as CSV. Without a month it is the current one.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import { formatMonth, MONTHS_ALLOWED, type Month } from '../../../core/reports/month.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';
import { goalsOfMonths } from '../../../service/reports/goals-of-months.ts';
import { policyKeys } from '../../../service/reports/policy-blocks.ts';
import { readCountedEpisodes } from '../../../service/reports/read-counted-episodes.ts';
import {
  readReport,
  readReportEpisodes,
  readShopMonths,
  type ShopMonthRow,
} from '../../../service/reports/read-month.ts';
import { reportsBehindMs } from '../../../service/reports/report-database.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { problem } from '../../problem.ts';
import { groupsSeen, seenShops } from '../../seen-shops.ts';
import { csvFile, requestedMonth } from '../months.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { shopPath } from '../view.ts';
import { BYTE_ORDER_MARK, csvLine, episodeCsv, monthCsv, shopsCsv } from './csv.ts';
import { isCounted, readEpisodeQuery } from './episode-query.ts';
import { EpisodesPage } from './episodes-page.tsx';
import type { GoalsOfShop } from './goals-table.tsx';
import { InvalidMonthPage } from './invalid-page.tsx';
import { ReportPage } from './page.tsx';
import { ShopsReportPage } from './shops-page.tsx';
import { REPORT_WORDS } from './words.ts';

const PAGE_SHOPS = 100;
const PAGE_EPISODES = 100;

export function reportsRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/reports', needs('read', 'own-shops'), (c) => shopsPage(parts, c));
  app.get('/reports.csv', needs('read', 'own-shops'), (c) => shopsFile(parts, c));
  app.get('/shops/:shop/reports', needs('read', 'the-shop'), (c) => reportPage(parts, c, c.req.param('shop')));
  app.get('/shops/:shop/reports/episodes', needs('read', 'the-shop'), (c) =>
    episodesPage(parts, c, c.req.param('shop')),
  );
  app.get('/shops/:shop/reports.csv', needs('read', 'the-shop'), (c) => monthFile(parts, c, c.req.param('shop')));
  app.get('/shops/:shop/reports/episodes.csv', needs('read', 'the-shop'), (c) =>
    episodesFile(parts, c, c.req.param('shop')),
  );
  return app;
}

async function reportPage(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const shop = parts.service.config.shops.get(shopId);
  if (shop === undefined) return notFoundPage(parts, c);
  const month = requestedMonth(parts, c, shop.timeZone);
  if (month === null) return invalidMonthPage(parts, c, `${shopPath(shop.id)}/reports`);
  const report = await readReport(parts.service, shop.id, month);
  if (report === null) return notFoundPage(parts, c);
  const goals = (await goalsOfMonths(parts.service, [report])).get(shop.id);
  const behindMs = await reportsBehindMs(parts.service);
  return page(c, <ReportPage view={viewOf(parts, c)} report={report} behindMs={behindMs} shop={shop} goals={goals} />);
}

/** The waits behind a figure. */
async function episodesPage(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const { service } = parts;
  const shop = service.config.shops.get(shopId);
  const query = readEpisodeQuery(c.req.query());
  if (shop === undefined || query === 'invalid') return notFoundPage(parts, c);
  const month = requestedMonth(parts, c, shop.timeZone);
  if (month === null) return invalidMonthPage(parts, c, `${shopPath(shop.id)}/reports`);
  const pageNumber = Number(c.req.query('page') ?? '1');
  if (!Number.isInteger(pageNumber) || pageNumber < 1) return notFoundPage(parts, c);
  const keyOf = policyKeys(service, shop);
  const { count, lines } = await readCountedEpisodes(service, shop, month, {
    isCounted: (judged) => isCounted(query, judged, keyOf),
    skip: (pageNumber - 1) * PAGE_EPISODES,
    limit: PAGE_EPISODES,
  });
  const pages = Math.max(1, Math.ceil(count / PAGE_EPISODES));
  if (pageNumber > pages) return notFoundPage(parts, c);
  return page(c, <EpisodesPage {...{ view: viewOf(parts, c), shop, month, query, lines, count, pageNumber, pages }} />);
}

async function monthFile(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const shop = parts.service.config.shops.get(shopId);
  if (shop === undefined) return unknownShop(c);
  const month = requestedMonth(parts, c, shop.timeZone);
  if (month === null) return invalidMonth(c);
  const report = await readReport(parts.service, shop.id, month);
  if (report === null) return unknownShop(c);
  const goals = (await goalsOfMonths(parts.service, [report])).get(shop.id) ?? [];
  const { language } = viewOf(parts, c);
  return csvFile(parts, c, `report-${shop.id}-${report.month}.csv`, monthCsv(language, report, { shop, goals }));
}

async function episodesFile(parts: PageParts, c: Context<AccessEnv>, shopId: string): Promise<Response> {
  const shop = parts.service.config.shops.get(shopId);
  if (shop === undefined) return unknownShop(c);
  const month = requestedMonth(parts, c, shop.timeZone);
  if (month === null) return invalidMonth(c);
  const lines = ReadableStream.from(episodeLines(parts, c, shop, month)).pipeThrough(new TextEncoderStream());
  return csvFile(
    parts,
    c,
    `episodes-${shop.id}-${formatMonth(month)}.csv`,
    lines as ReadableStream<Uint8Array<ArrayBuffer>>,
  );
}

/** A page of lines at a time: a month of a hundred thousand is never one text. */
async function* episodeLines(
  parts: PageParts,
  c: Context<AccessEnv>,
  shop: ShopConfig,
  month: Month,
): AsyncGenerator<string> {
  const own = wordsOf(parts, c);
  const lineOf = episodeCsv(own, viewOf(parts, c).words, openZone(shop.timeZone));
  yield BYTE_ORDER_MARK + csvLine(own.csv.episode);
  for await (const episodes of readReportEpisodes(parts.service, shop, month)) yield episodes.map(lineOf).join('');
}

async function shopsPage(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const month = requestedMonth(parts, c, parts.service.config.service.timeZone);
  if (month === null) return invalidMonthPage(parts, c, '/reports');
  const seen = shopsOf(parts, c);
  if (seen === null) return notFoundPage(parts, c);
  const rows = await readShopMonths(parts.service, seen, month);
  const pages = Math.max(1, Math.ceil(rows.length / PAGE_SHOPS));
  const pageNumber = Number(c.req.query('page') ?? '1');
  if (!Number.isInteger(pageNumber) || pageNumber < 1 || pageNumber > pages) return notFoundPage(parts, c);
  const shown = rows.slice((pageNumber - 1) * PAGE_SHOPS, pageNumber * PAGE_SHOPS);
  const behindMs = await reportsBehindMs(parts.service);
  const groups = groupsSeen(parts.service, principalOf(c));
  const chosen = { groups, group: groupIn(c) };
  const props = {
    view: viewOf(parts, c),
    month,
    behindMs,
    rows: shown,
    shops: rows.length,
    pageNumber,
    pages,
    goals: goalsBeside(parts, rows, await goalsOfMonths(parts.service, rows)),
    ...chosen,
  };
  return page(c, <ShopsReportPage {...props} />);
}

async function shopsFile(parts: PageParts, c: Context<AccessEnv>): Promise<Response> {
  const month = requestedMonth(parts, c, parts.service.config.service.timeZone);
  if (month === null) return invalidMonth(c);
  const seen = shopsOf(parts, c);
  if (seen === null) return problem(c, 404, 'unknown-group', 'there is no such group');
  const rows = await readShopMonths(parts.service, seen, month);
  const goals = goalsBeside(parts, rows, await goalsOfMonths(parts.service, rows));
  return csvFile(parts, c, `report-${formatMonth(month)}.csv`, shopsCsv(viewOf(parts, c).language, rows, goals));
}

/** By shop, in the order of the rows. */
function goalsBeside(
  { service }: PageParts,
  rows: readonly ShopMonthRow[],
  goals: ReadonlyMap<string, readonly StandingGoal[]>,
): Map<string, GoalsOfShop> {
  return new Map(
    rows.flatMap(({ shop: id }) => {
      const [shop, found] = [service.config.shops.get(id), goals.get(id)];
      return shop === undefined || found === undefined ? [] : [[id, { shop, goals: found }] as const];
    }),
  );
}

const wordsOf = (parts: PageParts, c: Context<AccessEnv>) => REPORT_WORDS[viewOf(parts, c).language];

/** Those of the group that the address names, if it does; null when there is none such. */
const shopsOf = ({ service }: PageParts, c: Context<AccessEnv>): ShopConfig[] | null =>
  seenShops(service, principalOf(c), groupIn(c));

const groupIn = (c: Context): string | undefined => c.req.query('group') || undefined;

function invalidMonthPage(parts: PageParts, c: Context<AccessEnv>, path: string): Response {
  const found = c.req.query('month') ?? '';
  return page(c, <InvalidMonthPage view={viewOf(parts, c)} found={found} path={path} />, 400);
}

const invalidMonth = (c: Context) => problem(c, 400, 'invalid-month', `month: ${MONTHS_ALLOWED}`);
const unknownShop = (c: Context) => problem(c, 404, 'unknown-shop', 'there is no such shop in the configuration');
