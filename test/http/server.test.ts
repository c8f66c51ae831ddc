import { once } from 'node:events';
import { connect } from 'node:net';
import pino from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { type HttpOptions, type HttpServer, openHttp } from '../../src/http/server.ts';
import { revokeToken } from '../../src/service/access/tokens.ts';
import { silentLogger } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { bearer, tokenFor } from './access/desk.ts';
import { fixture, HEALTHY } from './support.ts';

describe('the server on a socket', () => {
  const on = fixture();
  const opened: HttpServer[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((server) => server.close()));
  });
  const open = async (port = 0, more: Partial<HttpOptions> = {}) => {
    const server = await openHttp({
      service: on.service,
      health: HEALTHY,
      logger: silentLogger,
      port,
      host: '127.0.0.1',
      ...more,
    });
    opened.push(server);
    return server;
  };

  test('chooses a free port and answers on it', async () => {
    const { url, port } = await open();
    expect(url).toBe(`http://127.0.0.1:${port}`);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('a port or an address that it cannot have is a fault of the environment, with what is allowed', async () => {
    const { port } = await open();
    await expect(open(port)).rejects.toEqual(
      expect.objectContaining({
        name: 'InvalidConfigError',
        message: `PORT: found ${port}, which is taken on 127.0.0.1; allowed: a free port, or 0 for any`,
      }),
    );
    const elsewhere = expect.objectContaining({
      name: 'InvalidConfigError',
      message: 'HOST: found 192.0.2.1; allowed: an address of this machine',
    });
    // Also while it waits for the first token.
    await expect(open(0, { host: '192.0.2.1' })).rejects.toEqual(elsewhere);
    await tokenFor(on);
    await expect(open(0, { host: '192.0.2.1' })).rejects.toEqual(elsewhere);
  });

  /** A post that the server has begun to read and that lacks its last byte. */
  const halfPost = async (port: number) => {
    const socket = connect(port, '127.0.0.1');
    const head = ['POST /v1/events HTTP/1.1', 'Host: localhost', 'Content-Length: 2', 'Expect: 100-continue'];
    socket.write(`${head.join('\r\n')}\r\n\r\n`);
    const [text] = await once(socket, 'data');
    expect(String(text)).toMatch(/^HTTP\/1\.1 100 /);
    socket.write('[');
    return socket;
  };

  /** What the log was told, with its level. */
  const listening = () => {
    const said: [string, string][] = [];
    const write = (text: string) => void said.push([JSON.parse(text).level, JSON.parse(text).msg]);
    return { said, logger: pino({ level: 'info', formatters: { level: (label) => ({ level: label }) } }, { write }) };
  };

  test('on the loopback it tells the log that there is no token', async () => {
    const { said, logger } = listening();
    await open(0, { logger });
    expect(said).toEqual([['info', expect.stringContaining('loopback only')]]);
  });

  test('without a token it listens on the loopback only, whatever HOST says, and says so loudly', async () => {
    const { said, logger } = listening();
    const { url } = await open(0, { host: '0.0.0.0', logger });
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:/);
    expect(said).toEqual([['warn', expect.stringContaining('NO TOKEN')]]);
    expect(said[0]![1]).toContain('inquiry-sla token create');
  });

  test('with the first token it begins to listen on HOST, without a restart', async () => {
    const { said, logger } = listening();
    const server = await open(0, { host: '0.0.0.0', logger, closeWithinMs: 60_000 });
    const socket = await halfPost(server.port);
    // From now on: whoever is asked for a token only after the first was made is refused at once.
    const answered = once(socket, 'data');
    const secret = await tokenFor(on);
    // It may not have begun to wait for its next look when the time goes on.
    await eventually(async () => {
      await on.clock.advance(2_000);
      expect(server.url).toBe(`http://0.0.0.0:${server.port}`);
    });
    expect(said.at(-1)).toEqual(['warn', expect.stringContaining('listen on 0.0.0.0')]);
    const ask = (headers: Record<string, string>) =>
      fetch(`http://127.0.0.2:${server.port}/v1/shops/sample-tea/summary`, { headers });
    expect([(await ask({})).status, (await ask(bearer(secret))).status]).toEqual([401, 200]);
    socket.write(']');
    const [answer] = await answered;
    expect(String(answer), 'what was under way is finished').toMatch(/^HTTP\/1\.1 (200|401) /);
  });

  test('with a token it listens on HOST at once, and stays there when the token is revoked', async () => {
    await tokenFor(on);
    await revokeToken(on.service, 1);
    const { said, logger } = listening();
    const { port, url } = await open(0, { host: '0.0.0.0', logger });
    expect(url).toBe(`http://0.0.0.0:${port}`);
    expect(said).toEqual([['info', expect.stringContaining('everybody needs a token')]]);
    expect((await fetch(`http://127.0.0.2:${port}/v1/shops/sample-tea/summary`)).status).toBe(401);
  });

  test.each(['with its length', 'in chunks'])('refuses a body of 2 MB sent %s with the reason', async (how) => {
    const { url } = await open();
    const body = Buffer.alloc(2_000_000, '{"a":1}\n');
    const chunked = new ReadableStream({
      start: (controller) => {
        for (let at = 0; at < body.length; at += 100_000) controller.enqueue(body.subarray(at, at + 100_000));
        controller.close();
      },
    });
    const init = how === 'in chunks' ? { body: chunked, duplex: 'half' } : { body };
    const answer = await fetch(`${url}/v1/events`, { method: 'POST', ...init } as RequestInit);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ code: 'body-too-large', detail: expect.stringContaining('1048576') });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('takes a body of just under 1 MiB', async () => {
    const { url } = await open();
    const event = {
      shop: 'sample-tea',
      inquiry: 'i1',
      event: { type: 'customer_message', id: 'm', at: '2026-11-25T10:00:00+09:00' },
    };
    const body = `[${JSON.stringify(event)}`.padEnd(1024 * 1024 - 1, ' ').concat(']');
    const answer = await fetch(`${url}/v1/events`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, await answer.json()]).toEqual([200, { accepted: 1, known: 0, refused: [] }]);
  });

  test('refuses a Host of somebody else, as DNS rebinding would send it', async () => {
    const { port } = await open();
    const socket = connect(port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    const [head] = await once(socket, 'data');
    expect(String(head)).toMatch(/^HTTP\/1\.1 421 /);
    socket.destroy();
  });

  test('closing waits for the request in flight and takes no new one', async () => {
    const { port, url, close } = await open();
    const socket = await halfPost(port);
    const closed = close();
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    socket.write(']');
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 200 /);
    await closed;
  });

  test('closing does not wait for a client that never ends', async () => {
    const { port, close } = await open(0, { closeWithinMs: 30 });
    const socket = await halfPost(port);
    const cut = new Promise((resolve) => socket.once('close', resolve));
    // What the server has not read yet makes it a reset.
    socket.on('error', ({ code }: NodeJS.ErrnoException) => expect(code).toBe('ECONNRESET'));
    await close();
    await cut;
    expect(socket.destroyed).toBe(true);
  });

  test('closing does not wait for connections that are kept alive', async () => {
    const { port, close } = await open(0, { closeWithinMs: 60_000 });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await once(socket, 'data');
    const cut = once(socket, 'close');
    const began = performance.now();
    await close();
    await cut;
    expect(performance.now() - began).toBeLessThan(30_000);
  });
});
