// http: the application without a socket: guards first, then health, API and pages. Tests ask it directly.

import { type Context, Hono, type MiddlewareHandler, type Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { compress } from 'hono/compress';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { createLive } from '../service/board/watch-changes.ts';
import type { CalendarEdits } from '../service/calendar/edit-calendar.ts';
import type { Service } from '../service/service.ts';
import { createHealthReader, type HealthOptions, type HealthReader } from '../service/status/health/read-health.ts';
import { isTransient } from '../store/database.ts';
import { watchTokens } from './access/closed.ts';
import { isForm } from './access/form-token.ts';
import { type Gate, identify } from './access/identify.ts';
import { createLimits } from './access/limits.ts';
import { guardedRoutes } from './access/needs.ts';
import type { AccessEnv } from './access/principal.ts';
import { Refused } from './access/refused.ts';
import { apiRoutes } from './api/api.ts';
import { assetsRoutes } from './assets.ts';
import { noForeignPages, noNul, onlyOurNames } from './guard.ts';
import type { HealthParts } from './health.ts';
import { createLiveStreams, type LiveStreams } from './live-streams.ts';
import { createMetrics } from './metrics/routes.ts';
import { askedRoutes } from './pages/asked/routes.tsx';
import { auditPageRoutes } from './pages/audit/routes.tsx';
import { boardRoutes } from './pages/board/routes.tsx';
import { feedRoutes } from './pages/calendar/feed-routes.ts';
import { calendarRoutes } from './pages/calendar/routes.tsx';
import { contactsRoutes } from './pages/contacts/routes.tsx';
import { inquiriesRoutes } from './pages/inquiries/routes.tsx';
import { inquiryRoutes } from './pages/inquiry/routes.tsx';
import { answerRefused } from './pages/login/refused.tsx';
import { loginRoutes } from './pages/login/routes.tsx';
import { mailsRoutes } from './pages/mails/routes.tsx';
import { failedPage, notFoundPage } from './pages/page.tsx';
import { peopleRoutes } from './pages/people/routes.tsx';
import { presenceRoutes } from './pages/presence/routes.tsx';
import { reportsRoutes } from './pages/reports/routes.tsx';
import { seasonsRoutes } from './pages/seasons/routes.tsx';
import { shopMuteRoutes } from './pages/shop/mute.tsx';
import { shopRoutes } from './pages/shop/routes.tsx';
import { systemRoutes } from './pages/system/routes.tsx';
import { problem } from './problem.ts';
import { isForPrograms } from './route-kind.ts';

export interface HttpParts {
  readonly service: Service;
  readonly health: HealthParts;
  readonly logger: Logger;
  /** How the service is asked how it is; the defaults are meant for people. */
  readonly healthOptions?: HealthOptions;
  /** Proxies in front of us whose X-Forwarded-For is believed; default none. */
  readonly trustProxy?: number;
  /** Left out where no folder of files is open: calendars are shown, not edited. */
  readonly calendarEdits?: CalendarEdits;
  /** Left out: one of the application's own. */
  readonly reader?: HealthReader;
  /** Left out: streams of the application's own, that end with the process. */
  readonly live?: LiveStreams;
}

const PAGES = [
  boardRoutes,
  calendarRoutes,
  inquiriesRoutes,
  contactsRoutes,
  seasonsRoutes,
  peopleRoutes,
  shopRoutes,
  shopMuteRoutes,
  inquiryRoutes,
  presenceRoutes,
  reportsRoutes,
  askedRoutes,
  mailsRoutes,
  systemRoutes,
  auditPageRoutes,
] as const;

/** Only what is read: a refused body must not be answered by a stream, that would cut its sender off. */
const compressed = compress();
/** A page that has not begun to answer by then is looked after. */
const PATIENCE_MS = 1_000;
const limitedForm = bodyLimit({
  maxSize: 1024 * 1024,
  onError: (c) => problem(c, 413, 'body-too-large', 'a form may have 1 MiB'),
});

/** What a page takes is a form of ours, of bounded size. */
const formOnly: MiddlewareHandler = async (c, next) => {
  const isOther = c.req.method === 'POST' && c.req.header('content-type') !== undefined && !isForm(c);
  return isOther ? problem(c, 415, 'unsupported-media-type', 'send the form url-encoded') : limitedForm(c, next);
};

/** @throws Error when a route does not say what it needs. */
export function createHttpApp(parts: HttpParts): Hono<AccessEnv> {
  const { service } = parts;
  const app = new Hono<AccessEnv>();
  const reader = parts.reader ?? createHealthReader(service, parts.health, parts.healthOptions);
  const metrics = createMetrics(service, parts.health, reader);
  app.use(metrics.timed, headers());
  const gate: Gate = {
    service,
    isClosed: watchTokens(service),
    limits: createLimits(),
    trustProxy: parts.trustProxy ?? 0,
  };
  app.use(identify(gate), onlyOurNames(gate), noForeignPages(service));
  app.use((c, next) => (isForPrograms(c) ? next() : formOnly(c, next)));
  app.use((c, next) => (c.req.method === 'GET' ? compressed(c, next) : next()));
  app.use(async (c, next) => {
    await next();
    // By `c.header` the answer would be made anew, as a stream.
    if (!c.res.headers.has('cache-control')) c.res.headers.set('cache-control', 'no-store');
  });
  app.use(noNul());
  app.route('/', assetsRoutes());
  app.use((c, next) => (isForPrograms(c) ? next() : withHealth(parts, reader, c, next)));
  app.route('/', apiRoutes({ ...parts, reader }));
  app.route('/', metrics.routes());
  app.route('/', loginRoutes({ ...parts, reader }, gate));
  app.route('/', feedRoutes({ ...parts, reader }, gate));
  const live = parts.live ?? createLiveStreams(createLive(service, undefined, () => headerOf(reader)));
  for (const routes of PAGES) app.route('/', routes({ ...parts, live, reader }));
  app.notFound(async (c) => {
    if (isForPrograms(c)) return problem(c, 404, 'not-found', 'there is no such route');
    c.set('principal', await c.get('asker').look());
    return notFoundPage(parts, c);
  });
  app.onError((error, c) => failed(parts, error, c));
  const open = guardedRoutes(app).filter(({ need }) => need === null);
  if (open.length > 0) throw new Error(`routes without needs: ${open.map(({ path }) => path).join(', ')}`);
  return app;
}

/** What the header of every page says, without how long ago: a page that is watched says it as soon as it changes. */
export async function headerOf(reader: HealthReader): Promise<unknown> {
  const { matters } = await reader.recent();
  return matters.map(({ kind, since, shops }) => [kind, since, shops && [...shops]]);
}

/** Every page says how the service is. While the database does not answer no page waits for it. */
async function withHealth(
  parts: HttpParts,
  reader: HealthReader,
  c: Context<AccessEnv>,
  next: Next,
): Promise<Response | undefined> {
  const health = await reader.recent();
  c.set('health', health);
  if (health.facts.stored !== null) {
    const answered = next();
    if (c.req.method !== 'GET' || !(await isStuck(answered, reader))) {
      await answered;
      return undefined;
    }
  }
  c.header('retry-after', '5');
  return failedPage(parts, c, 503);
}

/** Whether an answer takes long and the database, asked anew, is away: then nobody waits for that answer. */
async function isStuck(answered: Promise<void>, reader: HealthReader): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS, 'late');
  });
  const first = await Promise.race([answered, late]);
  clearTimeout(timer);
  return first === 'late' && (await reader.ask()).facts.stored === null;
}

