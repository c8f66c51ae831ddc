// http: an answer that is there as a whole, on a real socket.

import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whole } from '../../src/http/whole.ts';

const LONG = '返信待ち '.repeat(1_000);
const SHORT = '返信待ち';

let server: Server;
beforeAll(async () => {
  const app = new Hono();
  app.use(compress());
  app.get('/long', (c) => whole(c, LONG, 'text/html; charset=UTF-8'));
  app.get('/short', (c) => whole(c, SHORT, 'text/html; charset=UTF-8', 404));
  server = createAdaptorServer(app) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
}

/** As it came over the line: `fetch` would undo the encoding. */
async function ask(path: string, accept: string | null, method = 'GET'): Promise<Asked> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    const headers = accept === null ? {} : { 'accept-encoding': accept };
    const asking = request({ port, host: '127.0.0.1', path, method, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => {
        const names = Object.entries(answer.headers).map(([name, value]) => [name, String(value)] as [string, string]);
        resolve({ status: answer.statusCode!, headers: new Headers(names), bytes: Buffer.concat(parts) });
      });
    });
    asking.on('error', reject).end();
  });
}

test.each(['gzip', 'gzip, deflate, br', '*', 'deflate;q=1, gzip;q=0.1', 'identity;q=0.5, *;q=0.1'])(
  'who takes %s gets it compressed, with its length',
  async (accept) => {
    const { status, headers, bytes } = await ask('/long', accept);
    expect(status).toBe(200);
    expect(gunzipSync(bytes).toString()).toBe(LONG);
    expect(headers.get('content-encoding')).toBe('gzip');
    expect(headers.get('content-length')).toBe(String(bytes.length));
    expect(headers.get('vary')).toBe('Accept-Encoding');
    expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
  },
);

test.each([null, '', 'identity', 'br', 'gzip;q=0', '*;q=0', 'gzip;q=0, identity;q=1, br'])(
  'who says %j gets it as it is, and caches know that it depends',
  async (accept) => {
    const { headers, bytes } = await ask('/long', accept);
    expect(bytes.toString()).toBe(LONG);
    expect(headers.get('content-encoding')).toBeNull();
    expect(headers.get('content-length')).toBe(String(Buffer.byteLength(LONG)));
    expect(headers.get('vary')).toBe('Accept-Encoding');
  },
);

test('a short one goes as it is, with the status it was given', async () => {
  const { status, headers, bytes } = await ask('/short', 'gzip');
  expect(status).toBe(404);
  expect(bytes.toString()).toBe(SHORT);
  expect(headers.get('content-encoding')).toBeNull();
});

test('HEAD has the headers and no body', async () => {
  const { status, headers, bytes } = await ask('/long', 'gzip', 'HEAD');
  expect(status).toBe(200);
  expect(bytes.length).toBe(0);
  expect(headers.get('content-type')).toBe('text/html; charset=UTF-8');
});
