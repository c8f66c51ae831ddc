// The pages of a shop's calendar: the year, the preview of a change, saving it, and the feeds.

import { type Context, Hono } from 'hono';
import { type CivilDate, civil } from '../../../core/time/civil-date.ts';
import {
  type CalendarPreview,
  type EditRequest,
  previewCalendarChange,
  type Refused,
  readEditState,
  saveCalendarChange,
} from '../../../service/calendar/edit-calendar.ts';
import { makeFeedAddress, readFeedAddress, revokeFeedAddress } from '../../../service/calendar/make-feed-address.ts';
import { type CalendarYear, readCalendarYear } from '../../../service/calendar/read-calendar-year.ts';
import { needs, principalOf } from '../../access/needs.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { notFoundPage, type PageParts, page, viewOf } from '../page.tsx';
import { href, shopPath } from '../view.ts';
import { feed } from './feed.ts';
import { FeedAddressPage } from './feed-address.tsx';
import { CalendarPage, type EditsShown } from './page.tsx';
import { isFilledIn, queryOf, readEditRequest, readFormState, readHash } from './posted.ts';
import { PreviewPage } from './preview.tsx';
import { RefusedPage } from './refused.tsx';
import { CALENDAR_WORDS } from './words.ts';
import { type Wrong, wrongOf } from './wrong.ts';

const [FIRST_YEAR, LAST_YEAR] = [1990, 2100];

export function calendarRoutes(parts: PageParts): Hono<AccessEnv> {
  const app = new Hono<AccessEnv>();
  app.get('/shops/:shop/calendar', needs('read', 'the-shop'), (c) => yearPage(parts, c, c.req.param('shop')));
  app.get('/shops/:shop/calendar/preview', needs('admin', 'the-shop'), (c) =>
    previewPage(parts, c, c.req.param('shop')),
  );
  app.post('/shops/:shop/calendar/save', needs('admin', 'the-shop'), (c) => save(parts, c, c.req.param('shop')));
  app.post('/shops/:shop/calendar/feed', needs('admin', 'the-shop'), (c) => feedAddress(parts, c, c.req.param('shop')));
  // Who switches the language on what a press answered begins anew.
  for (const path of ['/shops/:shop/calendar/save', '/shops/:shop/calendar/feed'])
    app.get(path, needs('read', 'the-shop'), (c) => c.redirect(calendarPath(parts, c, c.req.param('shop')!), 303));
  app.get('/shops/:shop/calendar.ics', needs('read', 'the-shop'), (c) =>
    feed(parts, c, c.req.param('shop'), 'calendar.ics'),
  );
  app.get('/shops/:shop/deadlines.ics', needs('read', 'the-shop'), (c) =>
    feed(parts, c, c.req.param('shop'), 'deadlines.ics'),
  );
  return app;
}

function calendarPath(
  parts: PageParts,
  c: Context<AccessEnv>,
  shop: string,
  query: Record<string, string> = {},
  more: '' | '/preview' = '',
) {
  return href(viewOf(parts, c), `${shopPath(shop)}/calendar${more}`, query);
}

/** `wrong`: what was sent in the form and makes no sense. */
async function yearPage(
  parts: PageParts,
  c: Context<AccessEnv>,
  shop: string,
  wrong: readonly Wrong[] = [],
): Promise<Response> {
  const year = readYear(c.req.query('year'));
  const of = year === 'invalid' ? null : await readCalendarYear(parts.service, shop, year);
  if (of === null) return notFoundPage(parts, c);
  const saved = c.req.query('saved');
  const content = (
    <CalendarPage
      view={viewOf(parts, c)}
      of={of}
      edits={editsShown(parts, c, of)}
      form={readFormState(c.req.queries())}
      wrong={wrong}
      saved={saved === 'done' || saved === 'undone' ? saved : null}
      address={await readFeedAddress(parts.service, shop)}
    />
  );
  return page(c, content, wrong.length === 0 ? 200 : 422);
}