/** Our own scripts and style sheets, nothing inline; the one frame there is shows a mail from a route of ours. */
function headers() {
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: [`'none'`],
      scriptSrc: [`'self'`],
      styleSrcElem: [`'self'`],
      styleSrcAttr: [`'none'`],
      connectSrc: [`'self'`],
      imgSrc: [`'self'`],
      frameSrc: [`'self'`],
      baseUri: [`'none'`],
      formAction: [`'self'`],
      frameAncestors: [`'none'`],
    },
    // A page's own middleware has spoken before.
    overwrite: false,
    // Without TLS of our own this is the reverse proxy's to say.
    strictTransportSecurity: false,
    // Not no-referrer: with that a browser hides the origin of our own forms too, and the guard could not know them.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
  });
}

function failed(parts: HttpParts, error: Error, c: Context<AccessEnv>): Response | Promise<Response> {
  if (error instanceof Refused) return answerRefused(parts, c, error);
  if (error instanceof HTTPException) return unreadable(c, error.status);
  const transient = isTransient(error);
  parts.logger.error({ err: error, method: c.req.method, path: c.req.routePath }, 'request failed');
  const status = transient ? 503 : 500;
  if (!isForPrograms(c)) return failedPage(parts, c, status);
  if (!transient) return problem(c, 500, 'internal', 'an internal error; it is in the log');
  c.header('retry-after', '5');
  return problem(c, 503, 'unavailable', 'the database cannot be reached; try again');
}

/** What hono itself says of a body that it cannot read. */
function unreadable(c: Context<AccessEnv>, status: HTTPException['status']): Response {
  if (status === 415)
    return problem(c, 415, 'unsupported-media-type', 'the body must be JSON, with Content-Type: application/json');
  return problem(c, 400, 'malformed-body', 'the body cannot be read; allowed is one JSON object in UTF-8');
}
