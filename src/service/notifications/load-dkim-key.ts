// The DKIM key that service.yaml names. A key that is missing or broken does not stop the mails: a late alert is worse
// than an unsigned one, and the log says so.

import type { Logger } from 'pino';
import type { Dkim } from '../../config/input/dkim.ts';
import { type DkimKey, openDkimKey } from '../../mail/transport/dkim.ts';

/** Null when no key is configured or it cannot be used. */
export function dkimKeyOf(
  dkim: Dkim | null,
  secret: (name: string) => string | undefined,
  logger: Logger,
): DkimKey | null {
  if (dkim === null) return null;
  const pem = secret(dkim.privateKey);
  try {
    if (pem !== undefined) return openDkimKey(dkim.domain, dkim.selector, pem);
    logger.error({ missing: [dkim.privateKey] }, `mails leave unsigned: set ${dkim.privateKey}`);
  } catch (error) {
    logger.error({ variable: dkim.privateKey }, `mails leave unsigned: ${(error as RangeError).message}`);
  }
  return null;
}
