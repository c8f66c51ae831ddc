// ics: feeds over real HTTP servers of this machine, which only an injected option lets through: size, time, redirects,
// and addresses that are never asked.

import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { FeedError } from '../../src/ics/decode/feed-error.ts';
import { type FetchOptions, fetchFeed } from '../../src/ics/fetch-feed.ts';

const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** The loopback is let through, and every name leads to it. */
const HERE: FetchOptions = { allow: (address) => address === '127.0.0.1', resolve: async () => ['127.0.0.1'] };

async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://feeds.example.jp:${(server.address() as AddressInfo).port}/secret-path/basic.ics`;
}

async function fault(url: string, options: FetchOptions = HERE): Promise<string> {
  try {
    await fetchFeed(url, options);
    return 'none';
  } catch (error) {
    if (error instanceof FeedError) return `${error.kind}: ${error.message}`;
    throw error;
  }
}

describe('a feed', () => {
  test('is read from the address that was checked, under its own name', async () => {
    const hosts: unknown[] = [];
    const url = await serve(({ headers }, response) => {
      hosts.push(headers.host);
      response.end('BEGIN:VCALENDAR');
    });
    expect(Buffer.from(await fetchFeed(url, HERE)).toString()).toBe('BEGIN:VCALENDAR');
    expect(hosts).toEqual([new URL(url).host]);
  });

  test('is followed to where it moved', async () => {
    const url = await serve(({ url: path }, response) => {
      if (path !== '/new.ics') response.writeHead(302, { location: '/new.ics' }).end();
      else response.end('moved');
    });
    expect(Buffer.from(await fetchFeed(url, HERE)).toString()).toBe('moved');
  });

  test('is given up when the caller stops', async () => {
    const url = await serve(() => {});
    const stop = AbortSignal.abort(new Error('the service stops'));
    await expect(fetchFeed(url, { ...HERE, signal: stop })).rejects.toThrow('the service stops');
  });
});

describe('a feed is refused', () => {
  test.each<[string, RequestListener, string]>([
    ['with an error status', (_, response) => response.writeHead(404).end(), 'status: it answered HTTP 404'],
    [
      'larger than allowed, whatever its head says',
      (_, response) => {
        response.write('BEGIN');
        response.end(Buffer.alloc(20 * 1024 * 1024));
      },
      'too-big: it is larger than 20 MiB',
    ],
    [
      'larger than allowed by its head, before anything of it comes',
      (_, response) => response.writeHead(200, { 'content-length': 20 * 1024 * 1024 + 1 }).flushHeaders(),
      'too-big: it is larger than 20 MiB',
    ],
    [
      'that redirects to an IPv4 address inside an IPv6 one',
      (_, response) => response.writeHead(302, { location: 'http://[::7f00:1]/' }).end(),
      'address: its host leads to an address that is not public (ipv4Compatible)',
    ],
    [
      'compressed though it was not asked for',
      (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('x'),
      'status: it answered compressed (gzip)',
    ],
    [
      'that redirects in a circle',
      ({ url }, response) => response.writeHead(301, { location: url ?? '/' }).end(),
      'status: it redirects more than 5 times',
    ],
    [
      'that redirects to another kind of address',
      (_, response) => response.writeHead(301, { location: 'file:///etc/passwd' }).end(),
      'address: it redirects to an address of file:',
    ],
    [
      'that redirects into a private network',
      (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
      'address: its host leads to an address that is not public (linkLocal)',
    ],
    [
      'that breaks off',
      (_, response) => void response.socket?.destroy(),
      'network: it could not be reached (ECONNRESET)',
    ],
  ])('%s', async (_case, answer, expected) => {
    expect(await fault(await serve(answer))).toBe(expected);
  });

  test('that does not answer in time', async () => {
    expect(await fault(await serve(() => {}), { ...HERE, timeoutMs: 30 })).toBe('timeout: it was not answered in time');
  });

  test('that stalls in the middle', async () => {
    const url = await serve((_, response) => void response.write('BEGIN:'));
    expect(await fault(url, { ...HERE, timeoutMs: 40 })).toBe('timeout: it was not answered in time');
  });

  test('whose name is not found, or leads nowhere', async () => {
    const refuse = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect(await fault('http://nowhere.example/', { resolve: refuse })).toBe(
      'network: its host was not found (ENOTFOUND)',
    );
    expect(await fault('http://nowhere.example/', { resolve: async () => [] })).toBe(
      'network: its host was not found (no address)',
    );
  });

  test.each([
    'http://127.0.0.1:1/',
    'http://[::1]:1/',
    'http://localhost:1/',
    'http://2130706433:1/',
    'http://0x7f.1:1/',
  ])('at %s unless a test allows it', async (url) => {
    expect(await fault(url, {})).toBe('address: its host leads to an address that is not public (loopback)');
  });

  test('whose name leads to one public and one private address', async () => {
    const resolve = async () => ['203.0.114.7', '10.0.0.7'];
    expect(await fault('http://rebind.example/', { resolve })).toBe(
      'address: its host leads to an address that is not public (private)',
    );
  });

  test('without its address, which may be a key, in the message', async () => {
    const url = await serve((_, response) => response.writeHead(500).end());
    expect(await fault(url)).not.toContain('secret-path');
  });
});
