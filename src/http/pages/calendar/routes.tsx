// The pages of a shop's calendar: the year, the preview of a change, saving it, and the feeds.

import { type Context, Hono } from 'hono';
import { parseDate } from '../../../core/civil-date.ts';
import { openZone } from '../../../core/zone.ts';
import { dayFeed } from '../../../ics/day-feed.ts';
import { deadlineFeed } from '../../../ics/deadline-feed.ts';
import { type CalendarYear, feedDays, readCalendarYear } from '../../../service/calendar-year.ts';
import {
  type AskedEdit,
  type CalendarPreview,
  previewCalendarChange,
  type Refused,
  readEditState,
  saveCalendarChange,
} from '../../../service/edit-calendar.ts';
import { openDeadlines } from '../../../service/open-deadlines.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, shopPath } from '../view.ts';
import { CALENDAR_WORDS } from './languages.ts';
import { CalendarPage, type EditsShown } from './page.tsx';
import { readAskedEdit, readHash } from './posted.ts';
import { PreviewPage } from './preview.tsx';
import { RefusedPage } from './refused.tsx';

const [FIRST_YEAR, LAST_YEAR] = [1990, 2100];

export function calendarRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/shops/:shop/calendar', needs('read', 'the-shop'), (c) => yearPage(parts, c, c.req.param('shop')));
  app.post('/shops/:shop/calendar/preview', needs('admin', 'the-shop'), (c) =>
    previewPage(parts, c, c.req.param('shop')),
  );
  app.post('/shops/:shop/calendar/save', needs('admin', 'the-shop'), (c) => save(parts, c, c.req.param('shop')));
  // Who switches the language on a preview, or comes back to it, begins anew.
  for (const path of ['/shops/:shop/calendar/preview', '/shops/:shop/calendar/save'])
    app.get(path, needs('read', 'the-shop'), (c) => c.redirect(calendarPath(parts, c, c.req.param('shop')!), 303));
  app.get('/shops/:shop/calendar.ics', needs('read', 'the-shop'), (c) =>
    feed(parts, c, c.req.param('shop'), dayFeedOf),
  );
  app.get('/shops/:shop/deadlines.ics', needs('read', 'the-shop'), (c) =>
    feed(parts, c, c.req.param('shop'), deadlineFeedOf),
  );
  return app;
}

function calendarPath(parts: PageParts, c: Context<AccessEnv>, shop: string, query: Record<string, string> = {}) {
  return href(viewOf(parts, c), `${shopPath(shop)}/calendar`, query);
}

async function yearPage(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const year = readYear(c.req.query('year'));
  const of = year === 'invalid' ? null : await readCalendarYear(parts.service, shop, year);
  if (of === null) return notFoundPage(parts, c);
  const saved = c.req.query('saved');
  return page(
    c,
    <CalendarPage
      view={viewOf(parts, c)}
      of={of}
      edits={editsShown(parts, c, of)}
      chosen={readChosen(c.req.query('choose'))}
      name={(c.req.query('name') ?? '').slice(0, 80)}
      saved={saved === 'done' || saved === 'undone' ? saved : null}
    />,
  );
}

function readYear(text: string | undefined): number | null | 'invalid' {
  if (text === undefined) return null;
  const year = /^\d{4}$/.test(text) ? Number(text) : 0;
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : 'invalid';
}

function readChosen(text: string | undefined) {
  const [from, to] = (text ?? '').split('..').map(parseDate);
  return from == null || to == null ? null : { from, to };
}

function editsShown({ service, calendarEdits }: PageParts, c: Context<AccessEnv>, { shop }: CalendarYear): EditsShown {
  if (!principalOf(c).scopes.has('admin')) return 'no-scope';
  return readEditState(service, calendarEdits ?? null, shop.id) ?? 'no-folder';
}

