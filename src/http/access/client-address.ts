// access: the address a request came from, for counting. X-Forwarded-For is whatever the sender wrote, but for
// what our own proxies appended; only the operator knows how many they are (TRUST_PROXY).

import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';
import { addressBlock } from '../../net/address-block.ts';

const NOWHERE = 'unknown';

/** The block of the address that the outermost of `hops` trusted proxies saw; without proxies that of the socket. */
export function addressOf(c: Context, hops: number): string {
  // Asked without a socket, as tests do, there is no env.
  const socket = (c.env as Partial<HttpBindings> | undefined)?.incoming?.socket;
  const listed = (c.req.header('x-forwarded-for') ?? '').split(',').map((one) => one.trim());
  const forwarded = hops === 0 ? null : addressBlock(listed.at(-hops) ?? '');
  return forwarded ?? addressBlock(socket?.remoteAddress ?? '') ?? NOWHERE;
}
