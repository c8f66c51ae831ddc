// A fake RMS on a real socket of this machine, for the demo and the tests.

import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../core/clock.ts';
import { createFakeAnswers } from './fake-answers.ts';
import type { Faults, SeenRequest } from './injected-faults.ts';
import type { FakeAnswer } from './wire-format.ts';
import type { FakeWorld } from './world.ts';

export interface FakeRms {
  /** The base URL, `http://127.0.0.1:<port>`. */
  readonly url: string;
  readonly faults: Faults;
  /** Every request so far, in order. */
  readonly requests: readonly SeenRequest[];
  close(): Promise<void>;
}

/** Listens on 127.0.0.1, on a free port unless one is given. */
export async function startFakeRms(options: { world: FakeWorld; clock: Clock; port?: number }): Promise<FakeRms> {
  const { faults, requests, answer } = createFakeAnswers(options);
  const server = createServer((request, response) => {
    const { method = '', url: path = '/', headers } = request;
    send(response, answer({ method, path, authorization: headers.authorization }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    faults,
    requests,
    close: () => close(server),
  };
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
