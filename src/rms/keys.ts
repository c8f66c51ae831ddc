// The two licence keys of a shop (current, next) and which of them works. Nobody knows what happens to the old key at
// renewal and a new one can need 90 minutes (RMS.md), so a 401 tries the other one and success is remembered.

import type { Instant } from '../core/model.ts';
import { formatRmsTime } from './jst.ts';
import { RmsError } from './rms-error.ts';

export type KeyName = 'current' | 'next';

/** The secrets themselves, resolved from the environment by the caller. */
export interface RmsKeys {
  readonly serviceSecret: string;
  readonly licenseKey: string;
  readonly nextLicenseKey: string | null;
}

export interface KeyRing {
  /** The names to try, the one that worked last first. */
  order(): KeyName[];
  works(name: KeyName): void;
  value(name: KeyName): string;
  authorization(name: KeyName): string;
}

/** A ring that starts with the current key. */
export function createKeyRing(keys: RmsKeys): KeyRing {
  let preferred: KeyName = 'current';
  const next = keys.nextLicenseKey === keys.licenseKey ? null : keys.nextLicenseKey || null;
  const value = (name: KeyName) => (name === 'next' ? next : null) ?? keys.licenseKey;
  return {
    order() {
      if (next === null) return ['current'];
      return preferred === 'current' ? ['current', 'next'] : ['next', 'current'];
    },
    works(name) {
      preferred = name;
    },
    value,
    authorization(name) {
      return `ESA ${Buffer.from(`${keys.serviceSecret}:${value(name)}`).toString('base64')}`;
    },
  };
}

/**
 * The cause of a 401 that every key got, once the expiry endpoint was asked: a key that has ended explains it, a key
 * that should still be valid points at the secret, the function's switch in RMS or a new key that is not live yet.
 * @param ends when each key ends, `unreadable` or null when it could not be learned
 */
export function authFailure(
  where: string,
  ends: ReadonlyMap<KeyName, Instant | 'unreadable' | null>,
  now: Instant,
): RmsError {
  const details = { status: 401, code: 'GA0001' };
  const ended = [...ends].find(([, end]) => typeof end === 'number' && end < now);
  if (ended !== undefined) {
    const [name, end] = ended as [KeyName, Instant];
    const other = ends.size > 1 ? ', the other key is refused too (a new one can need 90 minutes)' : '';
    return new RmsError(
      'auth-expired',
      `RMS ${where}: the ${name} licence key ended ${formatRmsTime(end)} JST${other}`,
      details,
    );
  }
  const known = [...ends.values()].some((end) => typeof end === 'number');
  const why = known
    ? 'the licence key has not ended: wrong secret, function not enabled, or a new key that is not live yet'
    : 'licence key ended or wrong, wrong secret, or function not enabled (its end could not be read)';
  return new RmsError('auth-wrong', `RMS ${where}: refused, ${why}`, details);
}
