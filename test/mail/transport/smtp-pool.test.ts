// Mails over connections that stay open: the server's limits are kept, and a connection that it ends between two mails
// costs no attempt. What a cut means, and who has the mail, stays as it is with a connection for each (MAIL.md 14).

import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openBackoff } from '../../../src/mail/transport/backoff.ts';
import { openTransport } from '../../../src/mail/transport/mail-transport.ts';
import type { SendOutcome } from '../../../src/mail/transport/outcome.ts';
import { openRate } from '../../../src/mail/transport/smtp-rate.ts';
import { parseSmtpUrl } from '../../../src/mail/transport/smtp-url.ts';
import { eventually } from '../../support/eventually.ts';
import { outgoing } from '../sample.ts';
import { refusedUrl, startRaw, startSmtp } from './smtp-servers.ts';

const TIMEOUTS = { connection: 5_000, greeting: 5_000, socket: 5_000, whole: 20_000 };

function open(smtpUrl: string) {
  const transport = openTransport({ smtpUrl, mailDir: '', timeouts: TIMEOUTS });
  onTestFinished(() => transport.close());
  return transport;
}

interface Talk {
  /** The lines of each connection, commands alone. */
  readonly connections: string[][];
  /** Message-IDs that were answered with a 250. */
  readonly taken: string[];
  readonly sockets: Socket[];
}

/** A server by hand; `answer` gives another reply to a command, or null where it cuts the connection. */
async function talk(
  answer: (line: string, connection: number) => string | null | undefined,
): Promise<Talk & { url: string }> {
  const seen: Talk = { connections: [], taken: [], sockets: [] };
  const { url } = await startRaw((socket) => {
    const lines: string[] = [];
    const number = seen.connections.push(lines) - 1;
    seen.sockets.push(socket);
    let message: string[] | null = null;
    let rest = '';
    const reply = (line: string, usual: string): void => {
      const other = answer(line, number);
      if (other === null) socket.destroy();
      else socket.write(`${other ?? usual}\r\n`);
    };
    socket.on('data', (bytes) => {
      rest += bytes.toString('utf8');
      const parts = rest.split('\r\n');
      rest = parts.pop()!;
      for (const line of parts) {
        if (message !== null && line !== '.') {
          message.push(line);
          continue;
        }
        if (message === null) lines.push(line);
        if (line === '.') {
          const id = message!.find((header) => header.startsWith('Message-ID: '))!.slice(12);
          message = null;
          reply('.', '250 ok');
          if (!socket.destroyed) seen.taken.push(id);
        } else if (line.startsWith('DATA')) {
          reply(line, '354 go on');
          message = [];
        } else reply(line, line.startsWith('EHLO') ? '250 here' : '250 ok');
      }
    });
    socket.write('220 here\r\n');
  });
  return { ...seen, url };
}

const mail = (number: number) => outgoing({ outboxId: String(number), messageId: `<${number}@example.jp>` });
const sent = (talked: Talk) =>
  talked.connections.map((lines) => lines.filter((line) => line.startsWith('MAIL')).length);

test('mails that follow each other share a connection', async () => {
  const server = await talk(() => undefined);
  const transport = open(server.url);
  for (const number of [1, 2, 3]) expect((await transport.send(mail(number))).kind).toBe('delivered');
  expect(sent(server)).toEqual([3]);
});

test('a 421 on an idle connection, and its end, is no failed attempt: the next mail takes another one', async () => {
  const server = await talk(() => undefined);
  const transport = open(server.url);
  await transport.send(mail(1));
  server.sockets[0]!.end('421 4.4.2 idle for too long\r\n');
  expect((await transport.send(mail(2))).kind).toBe('delivered');
  expect(server.taken).toEqual(['<1@example.jp>', '<2@example.jp>']);
});

