// webhook: the signature by which a receiver knows that a message is ours and new.
// Trap: it covers the bytes of the body as sent; who parses and prints the JSON again cannot check it any more.

import { createHmac } from 'node:crypto';
import type { Instant } from '../core/model.ts';

export const SIGNATURE_HEADER = 'X-Inquiry-Sla-Signature';

/** `t=<unix seconds>,v1=<hex>`: HMAC-SHA256 with the secret over `<t>.<body>`. `at` is epoch ms. */
export function signatureOf(secret: string, body: string, at: Instant): string {
  const seconds = Math.floor(at / 1_000);
  return `t=${seconds},v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`;
}