async function previewPage(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const asked = readAskedEdit(await c.req.parseBody({ all: true }));
  const preview = await previewCalendarChange(parts.service, parts.calendarEdits ?? null, shop, asked);
  if ('refused' in preview) return refusedPage(parts, c, shop, preview);
  return shown(parts, c, shop, { asked, preview, status: 200 });
}

async function save(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const form = await c.req.parseBody({ all: true });
  const asked = readAskedEdit(form);
  const approved = { hash: readHash(form), who: principalOf(c).name };
  const done = await saveCalendarChange(parts.service, parts.calendarEdits ?? null, shop, asked, approved);
  if ('saved' in done)
    return c.redirect(
      calendarPath(parts, c, shop, { saved: asked === 'undo' ? 'undone' : 'done', ...yearOf(done) }),
      303,
    );
  if (!('preview' in done)) return refusedPage(parts, c, shop, done);
  const status = done.refused === 'conflict' ? 409 : 422;
  return shown(parts, c, shop, { asked, preview: done.preview, status });
}

/** The year in which the change begins, so that one sees it. */
function yearOf({ saved }: { readonly saved: CalendarPreview }): { year?: string } {
  const { days, calendar } = saved.effect;
  const first = days[0]?.day;
  if (first === undefined) return {};
  return { year: new Date(calendar.zone.startOfDay(first) + 12 * 3_600_000).toISOString().slice(0, 4) };
}

interface Shown {
  readonly asked: AskedEdit;
  readonly preview: CalendarPreview;
  readonly status: 200 | 409 | 422;
}

function shown(parts: PageParts, c: Context<AccessEnv>, shop: string, { asked, preview, status }: Shown): Response {
  const { name } = preview.effect.edit.after.shop;
  const faults = readEditState(parts.service, parts.calendarEdits ?? null, shop)?.faults ?? [];
  const content = (
    <PreviewPage
      view={viewOf(parts, c)}
      shop={{ id: shop, name }}
      asked={asked}
      preview={preview}
      isConflict={status === 409}
      faults={faults}
    />
  );
  return page(c, content, status);
}

function refusedPage(parts: PageParts, c: Context<AccessEnv>, shop: string, refused: Refused): Response {
  if (refused.refused === 'unknown-shop') return notFoundPage(parts, c);
  const view = viewOf(parts, c);
  const words = CALENDAR_WORDS[view.language].refused;
  const lead = refused.refused === 'no-folder' ? words.noFolder : words[refused.refused];
  const faults = 'faults' in refused ? refused.faults : [];
  return page(c, <RefusedPage view={view} shop={shop} lead={lead} faults={faults} />, 422);
}

type FeedOf = (parts: PageParts, c: Context<AccessEnv>, shop: string) => Promise<string | null>;

async function feed(parts: PageParts, c: Context<AccessEnv>, shop: string, feedOf: FeedOf): Promise<Response> {
  const text = await feedOf(parts, c, shop);
  return text === null ? notFoundPage(parts, c) : c.body(text, 200, { 'content-type': 'text/calendar; charset=utf-8' });
}

const dayFeedOf: FeedOf = async ({ service }, c, id) => {
  const shop = service.config.shops.get(id);
  if (shop === undefined) return null;
  const [calendar, now] = [service.counting.calendarOf(shop), service.clock.now()];
  return dayFeed(shop, calendar, feedDays(calendar, now), feedLanguage(c, shop.language), now);
};

const deadlineFeedOf: FeedOf = async ({ service }, c, id) => {
  const shop = service.config.shops.get(id);
  if (shop === undefined) return null;
  const open = await openDeadlines(service, shop);
  const language = feedLanguage(c, shop.language);
  return deadlineFeed(shop, openZone(shop.timeZone), open, language, service.clock.now());
};

/** A feed speaks the shop's language unless it is asked for another. */
function feedLanguage(c: Context, own: 'ja' | 'en') {
  const asked = c.req.query('lang');
  return asked === 'ja' || asked === 'en' ? asked : own;
}