test.each([
  ['a 421', '421 4.4.2 idle for too long'],
  ['a cut', null],
])('%s in answer to the second mail of a connection is no failed attempt either', async (_, answer) => {
  let mails = 0;
  const server = await talk((line) => (line.startsWith('MAIL') && ++mails === 2 ? answer : undefined));
  const transport = open(server.url);
  await transport.send(mail(1));
  expect((await transport.send(mail(2))).kind).toBe('delivered');
  expect(server.taken).toEqual(['<1@example.jp>', '<2@example.jp>']);
  expect(server.connections).toHaveLength(2);
});

test('a 421 to the first mail of a connection is an answer like any other', async () => {
  const server = await talk((line) => (line.startsWith('MAIL') ? '421 4.3.2 not now' : undefined));
  expect(await open(server.url).send(mail(1))).toMatchObject({ kind: 'retry', detail: { reply: 421, stage: 'mail' } });
  expect(sent(server)).toEqual([1]);
});

test('a cut after the dot of a later mail: unknown, and it is not sent again by itself', async () => {
  let dots = 0;
  const server = await talk((line) => (line === '.' && ++dots === 2 ? null : undefined));
  const transport = open(server.url);
  await transport.send(mail(1));
  expect((await transport.send(mail(2))).kind).toBe('unknown');
  expect((await transport.send(mail(3))).kind).toBe('delivered');
  expect(server.taken).toEqual(['<1@example.jp>', '<3@example.jp>']);
  expect(sent(server)).toEqual([2, 1]);
});

test('a cut amid a later mail says nothing about those beside it', async () => {
  const server = await startSmtp();
  const transport = open(`${server.url}?maxConnections=3`);
  server.faults.data = (stream, answer) => stream.on('end', () => answer(null)).resume();
  await Promise.all([1, 2, 3].map((number) => transport.send(mail(number))));
  let cuts = 0;
  server.faults.data = (stream, answer) =>
    stream.on('end', () => (cuts++ === 0 ? stream.emit('gone') : answer(null))).resume();
  const first = transport.send(mail(4));
  await eventually(() => cuts === 1);
  expect((await transport.send(mail(5))).kind).toBe('delivered');
  server.cut();
  expect((await first).kind).toBe('unknown');
});

test('partly refused on a connection that stays open: each address has its own outcome, mail by mail', async () => {
  const server = await startSmtp({ refuse: { 'b@example.jp': '550 5.1.1 nobody', 'c@example.jp': 450 } });
  const transport = open(`${server.url}?maxConnections=1`);
  const to = ['a@example.jp', 'b@example.jp', 'c@example.jp'];
  for (const outboxId of ['1', '2'])
    expect(await transport.send(outgoing({ outboxId, to }))).toMatchObject({
      kind: 'delivered',
      accepted: ['a@example.jp'],
      refused: [{ address: 'b@example.jp' }],
      deferred: [{ address: 'c@example.jp' }],
    });
  expect(server.received.map((one) => one.to)).toEqual([['a@example.jp'], ['a@example.jp']]);
});

test('no more connections, and no more messages over one, than the URL allows', async () => {
  const server = await talk(() => undefined);
  const transport = open(`${server.url}?maxConnections=2&maxMessages=3`);
  expect(transport.atOnce).toBe(12);
  const outcomes = await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((number) => transport.send(mail(number))));
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['delivered']));
  expect(new Set(server.taken).size).toBe(8);
  expect(Math.max(...sent(server))).toBe(3);
});

test('limits of the URL: their defaults, and what none is', () => {
  expect(parseSmtpUrl('smtp://h').limits).toEqual({ maxConnections: 5, maxMessages: 100, rateLimit: null });
  const { limits, url } = parseSmtpUrl('smtp://h/?maxConnections=2&maxMessages=10&rateLimit=14&name=here');
  expect(limits).toEqual({ maxConnections: 2, maxMessages: 10, rateLimit: 14 });
  expect(url).toBe('smtp://h/?name=here');
  for (const [key, most] of [
    ['maxConnections', 100],
    ['maxMessages', 100_000],
    ['rateLimit', 10_000],
  ] as const)
    for (const wrong of ['0', '-1', '1.5', 'many', '', String(most + 1)])
      expect(() => parseSmtpUrl(`smtp://u:hunter2@h/?${key}=${wrong}`)).toThrow(
        `SMTP_URL: ${key} must be a whole number from 1 to ${most}`,
      );
});

