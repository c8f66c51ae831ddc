// webhook: one message to one webhook: signed, to public addresses only, no redirects, ten seconds for everything.
// Trap: the URL may hold a key, so no reason, log or error repeats more of it than its host.

import { type RequestOptions, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIPv6 } from 'node:net';
import type { Instant } from '../core/model.ts';
import { AddressError, publicAddresses, type Reach } from '../net/public-address.ts';
import { SIGNATURE_HEADER, signatureOf } from './signature.ts';

export interface WebhookMessage {
  readonly url: string;
  /** Name of the environment variable with the secret. */
  readonly secret: string;
  /** The same at each attempt: the receiver takes it once. */
  readonly delivery: string;
  readonly body: string;
  readonly at: Instant;
  /** Addresses in one's own network are allowed. */
  readonly allowPrivate: boolean;
}

/** Reasons are one line without a secret. */
export type WebhookOutcome =
  | { readonly kind: 'delivered'; readonly reason: string }
  /** Try again. `maybeTaken`: the whole message went out and no answer came. */
  | { readonly kind: 'retry'; readonly reason: string; readonly maybeTaken: boolean }
  /** This message will never be taken. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** 410: nothing will ever be taken at this address. */
  | { readonly kind: 'gone'; readonly reason: string };

export interface WebhookTransport {
  /** Never rejects for what a server or a network does: that is an outcome. */
  send(message: WebhookMessage): Promise<WebhookOutcome>;
}

export interface WebhookOptions extends Reach {
  /** The value of an environment variable. */
  readonly secret: (name: string) => string | undefined;
  /** Real milliseconds for everything, 10 s by default. */
  readonly timeoutMs?: number;
}

const DELIVERY_HEADER = 'X-Inquiry-Sla-Delivery';
const TIMEOUT_MS = 10_000;
/** The codes that ask to come again later. */
const COME_AGAIN = new Set([408, 429]);

export function createWebhookTransport(options: WebhookOptions): WebhookTransport {
  return { send: (message) => send(message, options) };
}

/** What people may see of a webhook's address. */
export function webhookHost(url: string): string {
  return new URL(url).host;
}

async function send(message: WebhookMessage, options: WebhookOptions): Promise<WebhookOutcome> {
  const secret = options.secret(message.secret);
  if (secret === undefined) return retry(`the variable ${message.secret} is not set or not usable`);
  const signal = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
  const reach = message.allowPrivate ? { ...options, allow: () => true } : options;
  let written = false;
  try {
    const addresses = await untilAborted(publicAddresses(new URL(message.url).hostname, reach), signal);
    return outcomeOf(await post(message, { secret, addresses, signal, onWritten: () => (written = true) }));
  } catch (error) {
    if (error instanceof AddressError && error.code === 'not-public') return { kind: 'refused', reason: error.message };
    if (error instanceof AddressError) return retry(error.message);
    const code = signal.aborted ? 'no answer in time' : ((error as NodeJS.ErrnoException).code ?? 'connection');
    return { kind: 'retry', reason: `it could not be reached (${code})`, maybeTaken: written };
  }
}

const retry = (reason: string): WebhookOutcome => ({ kind: 'retry', reason, maybeTaken: false });

function outcomeOf(status: number): WebhookOutcome {
  const reason = `HTTP ${status}`;
  if (status >= 200 && status < 300) return { kind: 'delivered', reason };
  if (status === 410) return { kind: 'gone', reason };
  if (status >= 300 && status < 400) return { kind: 'refused', reason: `${reason}, redirects are not followed` };
  if (status >= 400 && status < 500 && !COME_AGAIN.has(status)) return { kind: 'refused', reason };
  return retry(reason);
}

interface Post {
  readonly secret: string;
  readonly addresses: readonly string[];
  readonly signal: AbortSignal;
  readonly onWritten: () => void;
}

/** The status that the server answers; nothing else of its answer is read. */
function post({ url, delivery, body, at }: WebhookMessage, { secret, addresses, signal, onWritten }: Post) {
  const bytes = Buffer.from(body);
  const options: RequestOptions = {
    method: 'POST',
    agent: false,
    signal,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-length': bytes.length,
      'user-agent': 'inquiry-sla',
      [SIGNATURE_HEADER]: signatureOf(secret, body, at),
      [DELIVERY_HEADER]: delivery,
    },
    lookup: pinned(addresses),
  };
  return new Promise<number>((resolve, reject) => {
    const request = (new URL(url).protocol === 'https:' ? requestHttps : requestHttp)(url, options, (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.once('error', reject);
    request.once('finish', onWritten);
    request.end(bytes);
  });
}

/** The connection goes to the addresses that were checked, whatever the name resolves to now. */
function pinned(addresses: readonly string[]): NonNullable<RequestOptions['lookup']> {
  const checked = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, { all }, done) => (all ? done(null, checked) : done(null, checked[0]!.address, checked[0]!.family));
}

/** DNS cannot be cancelled; its answer is no longer waited for. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
