// http: the socket. There are no tokens yet: on loopback it is as safe as the machine, elsewhere it says so loudly.
// Closing waits for requests in flight.

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { createHttpApp, type HttpParts } from './app.ts';

export interface HttpOptions extends HttpParts {
  /** 0: any free port. */
  readonly port: number;
  /** An IP address; anything but loopback is the operator's own decision and is warned of. */
  readonly host: string;
  /** How long closing waits for requests in flight; default 3 s. */
  readonly closeWithinMs?: number;
}

export interface HttpServer {
  readonly url: string;
  readonly port: number;
  /** Takes no new requests and waits a bounded time for those in flight. */
  close(): Promise<void>;
}

const LOOPBACK = /^(127\.|::1$)/;
const CLOSE_MS = 3_000;
const SWEEP_MS = 20;
/** A client that sends its request slower than this is cut off. */
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;

/** Listens and resolves when requests are taken. Rejects when the port is taken or not allowed. */
export async function openHttp(options: HttpOptions): Promise<HttpServer> {
  const { host, logger } = options;
  const server = createAdaptorServer({
    fetch: createHttpApp(options).fetch,
    serverOptions: { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS },
  }) as Server;
  await listen(server, options.port, host);
  const { port } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  sayWhoCanReachIt(host, url, logger);
  return { url, port, close: () => close(server, options.closeWithinMs ?? CLOSE_MS) };
}

function sayWhoCanReachIt(host: string, url: string, logger: HttpParts['logger']): void {
  if (LOOPBACK.test(host)) logger.info({ url }, 'dashboard and API listen on loopback only: there are no tokens yet');
  else
    logger.warn(
      { url },
      'dashboard and API listen beyond this machine and there are no tokens yet: whoever reaches them can read and send',
    );
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new Error(`port ${port} on ${host} is taken; set PORT to another one, or 0 for any`, { cause: error })
          : error,
      ),
    );
    server.listen(port, host, resolve);
  });
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
