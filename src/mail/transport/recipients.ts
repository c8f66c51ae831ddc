// The recipients of one attempt: as they are written in the config and as they go over the wire.
// Trap: nodemailer lower-cases and punycodes hosts, and quotes or unquotes local parts; outcomes must name the address as
// it was given, or it is mailed twice.
import { domainToASCII } from 'node:url';
import { type AddressParts, addressParts, unquoted } from '../../core/mail-address.ts';
import { oneLine } from '../display-text.ts';
import type { RefusedRecipient } from './outcome.ts';

export interface Recipients {
  /** Distinct addresses for the envelope. */
  readonly wire: readonly string[];
  /** Refused before any server was asked, because they are no addresses. */
  readonly malformed: readonly RefusedRecipient[];
  /** The addresses as given that went over the wire as this one. */
  readonly given: (wire: string) => readonly string[];
}

/** Sorts the addresses of a mail: those that can be sent to, and those that are none. */
export function sortRecipients(to: readonly string[]): Recipients {
  const wire: string[] = [];
  const givenByMailbox = new Map<string, string[]>();
  const malformed: RefusedRecipient[] = [];
  for (const address of new Set(to)) {
    const parts = addressParts(address);
    const host = parts === null ? '' : asciiHost(parts);
    if (parts === null || host === '') {
      malformed.push({ address, code: 553, response: `not a mail address: ${oneLine(address).slice(0, 80)}` });
      continue;
    }
    const mailbox = mailboxOf(parts, host);
    const known = givenByMailbox.get(mailbox);
    if (known === undefined) wire.push(`${parts.local}@${host}`);
    givenByMailbox.set(mailbox, [...(known ?? []), address]);
  }
  return {
    wire,
    malformed,
    given: (answered) => {
      const parts = addressParts(answered);
      return (parts && givenByMailbox.get(mailboxOf(parts, asciiHost(parts)))) ?? [answered];
    },
  };
}

/** The same for every way to write it. */
const mailboxOf = ({ local }: AddressParts, host: string): string => `${unquoted(local)}@${host}`;

/** Empty when there can be no such host. */
function asciiHost({ host }: AddressParts): string {
  return host.startsWith('[') ? host.toLowerCase() : domainToASCII(host);
}
