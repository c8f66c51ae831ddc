// DKIM, for those whose mail server does not sign (MAIL.md 13).
// Trap: nodemailer sends unsigned, without a word, when it cannot use the key; so the key is tried before the first mail.
import { createPrivateKey } from 'node:crypto';

/** A key that was tried; as nodemailer takes it. */
export interface DkimKey {
  readonly domainName: string;
  readonly keySelector: string;
  readonly privateKey: string;
}

/**
 * Checks a private key in PEM; in an environment variable `\n` may stand for its line ends.
 * @throws RangeError when it is none; the message does not repeat it.
 */
export function openDkimKey(domain: string, selector: string, pem: string): DkimKey {
  const privateKey = pem.replaceAll('\\n', '\n');
  try {
    if (createPrivateKey(privateKey).asymmetricKeyType === 'rsa') {
      return { domainName: domain, keySelector: selector, privateKey };
    }
  } catch {
    // The error quotes what it could not read.
  }
  throw new RangeError('the DKIM key is no RSA private key in PEM');
}
