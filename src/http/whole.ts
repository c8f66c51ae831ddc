// http: an answer that is there as a whole. It goes out as bytes, with its length, compressed beforehand in one go and by
// another thread. What comes as a stream (CSV) is left to hono's middleware, by which a page took half as long again.

import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

const compress = promisify(gzip);
/** A smaller one is as soon sent as it is. */
const LEAST_BYTES = 1_024;

/** `type`: its media type. */
export async function whole(
  c: Context,
  text: string,
  type: string,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const plain = Buffer.from(text);
  c.header('content-type', type);
  if (plain.length < LEAST_BYTES) return sized(c, plain, status);
  c.header('vary', 'Accept-Encoding');
  if (!takesGzip(c)) return sized(c, plain, status);
  c.header('content-encoding', 'gzip');
  return sized(c, await compress(plain), status);
}

function sized(c: Context, bytes: Buffer<ArrayBuffer>, status: ContentfulStatusCode): Response {
  c.header('content-length', String(bytes.length));
  return c.body(bytes, status);
}

function takesGzip(c: Context): boolean {
  const taken = parseAccept(c.req.header('accept-encoding') ?? '');
  const gzipped = taken.find(({ type }) => type === 'gzip') ?? taken.find(({ type }) => type === '*');
  return (gzipped?.q ?? 0) > 0;
}
