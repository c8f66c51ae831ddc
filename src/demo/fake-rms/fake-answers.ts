// What the fake RMS answers to a request: it shows what happened up to its clock's now, checks the ESA header as RMS does,
// misbehaves on demand and notes every request. What it notes holds no secret.

import type { Clock } from '../../core/clock.ts';
import { calendarRoute, expiryRoute } from './calendar-routes.ts';
import { createFaults, type Endpoint, type Fault, type Faults, type SeenRequest } from './injected-faults.ts';
import { countRoute, listRoute, oneRoute, type RouteContext } from './inquiries-routes.ts';
import { type FakeAnswer, html, unauthorised } from './wire-format.ts';
import type { FakeShop, FakeWorld } from './world.ts';

export interface FakeAnswers {
  readonly faults: Faults;
  /** Every request so far, in order. */
  readonly requests: readonly SeenRequest[];
  answer(request: FakeRequest): FakeAnswer;
}

/** As it comes over the wire. */
export interface FakeRequest {
  readonly method: string;
  /** From the first `/` on. */
  readonly path: string;
  readonly authorization: string | undefined;
}

const INQUIRIES = '/es/1.0/inquirymng-api';
const ENDPOINTS: readonly [RegExp, Endpoint][] = [
  [new RegExp(`^${INQUIRIES}/inquiries/count$`), 'count'],
  [new RegExp(`^${INQUIRIES}/inquiries$`), 'list'],
  [new RegExp(`^${INQUIRIES}/inquiry/[^/]+$`), 'one'],
  [/^\/es\/1\.0\/shop\/shopCalendar$/, 'calendar'],
  [/^\/es\/1\.0\/license-management\/license-key\/expiry-date$/, 'expiry'],
];

interface Running {
  readonly world: FakeWorld;
  readonly clock: Pick<Clock, 'now'>;
  readonly faults: Faults;
  readonly requests: SeenRequest[];
}

/** Answers of this world, by this clock. */
export function createFakeAnswers({ world, clock }: Pick<Running, 'world' | 'clock'>): FakeAnswers {
  const running: Running = { world, clock, faults: createFaults(), requests: [] };
  return { faults: running.faults, requests: running.requests, answer: (request) => answer(running, request) };
}

function answer(running: Running, request: FakeRequest): FakeAnswer {
  const url = new URL(request.path, 'http://fake.invalid');
  const seen = note(request.method, url, running.clock.now());
  running.requests.push(seen);
  const struck = running.faults.strike(seen);
  for (const fault of struck) if (fault.kind === 'meanwhile') fault.happens();
  const replaced = struck.find((fault) => fault.kind === 'instead');
  if (replaced !== undefined) return replaced.answer;
  const given = route(running, request, url, seen, struck);
  return struck.reduce((result, fault) => (fault.kind === 'after' ? fault.change(result) : result), given);
}

function route(
  { world, clock }: Running,
  request: FakeRequest,
  url: URL,
  seen: SeenRequest,
  struck: readonly Fault[],
): FakeAnswer {
  if (seen.endpoint === 'unknown') return html(404);
  if (seen.method !== 'GET') return html(405);
  const now = clock.now();
  const shop = shopOf(world, request.authorization, seen.endpoint, now);
  if (shop === null) return unauthorised();
  const context: RouteContext = {
    shop,
    now,
    query: url.searchParams,
    alter: (rows) => struck.reduce((result, fault) => (fault.kind === 'rows' ? fault.change(result) : result), rows),
  };
  if (seen.endpoint === 'count') return countRoute(context);
  if (seen.endpoint === 'list') return listRoute(context);
  if (seen.endpoint === 'calendar') return calendarRoute(context);
  if (seen.endpoint === 'expiry') return expiryRoute(context);
  return oneRoute(context, decodeURIComponent(url.pathname.split('/').at(-1)!));
}

/** `ESA base64(serviceSecret:licenseKey)` with a key that is live now; the expiry endpoint asks for the secret only. */
function shopOf(world: FakeWorld, header: string | undefined, endpoint: Endpoint, now: number): FakeShop | null {
  const match = /^ESA ([A-Za-z0-9+/]+={0,2})$/.exec(header ?? '');
  const [secret, key] = Buffer.from(match?.[1] ?? '', 'base64')
    .toString('utf8')
    .split(':');
  const shop = world.shopOf(secret ?? '');
  if (shop === null || endpoint === 'expiry') return shop;
  const live = shop.keys().some((one) => one.key === key && (one.liveFrom ?? now) <= now && now <= one.endsAt);
  return live ? shop : null;
}

function note(method: string, url: URL, at: number): SeenRequest {
  const { licenseKey: _, ...query } = Object.fromEntries(url.searchParams);
  const endpoint = ENDPOINTS.find(([pattern]) => pattern.test(url.pathname))?.[1] ?? 'unknown';
  return { method, path: url.pathname, endpoint, query, at };
}
