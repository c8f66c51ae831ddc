// Which address a request counts for: that of its socket, or what our own proxies say.

import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { addressOf } from '../../../src/http/access/client-address.ts';

async function seen(hops: number, socket: string, forwarded?: string): Promise<string> {
  const app = new Hono();
  app.get('/', (c) => c.text(addressOf(c, hops)));
  const headers: Record<string, string> = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const answer = await app.request('/', { headers }, { incoming: { socket: { remoteAddress: socket } } });
  return answer.text();
}

describe('the address of a request', () => {
  test.each<[why: string, hops: number, socket: string, forwarded: string | undefined, address: string]>([
    ['no proxy: what a sender claims is not believed', 0, '192.0.2.7', '198.51.100.1', '192.0.2.7'],
    ['one proxy: the last entry is its own', 1, '10.0.0.1', '198.51.100.1, 192.0.2.7', '192.0.2.7'],
    ['two proxies: the entry of the outer one', 2, '10.0.0.1', '198.51.100.1, 192.0.2.7, 10.0.0.2', '192.0.2.7'],
    ['a proxy that says nothing', 1, '10.0.0.1', undefined, '10.0.0.1'],
    ['fewer entries than proxies', 2, '10.0.0.1', '192.0.2.7', '10.0.0.1'],
    ['an entry that is no address', 1, '10.0.0.1', 'evil', '10.0.0.1'],
    ['IPv4 in IPv6 is IPv4', 0, '::ffff:192.0.2.7', undefined, '192.0.2.7'],
    ['an IPv6 address counts as its /64', 0, '2001:db8:1:2:3:4:5:6', undefined, '20010db800010002/64'],
  ])('%s', async (_, hops, socket, forwarded, address) => {
    expect(await seen(hops, socket, forwarded)).toBe(address);
  });
});
