// ics: a feed from its address, within a size, a time and the public internet. Every hop of a redirect is checked anew.
// Node resolves the name again when it connects, so the checked address is handed to the connection.

import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6 } from 'node:net';
import { AddressError, publicAddresses, type Reach } from '../net/public-address.ts';
import { untilAborted } from '../net/until-aborted.ts';
import { FeedError, isFeedError } from './decode/feed-error.ts';

export interface FetchOptions extends Reach {
  /** Real milliseconds for everything; 10 s by default. */
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
  readonly signal?: AbortSignal | undefined;
}

const MIB = 1024 * 1024;
export const MAX_FEED_BYTES = 20 * MIB;
const TIMEOUT_MS = 10_000;
const MOST_REDIRECTS = 5;

/** The bytes of a feed. @throws FeedError; the signal's reason when the caller aborts */
export async function fetchFeed(url: string, options: FetchOptions = {}): Promise<Uint8Array> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const signal = options.signal ? AbortSignal.any([options.signal, timeout]) : timeout;
  try {
    return await follow(new URL(url), options, signal);
  } catch (error) {
    options.signal?.throwIfAborted();
    if (isFeedError(error)) throw error;
    if (timeout.aborted) throw new FeedError('timeout', 'it was not answered in time');
    throw new FeedError(
      'network',
      `it could not be reached (${(error as NodeJS.ErrnoException).code ?? 'connection'})`,
    );
  }
}

async function follow(start: URL, options: FetchOptions, signal: AbortSignal): Promise<Uint8Array> {
  let url = start;
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const address = await untilAborted(publicAddress(url.hostname, options), signal);
    const response = await ask(url, address, signal);
    const next = redirectOf(response, url);
    if (next === null) return body(response, options.maxBytes ?? MAX_FEED_BYTES);
    response.destroy();
    url = next;
  }
  throw new FeedError('status', `it redirects more than ${MOST_REDIRECTS} times`);
}

function ask(url: URL, address: string, signal: AbortSignal): Promise<IncomingMessage> {
  const family = isIPv6(address) ? 6 : 4;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(
      url,
      {
        agent: false,
        signal,
        headers: { accept: 'text/calendar, */*;q=0.1', 'accept-encoding': 'identity', 'user-agent': 'inquiry-sla' },
        lookup: (_host, { all }, done) => (all ? done(null, [{ address, family }]) : done(null, address, family)),
      },
      resolve,
    );
    request.once('error', reject);
    request.end();
  });
}

/** The next address, or null for an answer. @throws FeedError for everything that is neither */
function redirectOf({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | null {
  if (statusCode === 200) return null;
  const { location } = headers;
  if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined || !URL.canParse(location, from.href))
    throw new FeedError('status', `it answered HTTP ${statusCode}`);
  const next = new URL(location, from);
  if (next.protocol !== 'https:' && next.protocol !== 'http:')
    throw new FeedError('address', `it redirects to an address of ${next.protocol}`);
  if (from.protocol === 'https:' && next.protocol === 'http:')
    throw new FeedError('address', 'it redirects from https to http');
  return next;
}

async function body(response: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const encoding = response.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') throw new FeedError('status', `it answered compressed (${encoding})`);
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) {
    response.destroy();
    throw tooBig(maxBytes);
  }
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > maxBytes) {
      response.destroy();
      throw tooBig(maxBytes);
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** A feed or a file over its limit. */
export function tooBig(maxBytes: number): FeedError {
  return new FeedError('too-big', `it is larger than ${maxBytes / MIB} MiB`);
}

/** An address that may be connected for this host name. @throws FeedError `address`, `network` */
async function publicAddress(host: string, reach: Reach = {}): Promise<string> {
  try {
    return (await publicAddresses(host, reach))[0]!;
  } catch (error) {
    if (!(error instanceof AddressError)) throw error;
    throw new FeedError(error.code === 'not-public' ? 'address' : 'network', error.message);
  }
}
