// http: an answer that is there as a whole. It goes out as bytes, with its length, compressed beforehand in one go: what is written
// here is small enough that handing it to another thread takes longer. What comes as a stream (CSV) is left to hono's middleware, by
// which a page took half as long again.

import { gzipSync } from 'node:zlib';
import type { Context } from 'hono';
import { parseAccept } from 'hono/utils/accept';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

/** A smaller one is as soon sent as it is. */
const LEAST_BYTES = 1_024;

const encoder = new TextEncoder();
/** Room for a text as bytes, used again by the next answer: fetching some from the system takes longer than filling it. */
let room = new Uint8Array(256 * 1_024);
/** A UTF-16 unit takes so many bytes at most. */
const BYTES_A_UNIT = 3;

/** `type`: its media type. */
export function whole(c: Context, text: string, type: string, status: ContentfulStatusCode = 200): Response {
  c.header('content-type', type);
  const plain = bytesOf(text);
  if (plain.length >= LEAST_BYTES) c.header('vary', 'Accept-Encoding');
  if (plain.length < LEAST_BYTES || !takesGzip(c)) return sized(c, plain.slice(), status);
  c.header('content-encoding', 'gzip');
  return sized(c, gzipSync(plain), status);
}

/** In `room`, so until the next answer is written. */
function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  if (room.length < text.length * BYTES_A_UNIT) room = new Uint8Array(text.length * BYTES_A_UNIT);
  return room.subarray(0, encoder.encodeInto(text, room).written);
}

function sized(c: Context, bytes: Uint8Array<ArrayBuffer>, status: ContentfulStatusCode): Response {
  c.header('content-length', String(bytes.length));
  return c.body(bytes, status);
}

function takesGzip(c: Context): boolean {
  const taken = parseAccept(c.req.header('accept-encoding') ?? '');
  const gzipped = taken.find(({ type }) => type === 'gzip') ?? taken.find(({ type }) => type === '*');
  return (gzipped?.q ?? 0) > 0;
}
