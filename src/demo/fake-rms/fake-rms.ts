// A fake RMS on a real socket of this machine, for the demo and the tests: it shows what happened up to its clock's now,
// checks the ESA header as RMS does, misbehaves on demand and notes every request. What it notes holds no secret.

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { calendarRoute, expiryRoute } from './calendar-routes.ts';
import { createFaults, type Endpoint, type Fault, type Faults, type SeenRequest } from './injected-faults.ts';
import { countRoute, listRoute, oneRoute, type RouteContext } from './inquiries-routes.ts';
import { type FakeAnswer, html, unauthorised } from './wire-format.ts';
import type { FakeShop, FakeWorld } from './world.ts';

export interface FakeRms {
  /** The base URL, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly faults: Faults;
  /** Every request so far, in order. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
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
  readonly clock: Clock;
  readonly faults: Faults;
  readonly requests: SeenRequest[];
}

/** Listens on 127.0.0.1, on a free port unless one is given. */
export async function startFakeRms(options: { world: FakeWorld; clock: Clock; port?: number }): Promise<FakeRms> {
  const running: Running = { world: options.world, clock: options.clock, faults: createFaults(), requests: [] };
  const server = createServer((request, response) => send(response, answer(running, request)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    faults: running.faults,
    requests: running.requests,
    close: () => close(server),
  };
}

function answer(running: Running, request: IncomingMessage): FakeAnswer {
  const url = new URL(request.url ?? '/', 'http://fake.invalid');
  const seen = note(request.method ?? '', url, running.clock.now());
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
  request: IncomingMessage,
  url: URL,
  seen: SeenRequest,
  struck: readonly Fault[],
): FakeAnswer {
  if (seen.endpoint === 'unknown') return html(404);
  if (seen.method !== 'GET') return html(405);
  const now = clock.now();
  const shop = shopOf(world, request.headers.authorization, seen.endpoint, now);
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

function send(response: ServerResponse, { status, type, body, headers, wire }: FakeAnswer): void {
  if (wire === 'stall') return;
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'content-type': `${type};charset=UTF-8`, 'content-length': bytes.length, ...headers });
  if (wire !== 'cut') return void response.end(bytes);
  response.write(bytes.subarray(0, bytes.length / 2), () => response.destroy());
}

/** Also ends stalled connections. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
