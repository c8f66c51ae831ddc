// Mail addresses as they go into the envelope: taken apart from their display name, checked once more.
// Trap: one malformed recipient makes nodemailer fail the whole mail, so it is set aside before sending.
import { domainToASCII } from 'node:url';
import { addressParts } from '../../core/mail-address.ts';
import { oneLine } from '../display-text.ts';

export interface Sender {
  readonly name: string;
  readonly address: string;
}

/** Whether the text is a plain address that can be a recipient: `owner@example.jp`. */
export function isAddress(text: string): boolean {
  return addressParts(text) !== null;
}

/**
 * `モニター <sla@example.jp>` or `sla@example.jp`, taken apart.
 * @throws RangeError when there is no plain address in it.
 */
export function parseSender(from: string): Sender {
  const named = /^([^<>]*)<([^<>]*)>\s*$/u.exec(from);
  const address = (named?.[2] ?? from).trim();
  if (!isAddress(address)) throw new RangeError(`The sender ${JSON.stringify(oneLine(from))} is no mail address`);
  return { name: oneLine(named?.[1] ?? '').replace(/^"(.*)"$/u, '$1'), address };
}

/** The host of the sender's address, in ASCII, for Message-IDs. */
export function hostOf(from: string): string {
  const { address } = parseSender(from);
  return domainToASCII(address.slice(address.lastIndexOf('@') + 1)) || 'localhost';
}
