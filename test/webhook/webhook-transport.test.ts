// Webhooks over real HTTP: signature, outcomes by answer, no redirect, and addresses that are never asked.

import { describe, expect, test } from 'vitest';
import type { WebhookDocument } from '../../src/webhook/payload.ts';
import {
  createWebhookTransport,
  type WebhookMessage,
  type WebhookOptions,
  type WebhookOutcome,
} from '../../src/webhook/webhook-transport.ts';
import { refusedUrl, startRaw } from '../mail/transport/smtp-servers.ts';
import { isSigned, SECRET, startReceiver } from './http-server.ts';

const DOCUMENT: WebhookDocument = {
  type: 'monitoring',
  version: 1,
  delivery: '7',
  sentAt: '2026-06-04T00:00:00.000Z',
  url: 'https://sla.example.jp/',
  cause: 'silent:timeout',
  words: { ja: '応答しません', en: 'does not answer' },
  shops: [],
};

const AT = Date.parse('2026-06-04T00:00:00.900Z');

function send(
  url: string,
  more: Partial<WebhookMessage> = {},
  options: Partial<WebhookOptions> = {},
): Promise<WebhookOutcome> {
  const transport = createWebhookTransport({ secret: (name) => (name === 'HOOK' ? SECRET : undefined), ...options });
  const body = JSON.stringify(DOCUMENT);
  return transport.send({ url, secret: 'HOOK', delivery: '7', body, at: AT, allowPrivate: true, ...more });
}

describe('a message', () => {
  test('is a signed POST of JSON with its delivery id', async () => {
    const hook = await startReceiver();
    expect(await send(`${hook.url}?team=a`)).toEqual({ kind: 'delivered', reason: 'HTTP 204' });
    const [message] = hook.received;
    expect(message?.path).toBe('/hook?team=a');
    expect(message?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-inquiry-sla-delivery': '7',
      'x-inquiry-sla-signature': expect.stringMatching(/^t=1780531200,v1=[0-9a-f]{64}$/),
      'webhook-id': '7',
      'webhook-timestamp': '1780531200',
      'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
    });
    expect(isSigned(message!)).toBe(true);
    expect(isSigned(message!, 'another secret')).toBe(false);
    expect(isSigned({ ...message!, body: message!.body.replace('timeout', 'outage') })).toBe(false);
  });

  test.each<[status: number, kind: WebhookOutcome['kind']]>([
    [200, 'delivered'],
    [202, 'delivered'],
    [301, 'refused'],
    [307, 'refused'],
    [400, 'refused'],
    [401, 'refused'],
    [404, 'refused'],
    [408, 'retry'],
    [410, 'gone'],
    [422, 'refused'],
    [429, 'retry'],
    [500, 'retry'],
    [503, 'retry'],
  ])('answered with %i is %s', async (status, kind) => {
    const hook = await startReceiver();
    hook.answers.push(status);
    const outcome = await send(hook.url);
    expect(outcome).toMatchObject({ kind, reason: expect.stringContaining(`HTTP ${status}`) });
    expect(hook.received).toHaveLength(1);
    if (outcome.kind === 'retry') expect(outcome.maybeTaken).toBe(false);
  });

  test('cut off after it was sent may have been taken', async () => {
    const hook = await startReceiver();
    hook.answers.push((response) => response.destroy());
    expect(await send(hook.url)).toMatchObject({ kind: 'retry', maybeTaken: true });
  });

  test('not answered in time may have been taken', async () => {
    const hook = await startReceiver();
    hook.answers.push(() => {});
    expect(await send(hook.url, {}, { timeoutMs: 300 })).toEqual({
      kind: 'retry',
      maybeTaken: true,
      reason: 'it could not be reached (no answer in time)',
    });
  });

  test('to a port where nothing listens was surely not taken', async () => {
    const url = (await refusedUrl()).replace('smtp:', 'http:');
    expect(await send(url)).toMatchObject({ kind: 'retry', maybeTaken: false });
  });

  test('to a server that speaks no HTTP is tried again', async () => {
    const { port } = await startRaw((socket) => socket.end('220 ready\r\n'));
    expect(await send(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'retry' });
  });

  test('without its secret is not sent at all', async () => {
    const hook = await startReceiver();
    const outcome = await send(hook.url, { secret: 'OTHER' });
    expect(outcome).toEqual({
      kind: 'retry',
      maybeTaken: false,
      reason: 'the variable OTHER is not set or not usable',
    });
    expect(hook.received).toEqual([]);
  });
});

test('a secret that begins with whsec_ and is no base64 is told without its value', async () => {
  const hook = await startReceiver();
  const outcome = await send(hook.url, {}, { secret: () => 'whsec_veryverysecret!' });
  expect(outcome).toEqual({
    kind: 'retry',
    maybeTaken: false,
    reason: 'the variable HOOK begins with whsec_ and is no base64 after it',
  });
  expect(hook.received).toEqual([]);
});

describe('an address in a private network', () => {
  test.each([
    ['http://127.0.0.1/', 'loopback'],
    ['http://[::1]/', 'loopback'],
    ['http://[::7f00:1]/', 'ipv4Compatible'],
    ['http://10.1.2.3/', 'private'],
    ['http://192.168.0.1/', 'private'],
    ['http://169.254.169.254/latest/meta-data', 'linkLocal'],
    ['http://0x7f000001/', 'loopback'],
    ['http://[::ffff:10.0.0.1]/', 'private'],
    ['http://localhost/', 'loopback'],
  ])('%s is not asked', async (url, range) => {
    expect(await send(url, { allowPrivate: false })).toEqual({
      kind: 'refused',
      reason: `its host leads to an address that is not public (${range})`,
    });
  });

  test('is not asked when only one of a name’s addresses is such', async () => {
    const resolve = async () => ['93.184.216.34', '10.0.0.1'];
    expect(await send('http://bridge.example.jp/', { allowPrivate: false }, { resolve })).toMatchObject({
      kind: 'refused',
    });
  });

  test('is asked where the operator allows it, at the address that was checked, whatever the name says later', async () => {
    const hook = await startReceiver();
    const { port } = new URL(hook.url);
    let asked = 0;
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['192.0.2.1']);
    expect(await send(`http://bridge.example.jp:${port}/hook`, {}, { resolve })).toMatchObject({ kind: 'delivered' });
    expect(asked).toBe(1);
    expect(hook.received[0]?.headers.host).toBe(`bridge.example.jp:${port}`);
  });

  test('a name without an address is tried again', async () => {
    const resolve = async () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    expect(await send('http://bridge.example.jp/', {}, { resolve })).toMatchObject({
      kind: 'retry',
      reason: 'its host was not found (ENOTFOUND)',
    });
  });
});
