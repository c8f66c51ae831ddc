// One RMS client per shop and process: it remembers which licence key works and keeps the shop's pace.

import type { Environment } from '../../config/environment.ts';
import type { Clock } from '../../core/clock.ts';
import { secretFaultInWords } from '../../core/secret-fault.ts';
import { RMS_BASE_URL } from '../../rms/base-url.ts';
import { createRmsClient, type RmsClient, type RmsClientOptions } from '../../rms/client.ts';
import type { ClockSkew } from '../../rms/clock-skew.ts';
import { createPacer } from '../../rms/pacer.ts';
import { RmsError } from '../../rms/rms-error.ts';
import type { Db } from '../../store/schema.ts';
import { extendClaim } from '../../store/status/sources.ts';
import { claimEnds } from '../read-claim.ts';
import type { Service } from '../service.ts';

interface Parts {
  readonly db: Db;
  readonly clock: Clock;
  readonly environment: Pick<Environment, 'secret' | 'secretFault'>;
  /** Where RMS answers now; undefined: at Rakuten's own address. */
  readonly baseUrl: () => string | undefined;
  /** Told of the Date of each answer. */
  readonly clockSkew?: ClockSkew;
  /** Carries requests; left out: they go over the network. */
  readonly dispatcher?: NonNullable<RmsClientOptions['dispatcher']>;
}

/** Real time for which a claim is good enough without being renewed; a third of it (read-claim.ts). */
const RENEW_REAL_MS = 60_000;

/** Renews the claim of a reader before a request, once a minute. */
function renewed(clock: Clock, extend: () => Promise<void>): () => Promise<void> {
  let at = Number.NEGATIVE_INFINITY;
  return async () => {
    const now = clock.now();
    if (now >= at && clock.realMs(now - at) < RENEW_REAL_MS) return;
    at = now;
    await extend();
  };
}

/**
 * The clients of this process, made on first use. Each request renews the reader's claim on the shop, so that one
 * process at a time reads it. Throws RmsError `variable` when a named variable cannot be used; its value is never shown.
 */
export function createRmsClients({
  db,
  clock,
  environment,
  baseUrl,
  clockSkew,
  dispatcher,
}: Parts): Service['rmsClient'] {
  const clients = new Map<string, { readonly access: string; readonly client: RmsClient }>();
  const pacer = createPacer({ clock });
  return (shop, licenceEnds) => {
    // An edited access needs a client of its own; the pace of RMS itself is kept all the same.
    const url = baseUrl() ?? RMS_BASE_URL;
    const access = JSON.stringify([url, shop.rms]);
    const known = clients.get(shop.id);
    if (known?.access === access) return known.client;
    if (shop.rms === null) throw new RmsError('bad-request', `shop ${shop.id} has no rms section`);
    const { shopId, serviceSecret, licenseKey, nextLicenseKey } = shop.rms;
    const secret = (name: string): string => {
      const fault = environment.secretFault(name);
      if (fault !== null)
        throw new RmsError('variable', secretFaultInWords(name, fault, 'en'), { code: `${name}:${fault}` });
      return environment.secret(name)!;
    };
    const client = createRmsClient({
      shopId,
      clock,
      pacer,
      ...(licenceEnds !== null && { knownExpiry: { current: licenceEnds } }),
      baseUrl: url,
      ...(clockSkew && { clockSkew }),
      ...(dispatcher && { dispatcher }),
      keys: {
        serviceSecret: secret(serviceSecret),
        licenseKey: secret(licenseKey),
        nextLicenseKey: nextLicenseKey === null ? null : (environment.secret(nextLicenseKey) ?? null),
      },
      pace: renewed(clock, () => extendClaim(db, shop.id, claimEnds(clock))),
    });
    clients.set(shop.id, { access, client });
    return client;
  };
}
