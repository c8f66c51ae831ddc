// Which shops are read from RMS, with which keys, and when it is away for them.

import type { Random } from '../random.ts';
import { FAULTS, type RmsFault } from '../rms/faults.ts';

/** For so long every answer about a shop is such a one. */
export interface Outage {
  readonly shop: string;
  readonly afterMs: number;
  readonly ms: number;
  readonly kind: RmsFault;
}

/** Replies that hold these texts are no person's, and promise an answer. */
export const AUTOMATIC = 'このメールは自動返信です';
export const HOLDING = '確認いたします';

const MINUTE_MS = 60_000;
const LENGTHS_MS = [MINUTE_MS, 20 * MINUTE_MS, 2 * 60 * MINUTE_MS, 7 * 60 * MINUTE_MS];

export interface RmsSecrets {
  readonly serviceSecret: string;
  readonly licenseKey: string;
}

export const secretsOf = (shop: string): RmsSecrets => ({ serviceSecret: `secret-${shop}`, licenseKey: `key-${shop}` });

/** By the names of their variables. */
export const variablesOf = (shop: string): Readonly<Record<string, string>> => {
  const { serviceSecret, licenseKey } = secretsOf(shop);
  return { [`RMS_SECRET_${shop.toUpperCase()}`]: serviceSecret, [`RMS_KEY_${shop.toUpperCase()}`]: licenseKey };
};

export const shopNumberOf = (shop: string): number => 100_000 + shop.charCodeAt(0) * 1_000 + shop.charCodeAt(1);

/** What its file says of it. */
export function rmsFile(shop: string): Record<string, unknown> {
  const [serviceSecret, licenseKey] = Object.keys(variablesOf(shop)).map((name) => `\${${name}}`);
  const replies = { autoReplies: { containing: [AUTOMATIC] }, holdingReplies: { containing: [HOLDING] } };
  return { rms: { shopId: shopNumberOf(shop), serviceSecret, licenseKey, ...replies } };
}

export function drawOutages(random: Random, shops: readonly string[], days: number): Outage[] {
  return shops.flatMap((shop) =>
    Array.from({ length: random.whole(0, 3) }, () => ({
      shop,
      afterMs: random.whole(0, days * 24 * 60) * MINUTE_MS,
      ms: random.pick(LENGTHS_MS),
      kind: random.pick(FAULTS),
    })),
  );
}
