// pages: how a route answers with a page, and with what every page is rendered.

import type { Context } from 'hono';
import type { Instant, Language } from '../../core/model.ts';
import type { CalendarEdits } from '../../service/calendar/edit-calendar.ts';
import type { Service } from '../../service/service.ts';
import { mattersOf } from '../../service/status/health/matters.ts';
import type { HealthReader } from '../../service/status/health/read-health.ts';
import { readName } from '../access/cookie.ts';
import { type AccessEnv, maySee } from '../access/principal.ts';
import type { HealthParts } from '../health.ts';
import { whole } from '../whole.ts';
import { FailedPage, NotFoundPage } from './errors/page.tsx';
import { renderPage } from './layout.tsx';
import { createView, type View } from './view.ts';

export interface PageParts {
  readonly service: Service;
  readonly health: HealthParts;
  readonly reader: HealthReader;
  readonly calendarEdits?: CalendarEdits;
}

type PageStatus = 200 | 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503;

export function page(c: Context, content: { toString(): string }, status: PageStatus = 200): Response {
  return whole(c, renderPage(content), 'text/html; charset=UTF-8', status);
}

export function notFoundPage(parts: Pick<PageParts, 'service'>, c: Context<AccessEnv>): Response {
  return page(c, <NotFoundPage view={viewOf(parts, c)} />, 404);
}

export function failedPage(parts: Pick<PageParts, 'service'>, c: Context<AccessEnv>, status: 500 | 503): Response {
  return page(c, <FailedPage view={viewOf(parts, c)} isAway={status === 503} />, status);
}

/** `ahead`: the moment to come that the page shows, null for now. */
export function viewOf(
  { service }: Pick<PageParts, 'service'>,
  c: Context<AccessEnv>,
  ahead: Instant | null = null,
): View {
  const language: Language = c.req.query('lang') === 'en' ? 'en' : 'ja';
  const [principal, health] = [c.get('principal'), c.get('health')];
  const all = health?.matters ?? [];
  return createView({
    language,
    clock: service.clock.now(),
    ahead,
    timeZone: service.config.service.timeZone,
    url: new URL(c.req.url),
    principal,
    saidName: readName(c),
    askedAt: health?.now ?? null,
    matters: principal === null || principal.shops === null ? all : mattersOf(all, (shop) => maySee(principal, shop)),
  });
}
