// One GET over the wire, body read once and bounded. Traps: the errors of undici can carry URLs, so only their codes
// go on; a caller's abort (shutdown) is not RMS's fault and is rethrown as it is.

import { type Dispatcher, request } from 'undici';
import type { RawAnswer } from './classify-failure.ts';
import type { ClockSkew } from './clock-skew.ts';
import { RmsError } from './rms-error.ts';

export interface Exchange {
  readonly url: string;
  /** The function's name for messages. */
  readonly where: string;
  readonly authorization: string;
  /** Real milliseconds for the whole exchange. */
  readonly timeoutMs: number;
  readonly maxBodyBytes: number;
  readonly signal?: AbortSignal | undefined;
  readonly dispatcher?: Dispatcher | undefined;
  readonly clockSkew?: ClockSkew | undefined;
}

/** Error bodies are read this far (RMS.md "Errors"); what follows is thrown away. */
const MAX_ERROR_BODY_BYTES = 64 * 1024;

/**
 * Sends one GET and reads the answer, whatever its status.
 * @throws RmsError `timeout`, `outage` (no connection, cut off), `contract` (a good answer that is too large);
 *   the signal's reason when the caller aborts
 */
export async function exchange(options: Exchange): Promise<RawAnswer> {
  options.signal?.throwIfAborted();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), options.timeoutMs);
  const stop = () => deadline.abort();
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    return await send(options, deadline.signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw asRmsError(error, options, deadline.signal.aborted);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', stop);
  }
}

async function send(options: Exchange, signal: AbortSignal): Promise<RawAnswer> {
  const askedAt = Date.now();
  const { statusCode, headers, body } = await request(options.url, {
    method: 'GET',
    headers: { authorization: options.authorization, accept: '*/*' },
    signal,
    ...(options.dispatcher === undefined ? {} : { dispatcher: options.dispatcher }),
  });
  options.clockSkew?.answered(single(headers.date), askedAt, Date.now());
  const good = statusCode >= 200 && statusCode < 300;
  const read = await readBody(body, good ? options.maxBodyBytes : MAX_ERROR_BODY_BYTES);
  if (good && read.cut) {
    throw new RmsError('contract', `RMS ${options.where}: the answer is too large`, { code: 'too-large' });
  }
  return { status: statusCode, retryAfter: single(headers['retry-after']), text: read.text };
}

/** Reads at most `limit` bytes as UTF-8; broken bytes become U+FFFD and a longer body is left. */
async function readBody(body: AsyncIterable<Buffer>, limit: number): Promise<{ text: string; cut: boolean }> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break; // leaving the loop destroys the stream and with it the connection
  }
  const whole = Buffer.concat(chunks);
  return { text: whole.subarray(0, limit).toString('utf8'), cut: size > limit };
}

function single(header: string | string[] | undefined): string | null {
  return (Array.isArray(header) ? header[0] : header) ?? null;
}

function asRmsError(error: unknown, options: Exchange, timedOut: boolean): RmsError {
  if (error instanceof RmsError) return error;
  const code = errorCode(error);
  if (timedOut || code === 'ETIMEDOUT' || /_TIMEOUT$/.test(code)) {
    return new RmsError('timeout', `RMS ${options.where}: no answer within ${options.timeoutMs / 1000} s`, { code });
  }
  return new RmsError('outage', `RMS ${options.where}: no connection (${code})`, { code });
}

function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,40}$/.test(code) ? code : 'no-answer';
}
