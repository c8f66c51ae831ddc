// pages: how a route answers with a page, and with what every page is rendered.

import type { Context } from 'hono';
import type { Language } from '../../core/model.ts';
import type { CalendarEdits } from '../../service/edit-calendar.ts';
import type { Service } from '../../service/service.ts';
import type { AccessEnv } from '../access/principal.ts';
import { type HealthParts, tickPart } from '../health.ts';
import { FailedPage, NotFoundPage } from './errors/page.tsx';
import { renderPage } from './layout.tsx';
import { createView, type View } from './view.ts';
import type { Words } from './words.ts';

export interface PageParts {
  readonly service: Service;
  readonly health: HealthParts;
  readonly calendarEdits?: CalendarEdits;
}

type PageStatus = 200 | 400 | 401 | 403 | 404 | 409 | 422 | 429 | 500 | 503;

export function page(c: Context, content: { toString(): string }, status: PageStatus = 200): Response {
  return c.html(renderPage(content), status);
}

export function notFoundPage(parts: PageParts, c: Context<AccessEnv>): Response {
  return page(c, <NotFoundPage view={viewOf(parts, c)} />, 404);
}

export function failedPage(parts: PageParts, c: Context<AccessEnv>, status: 500 | 503): Response {
  return page(c, <FailedPage view={viewOf(parts, c)} />, status);
}

export function viewOf({ service, health }: PageParts, c: Context<AccessEnv>): View {
  const language: Language = c.req.query('lang') === 'en' ? 'en' : 'ja';
  return createView({
    language,
    now: service.clock.now(),
    timeZone: service.config.service.timeZone,
    url: new URL(c.req.url),
    principal: c.get('principal'),
    warnings: (words) => warningsOf(health, words),
  });
}

function warningsOf(health: HealthParts, { watch }: Words): string[] {
  const { ok, ageMs } = tickPart(health);
  const mail = health.mail();
  const tick = ageMs === null ? watch.starting : watch.stopped(Math.floor(ageMs / 60_000));
  return [
    ...(ok ? [] : [tick]),
    ...(health.queue().connected ? [] : [watch.queue]),
    ...(mail.ok ? [] : [watch.mail]),
    ...(mail.toldNobody ? [watch.filesOnly] : []),
  ];
}
