// webhook: one message to one webhook: signed, to public addresses only, no redirects, ten seconds for everything.
// The URL may hold a key, so no reason, log or error repeats more of it than its host.

import type { Instant } from '../core/model.ts';
import type { Reach } from '../net/public-address.ts';
import { safePost } from '../net/safe-post.ts';
import { signedHeaders } from './signature.ts';

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
  const signed = signedHeaders(secret, message);
  if (signed === null) return retry(`the variable ${message.secret} begins with whsec_ and is no base64 after it`);
  const { url, delivery, body, allowPrivate } = message;
  const headers = { 'content-type': 'application/json; charset=utf-8', ...signed, [DELIVERY_HEADER]: delivery };
  const posted = await safePost({ url, headers, body, allowPrivate }, options);
  if (posted.kind === 'answered') return outcomeOf(posted.answer.status);
  if (posted.kind === 'not-public') return { kind: 'refused', reason: posted.reason };
  return { kind: 'retry', reason: posted.reason, maybeTaken: posted.written };
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