test('with a rate a second, no more is handed over than goes out within half a minute', () => {
  expect(open('smtp://127.0.0.1:1?rateLimit=1').atOnce).toBe(30);
  expect(open('smtp://127.0.0.1:1?rateLimit=1&maxConnections=1').atOnce).toBe(6);
  expect(open('smtp://127.0.0.1:1?rateLimit=2&maxConnections=100').atOnce).toBe(60);
});

test('a rate a second: in the order in which they ask, no more in any second, also after a rest', async () => {
  let time = 0;
  const sleepers: { at: number; wake: () => void }[] = [];
  const sleep = (ms: number) => new Promise<void>((wake) => sleepers.push({ at: time + ms, wake }));
  const turn = openRate(2, { now: () => time, sleep });
  const went: [number, number][] = [];
  const ask = (...numbers: number[]) => numbers.map((number) => turn().then(() => went.push([number, time])));
  const pass = async (ms: number) => {
    await new Promise((resolve) => setImmediate(resolve));
    for (const end = time + ms; time < end; ) {
      time += 100;
      for (const sleeper of sleepers.splice(0)) sleeper.at <= time ? sleeper.wake() : sleepers.push(sleeper);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const first = ask(1, 2, 3, 4, 5);
  await pass(10_000);
  const later = ask(6, 7, 8);
  await pass(5_000);
  await Promise.all([...first, ...later]);
  expect(went).toEqual([
    [1, 0],
    [2, 0],
    [3, 1_000],
    [4, 1_000],
    [5, 2_000],
    [6, 10_000],
    [7, 10_000],
    [8, 11_000],
  ]);
});

test('a rate a second is kept by what goes out, not only by what is handed over', async () => {
  const server = await talk(() => undefined);
  const transport = open(`${server.url}?rateLimit=2`);
  const began = performance.now();
  const times = await Promise.all(
    [1, 2, 3, 4, 5].map((number) => transport.send(mail(number)).then(() => performance.now() - began)),
  );
  // Two in the first second, two in the next: the fifth waits for both. Timers may ring a millisecond early.
  expect(times.filter((ms) => ms < 990)).toHaveLength(2);
  expect(Math.max(...times)).toBeGreaterThanOrEqual(1_980);
  expect(new Set(server.taken).size).toBe(5);
});

test('a server that takes no connections is left alone: a second, twice as long each time, a minute at most', () => {
  let now = 0;
  const { restMs, note } = openBackoff(() => now);
  const away: SendOutcome = {
    kind: 'retry',
    reason: 'ECONNREFUSED',
    refused: [],
    detail: { reply: null, fault: 'ECONNREFUSED', stage: 'connection' },
  };
  const rests = Array.from({ length: 8 }, () => {
    const began = now;
    note(away, began);
    // What was handed over before says the same once more.
    note(away, began - 1);
    const rest = restMs();
    now += rest;
    return rest / 1_000;
  });
  expect(rests).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  note({ kind: 'delivered', accepted: ['a@example.jp'], refused: [], deferred: [] }, now);
  expect(restMs()).toBe(0);
  note(away, now);
  expect(restMs()).toBe(1_000);
});

test('a transport rests after a refused connection, and not after a refused mail', async () => {
  const refused = open(await refusedUrl());
  await refused.send(mail(1));
  expect(refused.restMs!()).toBeGreaterThan(0);
  const server = await talk((line) => (line.startsWith('MAIL') ? '451 not now' : undefined));
  const other = open(server.url);
  await other.send(mail(2));
  expect(other.restMs!()).toBe(0);
});
