// http: the socket. While there is no token it is on the loopback, whatever HOST says; the first token opens HOST.
// Closing waits for requests in flight. 0.0.0.0 cannot be had beside 127.0.0.1 on one port, so the socket moves.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { fault, InvalidConfigError } from '../config/values/faults.ts';
import { virtualMs } from '../core/clock.ts';
import { createLive } from '../service/board/watch-changes.ts';
import { startTicker, type Ticker } from '../service/loop.ts';
import { createHealthReader } from '../service/status/health/read-health.ts';
import { type IsClosed, watchTokens } from './access/closed.ts';
import { createHttpApp, type HttpParts, headerOf } from './http-app.ts';
import { createLiveStreams } from './live-streams.ts';

export interface HttpOptions extends HttpParts {
  /** 0: any free port. */
  readonly port: number;
  /** An IP address; any but the loopback waits for the first token. */
  readonly host: string;
  /** How long closing waits for requests in flight; default 3 s. */
  readonly closeWithinMs?: number;
}

export interface HttpServer {
  /** Where it listens now. */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests and waits a bounded time for those in flight. */
  close(): Promise<void>;
}

type Fetch = ReturnType<typeof createHttpApp>['fetch'];

const LOOPBACK = '127.0.0.1';
const CLOSE_MS = 3_000;
const SWEEP_MS = 20;
/** A client that sends its request slower than this is cut off. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
/** Real time between two looks for the first token. */
const LOOK_REAL_MS = 2_000;

/** Listens and resolves when requests are taken. Rejects when the port is taken or not allowed. */
export async function openHttp(options: HttpOptions): Promise<HttpServer> {
  const { service, host, closeWithinMs = CLOSE_MS } = options;
  const reader = createHealthReader(service, options.health, options.healthOptions);
  const live = createLiveStreams(createLive(service, undefined, () => headerOf(reader)));
  const { fetch } = createHttpApp({ ...options, live, reader });
  const isClosed = watchTokens(service);
  const waits = !isLoopback(host) && !(await isClosed());
  // Whether it is there at all is better known before the first token than after it.
  if (waits) await close(await listen(fetch, 0, host), 0);
  let server = await listen(fetch, options.port, waits ? LOOPBACK : host);
  const { port } = server.address() as AddressInfo;
  let url = urlOf(server);
  const left: Promise<void>[] = [];
  const move = async () => {
    left.push(close(server, closeWithinMs));
    server = await listen(fetch, port, host).catch(async (error) => {
      server = await listen(fetch, port, LOOPBACK);
      throw error;
    });
    url = urlOf(server);
    options.logger.warn({ url }, `there is a token now: dashboard and API listen on ${host}`);
  };
  sayWhoCanReachIt(options, url, waits, await isClosed());
  const watch = waits ? moveWithFirstToken(service, isClosed, move) : null;
  return {
    get url() {
      return url;
    },
    port,
    close: async () => {
      await watch?.stop();
      // A page that is watched would stay in flight for ever.
      live.close();
      await Promise.all([...left, close(server, closeWithinMs)]);
    },
  };
}

function moveWithFirstToken(service: HttpParts['service'], isClosed: IsClosed, move: () => Promise<void>): Ticker {
  let moved = false;
  const look = async () => {
    if (!moved && (await isClosed())) {
      await move();
      moved = true;
    }
    return virtualMs(service.clock, LOOK_REAL_MS);
  };
  return startTicker('first token', look, service);
}

/** An unusual way to write the loopback counts as another address: it waits, which is safe. */
const isLoopback = (host: string): boolean => /^(127\.|::1$)/.test(host);

function urlOf(server: Server): string {
  const { address, port } = server.address() as AddressInfo;
  return `http://${address.includes(':') ? `[${address}]` : address}:${port}`;
}

function sayWhoCanReachIt({ host, logger }: HttpOptions, url: string, waits: boolean, closed: boolean): void {
  const make = 'make one with: inquiry-sla token create';
  if (closed) logger.info({ url }, 'dashboard and API listen; everybody needs a token');
  else if (waits)
    logger.warn({ url, host }, `THERE IS NO TOKEN: not listening on ${host} but on the loopback only; ${make}`);
  else logger.info({ url }, `dashboard and API listen on loopback only, open to this machine: no token yet; ${make}`);
}

function listen(fetch: Fetch, port: number, host: string): Promise<Server> {
  const serverOptions = { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS };
  const server = createAdaptorServer({ fetch, serverOptions }) as Server;
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(unfitAddress(error, port, host) ?? error));
    server.listen(port, host, () => resolve(server));
  });
}

/** What of the environment does not fit this machine; null for any other error. */
function unfitAddress({ code }: NodeJS.ErrnoException, port: number, host: string): InvalidConfigError | null {
  const where: Readonly<Record<string, { path: string; found: string; allowed: string }>> = {
    EADDRINUSE: { path: 'PORT', found: `${port}, which is taken on ${host}`, allowed: 'a free port, or 0 for any' },
    EACCES: { path: 'PORT', found: `${port}, which this user may not take`, allowed: 'a port from 1024 on' },
    EADDRNOTAVAIL: { path: 'HOST', found: host, allowed: 'an address of this machine' },
  };
  const unfit = where[code ?? ''];
  return unfit === undefined ? null : new InvalidConfigError([fault({ ...unfit, path: [unfit.path] })]);
}

async function close(server: Server, withinMs: number): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection kept alive turns idle only after its last answer, so once is not enough.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), withinMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(deadline);
}
