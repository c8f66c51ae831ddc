// api: what a route answers: its own schema writes it. Instants become text, and keys that the schema does not name are
// left out, so that a field reaches a client only after it was documented.

import { createHash } from 'node:crypto';
import type { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { whole } from '../whole.ts';

/** These move with every request, so they are left out of the tag; it is weak for that reason. */
const MOVING = new Set(['asOf', 'openMsLeft', 'hereMs']);

/** A route whose 200 is JSON. */
interface Answering<T extends z.ZodType> {
  readonly responses: {
    readonly 200: { readonly content: { readonly 'application/json': { readonly schema: T } } };
  };
}

/** 200 with the value and its ETag, or 304 when the client has it already. */
export function answer<T extends z.ZodType>(c: Context, route: Answering<T>, value: z.output<T>): Response {
  const body = encoded(route, value);
  const still = JSON.stringify(body, (key, value) => (MOVING.has(key) ? undefined : value));
  const tag = `W/"${createHash('sha256').update(still).digest('base64url').slice(0, 22)}"`;
  c.header('etag', tag);
  // To be asked again each time: what is open changes at any moment.
  c.header('cache-control', 'private, no-cache');
  return matches(c.req.header('if-none-match'), tag)
    ? c.body(null, 304)
    : whole(c, JSON.stringify(body), 'application/json');
}

/** 200 with the value alone, for what was done just now. */
export function done<T extends z.ZodType>(c: Context, route: Answering<T>, value: z.output<T>): Response {
  return c.json(encoded(route, value), 200);
}

function encoded<T extends z.ZodType>({ responses }: Answering<T>, value: z.output<T>) {
  return responses[200].content['application/json'].schema.encode(value) as object;
}

function matches(asked: string | undefined, tag: string): boolean {
  const tags = asked?.split(',').map((one) => one.trim()) ?? [];
  return tags.includes(tag) || tags.includes('*');
}
