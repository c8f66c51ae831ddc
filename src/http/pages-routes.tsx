// http: the pages. Server-rendered, without JavaScript; what a page says is in pages/.

import { type Context, Hono } from 'hono';
import type { ShopConfig } from '../config/shop-input.ts';
import { describeRule } from '../core/explain.ts';
import type { Language } from '../core/model.ts';
import { type OpenPage, readBoard, readOpenPage, readShopCard } from '../service/board.ts';
import { readInquiryDetail } from '../service/inquiry-detail.ts';
import { readMail, readMails, readRefusals } from '../service/read-mails.ts';
import type { Service } from '../service/service.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { type HealthParts, tickPart } from './health.ts';
import { BoardPage } from './pages/board.tsx';
import { InquiryPage } from './pages/inquiry.tsx';
import { renderPage } from './pages/layout.tsx';
import { MailPage, MailsPage } from './pages/mails.tsx';
import { FLAG_PATH } from './pages/parts.tsx';
import { FailedPage, NotFoundPage, RefusalsPage } from './pages/refusals.tsx';
import { ShopPage } from './pages/shop.tsx';
import { createView, type View } from './pages/view.ts';
import type { Words } from './pages/words.ts';

/** The board and a shop's first page renew themselves: a flag must be seen without a hand on the keyboard. */
const REFRESH_SECONDS = 60;
const PAGE_ROWS = 100;

export interface PageParts {
  readonly service: Service;
  readonly health: HealthParts;
}

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#c4332b" fill-rule="evenodd" d="${FLAG_PATH}"/></svg>`;

export function pagesRoutes(parts: PageParts): Hono {
  const { service } = parts;
  const app = new Hono();
  const shopName = (id: string) => service.config.shops.get(id)?.name ?? id;
  app.get('/icon.svg', (c) => c.body(ICON, 200, { 'content-type': 'image/svg+xml' }));
  app.get('/', async (c) => {
    c.header('refresh', String(REFRESH_SECONDS));
    return page(c, <BoardPage view={viewOf(parts, c)} board={await readBoard(service)} />);
  });
  app.get('/shops/:shop', (c) => shopPage(parts, c, c.req.param('shop')));
  app.get('/shops/:shop/inquiries/:inquiry', async (c) => {
    const { shop, inquiry } = c.req.param();
    const detail = await readInquiryDetail(service, shop, inquiry);
    return detail === null ? notFoundPage(parts, c) : page(c, <InquiryPage view={viewOf(parts, c)} detail={detail} />);
  });
  app.get('/mails', async (c) =>
    page(c, <MailsPage view={viewOf(parts, c)} mails={await readMails(service)} shopName={shopName} />),
  );
  app.get('/mails/:id{[0-9]{1,15}}', async (c) => {
    const mail = await readMail(service, Number(c.req.param('id')));
    return mail === null
      ? notFoundPage(parts, c)
      : page(c, <MailPage view={viewOf(parts, c)} mail={mail} shopName={shopName} />);
  });
  app.get('/refusals', async (c) =>
    page(c, <RefusalsPage view={viewOf(parts, c)} refusals={await readRefusals(service)} />),
  );
  return app;
}

export function notFoundPage(parts: PageParts, c: Context): Response {
  return page(c, <NotFoundPage view={viewOf(parts, c)} />, 404);
}

export function failedPage(parts: PageParts, c: Context, status: 500 | 503): Response {
  return page(c, <FailedPage view={viewOf(parts, c)} />, status);
}

async function shopPage(parts: PageParts, c: Context, shopId: string): Promise<Response> {
  const { service } = parts;
  const card = await readShopCard(service, shopId);
  const cursor = readCursor(c.req.query('cursor'));
  if (card === null || cursor === 'invalid') return notFoundPage(parts, c);
  const view = viewOf(parts, c);
  const { shop } = card;
  const open = await readOpenPage(service, shop, cursor, PAGE_ROWS);
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

function page(c: Context, content: { toString(): string }, status: 200 | 404 | 500 | 503 = 200): Response {
  return c.html(renderPage(content), status);
}

function viewOf({ service, health }: PageParts, c: Context): View {
  const language: Language = c.req.query('lang') === 'en' ? 'en' : 'ja';
  return createView({
    language,
    now: service.clock.now(),
    timeZone: service.config.service.timeZone,
    path: c.req.path,
    warnings: (words) => warningsOf(health, words),
  });
}

function warningsOf(health: HealthParts, { watch }: Words): string[] {
  const { ok, ageMs } = tickPart(health);
  const tick = ageMs === null ? watch.starting : watch.stopped(Math.floor(ageMs / 60_000));
  return [
    ...(ok ? [] : [tick]),
    ...(health.queue().connected ? [] : [watch.queue]),
    ...(health.mail().ok ? [] : [watch.mail]),
  ];
}
