// webhook: the signatures by which a receiver knows that a message is ours and new: that of the Standard Webhooks
// specification (standardwebhooks.com), and the one of the release before, which stays beside it for this release.
// They cover the bytes of the body as sent; who parses and prints the JSON again cannot check them any more.

import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Instant } from '../core/model.ts';

/** A secret that begins so is base64 behind it; any other is taken as it is. */
const ENCODED = 'whsec_';

export interface Signed {
  /** The same at each attempt. */
  readonly delivery: string;
  readonly body: string;
  /** Epoch ms. */
  readonly at: Instant;
}

/** The headers that sign it; null for a secret that says it is base64 and is not. */
export function signedHeaders(secret: string, { delivery, body, at }: Signed): Record<string, string> | null {
  const signer = signerOf(secret);
  if (signer === null) return null;
  const seconds = Math.floor(at / 1_000);
  return {
    'webhook-id': delivery,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signer.sign(delivery, new Date(seconds * 1_000), body),
    'X-Inquiry-Sla-Signature': olderSignature(secret, body, seconds),
  };
}

function signerOf(secret: string): Webhook | null {
  if (!secret.startsWith(ENCODED)) return new Webhook(Buffer.from(secret), { format: 'raw' });
  const encoded = secret.slice(ENCODED.length);
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(encoded) || encoded.length % 4 !== 0) return null;
  return new Webhook(secret);
}

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 with the secret's text over `<t>.<body>`. */
function olderSignature(secret: string, body: string, seconds: number): string {
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
