// The heartbeat: called while all is well, silent as soon as one part is not, and nothing of its address is ever said.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createHealthReader, type HealthSources } from '../../../src/service/status/health/read-health.ts';
import { startHeartbeatLoop } from '../../../src/service/status/send-heartbeat.ts';
import { recordTick } from '../../../src/store/status/heartbeats.ts';
import { createHeartbeatCall } from '../../../src/webhook/heartbeat-call.ts';
import { emptyTables, testDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { testService } from '../../support/service.ts';

const database = testDatabase();
const NOW = '2026-06-01T12:00:00+09:00';
const KEY = 'very-secret-key';

beforeEach(() => emptyTables(database.db));

/** What a dead-man's switch got, and what it answers: 200 unless said otherwise. */
async function startSwitch() {
  const calls: string[] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    response.writeHead(answers.shift() ?? 200, { location: `http://127.0.0.1:1/${KEY}` }).end(KEY);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ping/${KEY}`, calls, answers };
}

async function begin(url: string | undefined, sick: Partial<HealthSources> = {}, allowPrivate = true) {
  const heartbeat = { url: 'BEAT', everyMs: 300_000, method: 'get' } as const;
  const { service, clock } = await testService({ db: database.db, now: NOW, config: { heartbeat, allowPrivate } });
  const lines: string[] = [];
  const log = new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) });
  const watched = { ...service, logger: pino({ level: 'debug' }, log) };
  await recordTick(database.db, clock.now());
  const reader = createHealthReader(watched, {
    tickAgeMs: () => 1_000,
    queue: () => ({ connected: true, error: null }),
    mail: () => ({ ok: true, reason: null }),
    ...sick,
  });
  const loop = startHeartbeatLoop(watched, reader, createHeartbeatCall({ secret: () => url }));
  onTestFinished(() => loop.stop());
  /** Goes on by so much, with a worker that watches. */
  const later = async (ms: number, watching = true) => {
    await eventually(() => clock.sleepers() > 0);
    if (watching) await recordTick(database.db, clock.now() + ms);
    clock.set(clock.now() + ms);
    loop.wake();
    await eventually(() => loop.lastGoodAt() === clock.now() && clock.sleepers() > 0);
  };
  return { later, lines, loop, clock };
}

describe('the heartbeat', () => {
  test('is sent as often as asked for while all is well, and not once more', async () => {
    const { url, calls } = await startSwitch();
    const { later } = await begin(url);
    await eventually(() => calls.length === 1);
    await later(270_000);
    expect(calls).toHaveLength(1);
    await later(30_000);
    expect(calls).toEqual([`GET /ping/${KEY}`, `GET /ping/${KEY}`]);
  });

  test.each<[string, Partial<HealthSources>]>([
    ['the mail server', { mail: () => ({ ok: false, reason: 'no' }) }],
    ['the queue', { queue: () => ({ connected: false, error: 'gone' }) }],
    ['a queue that does not answer', { queueDepth: async () => null }],
    ['this process', { tickAgeMs: () => 100_000 }],
    ['a loop that is stuck', { loops: () => [{ name: 'mail', lastGoodAt: null, busySince: 0, stuck: true }] }],
  ])('is silent while %s is not well', async (_, sick) => {
    const { url, calls } = await startSwitch();
    const { later, lines } = await begin(url, sick);
    await later(300_000);
    expect(calls).toEqual([]);
    expect(lines.filter((line) => line.includes('no heartbeat'))).toHaveLength(1);
  });

  test('is silent while no worker watches, and speaks again once one does', async () => {
    const { url, calls } = await startSwitch();
    const { later } = await begin(url);
    await eventually(() => calls.length === 1);
    await later(300_000, false);
    expect(calls).toHaveLength(1);
    await later(30_000);
    expect(calls).toHaveLength(2);
  });

  test('a call that is not taken is made again within half a minute, and said once', async () => {
    const { url, calls, answers } = await startSwitch();
    answers.push(500, 302);
    const { later, lines } = await begin(url);
    await eventually(() => calls.length === 1);
    await later(30_000);
    await later(30_000);
    expect(calls).toHaveLength(3);
    const said = lines.map((line) => JSON.parse(line)).filter(({ msg }) => /heartbeat/.test(msg));
    expect(said.map(({ reason, msg }) => reason ?? msg)).toEqual([
      'HTTP 500',
      'HTTP 302',
      'the heartbeat is taken again',
    ]);
  });

  test.each([
    ['a private address', undefined, 'its host leads to an address that is not public (loopback)'],
    ['nothing', '', 'the variable BEAT is not set or not usable'],
    ['no address', KEY, 'the variable BEAT holds no http or https address'],
    ['a log-in', `https://me:${KEY}@beat.example/`, 'the variable BEAT holds no http or https address'],
    ['a port where nobody is', `http://127.0.0.1:1/${KEY}`, 'it could not be reached (ECONNREFUSED)'],
  ])('%s is named without anything of the address', async (_, value, reason) => {
    const { url, calls } = await startSwitch();
    const { lines, loop } = await begin(value === '' ? undefined : (value ?? url), {}, value !== undefined);
    await eventually(() => loop.lastGoodAt() !== null);
    expect(calls).toEqual([]);
    expect(lines.join('')).toContain(JSON.stringify(reason));
    expect(lines.join('')).not.toContain(KEY);
  });
});