function readYear(text: string | undefined): number | null | 'invalid' {
  if (text === undefined) return null;
  const year = /^\d{4}$/.test(text) ? Number(text) : 0;
  return year >= FIRST_YEAR && year <= LAST_YEAR ? year : 'invalid';
}

function editsShown({ service, calendarEdits }: PageParts, c: Context<AccessEnv>, { shop }: CalendarYear): EditsShown {
  if (!principalOf(c).scopes.has('admin')) return 'no-scope';
  return readEditState(service, calendarEdits ?? null, shop.id) ?? 'no-folder';
}

/** Makes a new secret address, shown this once, or ends the one there is. */
async function feedAddress(parts: PageParts, c: Context<AccessEnv>, id: string): Promise<Response> {
  const { service } = parts;
  const shop = service.config.shops.get(id);
  if (shop === undefined) return notFoundPage(parts, c);
  const { action } = await c.req.parseBody();
  const by = principalOf(c).name;
  if (action === 'revoke') await revokeFeedAddress(service, id, by);
  if (action !== 'make') return c.redirect(`${calendarPath(parts, c, id)}#feeds`, 303);
  const secret = await makeFeedAddress(service, id, by);
  return page(
    c,
    <FeedAddressPage
      view={viewOf(parts, c)}
      shop={shop}
      publicUrl={service.config.service.publicUrl}
      secret={secret}
    />,
  );
}

async function previewPage(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const form = c.req.queries();
  const asked = readEditRequest(form);
  const preview = await previewCalendarChange(parts.service, parts.calendarEdits ?? null, shop, asked);
  if ('refused' in preview) return notPreviewed(parts, c, shop, { asked, refused: preview });
  // An address with each day once over is too long to keep, and a link keeps each field once.
  if (isFilledIn(form)) return c.redirect(calendarPath(parts, c, shop, queryOf(asked), '/preview'), 303);
  return shown(parts, c, shop, { asked, preview, status: 200 });
}

/** At its field where it was typed; what was not typed is told on a page of its own. */
function notPreviewed(
  parts: PageParts,
  c: Context<AccessEnv>,
  shop: string,
  { asked, refused }: { readonly asked: EditRequest; readonly refused: Refused },
): Response | Promise<Response> {
  const isTyped = asked !== 'undo' && !('remove' in asked);
  if (!isTyped || (refused.refused !== 'usage' && refused.refused !== 'file'))
    return refusedPage(parts, c, shop, refused);
  const { language } = viewOf(parts, c);
  return yearPage(parts, c, shop, wrongOf(refused.refused, refused.faults, asked, language));
}

async function save(parts: PageParts, c: Context<AccessEnv>, shop: string): Promise<Response> {
  const form = await c.req.parseBody({ all: true });
  const asked = readEditRequest(form);
  const approved = { hash: readHash(form), who: principalOf(c).name };
  const done = await saveCalendarChange(parts.service, parts.calendarEdits ?? null, shop, asked, approved);
  if ('saved' in done)
    return c.redirect(
      calendarPath(parts, c, shop, { saved: asked === 'undo' ? 'undone' : 'done', ...yearOf(parts, done) }),
      303,
    );
  if (!('preview' in done)) return refusedPage(parts, c, shop, done);
  const status = done.refused === 'conflict' ? 409 : 422;
  return shown(parts, c, shop, { asked, preview: done.preview, status });
}

/** The year in which the change begins, so that one sees it; none where it is among the months from this one on. */
function yearOf({ service }: PageParts, { saved }: { readonly saved: CalendarPreview }): { year?: string } {
  const { days, calendar } = saved.effect;
  const first = days[0]?.day;
  if (first === undefined) return {};
  const months = ({ year, month }: CivilDate) => year * 12 + month;
  const ahead = months(civil(first)) - months(civil(calendar.zone.localDay(service.clock.now())));
  return ahead >= 0 && ahead < 12 ? {} : { year: String(civil(first).year) };
}

interface Shown {
  readonly asked: EditRequest;
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
