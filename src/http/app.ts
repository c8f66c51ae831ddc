// http: the application without a socket: guards first, then health, API and pages. Tests ask it directly.

import { type Context, Hono } from 'hono';
import { compress } from 'hono/compress';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import type { CalendarEdits } from '../service/edit-calendar.ts';
import { isTransient } from '../service/reach-database.ts';
import type { Service } from '../service/service.ts';
import { identify } from './access/identify.ts';
import { guardedRoutes, needsNobody } from './access/needs.ts';
import type { AccessEnv } from './access/principal.ts';
import { eventsRoutes } from './api/events.ts';
import { shopsRoutes } from './api/shops.ts';
import { assetsRoutes } from './assets.ts';
import { noForeignPages, onlyOurNames } from './guard.ts';
import { type HealthParts, readReadiness } from './health.ts';
import { boardRoutes } from './pages/board/routes.tsx';
import { inquiryRoutes } from './pages/inquiry/routes.tsx';
import { mailsRoutes } from './pages/mails/routes.tsx';
import { failedPage, notFoundPage } from './pages/page.tsx';
import { shopRoutes } from './pages/shop/routes.tsx';
import { systemRoutes } from './pages/system/routes.tsx';
import { problem } from './problem.ts';

export interface HttpParts {
  readonly service: Service;
  readonly health: HealthParts;
  readonly logger: Logger;
  /** Left out where no folder of files is open: calendars are shown, not edited. */
  readonly calendarEdits?: CalendarEdits;
}

const PAGES = [boardRoutes, shopRoutes, inquiryRoutes, mailsRoutes, systemRoutes] as const;

/** Only what is read: a refused body must not be answered by a stream, that would cut its sender off. */
const compressed = compress();

/** @throws Error when a route does not say what it needs. */
export function createHttpApp(parts: HttpParts): Hono<AccessEnv> {
  const { service, health } = parts;
  const app = new Hono<AccessEnv>();
  app.use(headers());
  app.use('/mails/:id', headers([`'unsafe-inline'`]));
  app.use(onlyOurNames(service), noForeignPages(service), identify());
  app.use((c, next) => (c.req.method === 'GET' ? compressed(c, next) : next()));
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  app.get('/healthz', needsNobody(), (c) => c.json({ status: 'ok' }));
  app.get('/readyz', needsNobody(), async (c) => {
    const readiness = await readReadiness(service, health);
    return c.json(readiness, readiness.ready ? 200 : 503);
  });
  app.route('/', assetsRoutes());
  app.route('/', eventsRoutes(service));
  app.route('/', shopsRoutes(service));
  for (const routes of PAGES) app.route('/', routes(parts));
  app.notFound((c) =>
    isForPrograms(c) ? problem(c, 404, 'not-found', 'there is no such route') : notFoundPage(parts, c),
  );
  app.onError((error, c) => failed(parts, error, c));
  const open = guardedRoutes(app).filter(({ need }) => need === null);
  if (open.length > 0) throw new Error(`routes without needs: ${open.map(({ path }) => path).join(', ')}`);
  return app;
}

/** Our own scripts and style sheets, nothing inline; `attributes` for the style attributes of a mail in its frame. */
function headers(attributes: readonly string[] = [`'none'`]) {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: [`'none'`],
      scriptSrc: [`'self'`],
      styleSrcElem: [`'self'`],
      styleSrcAttr: [...attributes],
      connectSrc: [`'self'`],
      imgSrc: [`'self'`],
      baseUri: [`'none'`],
      formAction: [`'self'`],
      frameAncestors: [`'none'`],
    },
    // A page's own middleware has spoken before.
    overwrite: false,
    // Without TLS of our own this is the reverse proxy's to say.
    strictTransportSecurity: false,
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
  });
}

function isForPrograms(c: Context): boolean {
  return /^\/(v1\/|healthz|readyz)/.test(c.req.path);
}

function failed(parts: HttpParts, error: Error, c: Context<AccessEnv>): Response {
  const transient = isTransient(error);
  parts.logger.error({ err: error, method: c.req.method, path: c.req.routePath }, 'request failed');
  const status = transient ? 503 : 500;
  if (!isForPrograms(c)) return failedPage(parts, c, status);
  if (!transient) return problem(c, 500, 'internal', 'an internal error; it is in the log');
  c.header('retry-after', '5');
  return problem(c, 503, 'unavailable', 'the database cannot be reached; try again');
}
