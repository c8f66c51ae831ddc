// http: the application without a socket: guards first, then health, API and pages. Tests ask it directly.

import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { isTransient } from '../service/reach-database.ts';
import type { Service } from '../service/service.ts';
import { eventsRoutes } from './events-routes.ts';
import { noForeignPages, onlyOurNames } from './guard.ts';
import { type HealthParts, readReadiness } from './health.ts';
import { STYLE_HASH } from './pages/style.ts';
import { failedPage, notFoundPage, pagesRoutes } from './pages-routes.tsx';
import { problem } from './problem.ts';
import { shopsRoutes } from './shops-routes.ts';

export interface HttpParts {
  readonly service: Service;
  readonly health: HealthParts;
  readonly logger: Logger;
}

export function createHttpApp(parts: HttpParts): Hono {
  const { service, health } = parts;
  const app = new Hono();
  app.use(headers());
  app.use('/mails/:id', headers([`'unsafe-inline'`]));
  app.use(onlyOurNames(service), noForeignPages(service));
  app.use(async (c, next) => {
    await next();
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  });
  app.get('/healthz', (c) => c.json({ status: 'ok' }));
  app.get('/readyz', async (c) => {
    const readiness = await readReadiness(service, health);
    return c.json(readiness, readiness.ready ? 200 : 503);
  });
  app.route('/', eventsRoutes(service));
  app.route('/', shopsRoutes(service));
  app.route('/', pagesRoutes(parts));
  app.notFound((c) =>
    isForPrograms(c) ? problem(c, 404, 'not-found', 'there is no such route') : notFoundPage(parts, c),
  );
  app.onError((error, c) => failed(parts, error, c));
  return app;
}

/** No script anywhere, one style sheet by its hash; `attributes` for the style attributes of a mail in its frame. */
function headers(attributes: readonly string[] = [`'none'`]) {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: [`'none'`],
      styleSrcElem: [STYLE_HASH],
      styleSrcAttr: [...attributes],
      imgSrc: [`'self'`],
      baseUri: [`'none'`],
      formAction: [`'none'`],
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

function failed(parts: HttpParts, error: Error, c: Context): Response {
  const transient = isTransient(error);
  parts.logger.error({ err: error, method: c.req.method, path: c.req.routePath }, 'request failed');
  const status = transient ? 503 : 500;
  if (!isForPrograms(c)) return failedPage(parts, c, status);
  if (!transient) return problem(c, 500, 'internal', 'an internal error; it is in the log');
  c.header('retry-after', '5');
  return problem(c, 503, 'unavailable', 'the database cannot be reached; try again');
}
