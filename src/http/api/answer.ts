// api: a JSON answer with its ETag. Trap: `asOf` and what counts down move with every request, so they are left out of
// the tag; it is weak for that reason.

import { createHash } from 'node:crypto';
import type { Context } from 'hono';

const MOVING = new Set(['asOf', 'openMsLeft', 'hereMs']);

/** 200 with the body, or 304 when the client has it already. */
export function answer<T extends object>(c: Context, body: T) {
  const still = JSON.stringify(body, (key, value) => (MOVING.has(key) ? undefined : value));
  const tag = `W/"${createHash('sha256').update(still).digest('base64url').slice(0, 22)}"`;
  c.header('etag', tag);
  // To be asked again each time: what is open changes at any moment.
  c.header('cache-control', 'private, no-cache');
  if (matches(c.req.header('if-none-match'), tag)) return c.body(null, 304) as never;
  return c.json(body, 200);
}

function matches(asked: string | undefined, tag: string): boolean {
  const tags = asked?.split(',').map((one) => one.trim()) ?? [];
  return tags.includes(tag) || tags.includes('*');
}
