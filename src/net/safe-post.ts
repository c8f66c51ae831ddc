// net: one POST, or GET, to an address that people wrote: to public addresses only unless allowed, no redirects, a time for
// everything. A URL may hold a key, so no reason repeats anything of it.

import { type IncomingHttpHeaders, type IncomingMessage, type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6 } from 'node:net';
import { AddressError, publicAddresses, type Reach } from './public-address.ts';
import { untilAborted } from './until-aborted.ts';

export interface Post {
  readonly url: string;
  /** `post` when left out. */
  readonly method?: 'get' | 'post';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Addresses in one's own network are allowed. */
  readonly allowPrivate: boolean;
}

export interface PostOptions extends Reach {
  /** Real milliseconds for everything, 10 s by default. */
  readonly timeoutMs?: number | undefined;
  /** How much of the answer's body is read; nothing by default. */
  readonly answerBytes?: number;
}

export interface PostAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** Reasons are one line without anything of the URL. `written`: the whole request went out and no answer came. */
export type Posted =
  | { readonly kind: 'answered'; readonly answer: PostAnswer }
  | { readonly kind: 'not-public'; readonly reason: string }
  | { readonly kind: 'unreached'; readonly reason: string; readonly written: boolean };

const TIMEOUT_MS = 10_000;

/** Sends it once. Never rejects for what a server or a network does: that is an outcome. */
export async function safePost(post: Post, options: PostOptions): Promise<Posted> {
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const reach = post.allowPrivate ? { ...options, allow: () => true } : options;
  let written = false;
  try {
    const addresses = await untilAborted(publicAddresses(new URL(post.url).hostname, reach), signal);
    const response = await ask(post, { addresses, signal, onWritten: () => (written = true) });
    const { statusCode: status = 0, headers } = response;
    return { kind: 'answered', answer: { status, headers, text: await beginning(response, options.answerBytes ?? 0) } };
  } catch (error) {
    if (error instanceof AddressError && error.code === 'not-public')
      return { kind: 'not-public', reason: error.message };
    if (error instanceof AddressError) return { kind: 'unreached', reason: error.message, written: false };
    const code = signal.aborted ? 'no answer in time' : ((error as NodeJS.ErrnoException).code ?? 'connection');
    return { kind: 'unreached', reason: `it could not be reached (${code})`, written };
  }
}

interface Way {
  readonly addresses: readonly string[];
  readonly signal: AbortSignal;
  readonly onWritten: () => void;
}

function ask(
  { url, method = 'post', headers, body }: Post,
  { addresses, signal, onWritten }: Way,
): Promise<IncomingMessage> {
  const bytes = Buffer.from(body);
  const options: RequestOptions = {
    method: method.toUpperCase(),
    agent: false,
    signal,
    headers: { 'user-agent': 'inquiry-sla', ...headers, 'content-length': bytes.length },
    lookup: pinned(addresses),
  };
  return new Promise((resolve, reject) => {
    const request = (new URL(url).protocol === 'https:' ? requestHttps : requestHttp)(url, options, resolve);
    request.once('error', reject);
    request.once('finish', onWritten);
    request.end(bytes);
  });
}

/** The first bytes of an answer's body; the status counts also where the body is cut or late. */
async function beginning(response: IncomingMessage, most: number): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    if (most > 0)
      for await (const part of response as AsyncIterable<Buffer>) {
        parts.push(part);
        bytes += part.length;
        if (bytes >= most) break;
      }
  } catch {
    // What came until then is all there is.
  } finally {
    response.destroy();
  }
  return Buffer.concat(parts).subarray(0, most).toString('utf8');
}

/** The connection goes to the addresses that were checked, whatever the name resolves to now. */
function pinned(addresses: readonly string[]): NonNullable<RequestOptions['lookup']> {
  const checked = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all }, done) => (all ? done(null, checked) : done(null, checked[0]!.address, checked[0]!.family));
}
