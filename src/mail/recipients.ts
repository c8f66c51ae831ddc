// The recipients of one attempt: as they are written in the config and as they go over the wire.
// Trap: nodemailer lower-cases and punycodes hosts; outcomes must name the address as it was given, or it is mailed twice.
import { domainToASCII } from 'node:url';
import { isAddress } from './address.ts';
import { oneLine } from './display-text.ts';
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
  const givenByWire = new Map<string, string[]>();
  const malformed: RefusedRecipient[] = [];
  for (const address of new Set(to)) {
    const wire = isAddress(address) ? onTheWire(address) : null;
    if (wire === null)
      malformed.push({ address, code: 553, response: `not a mail address: ${oneLine(address).slice(0, 80)}` });
    else givenByWire.set(wire, [...(givenByWire.get(wire) ?? []), address]);
  }
  return {
    wire: [...givenByWire.keys()],
    malformed,
    given: (wire) => givenByWire.get(wire) ?? givenByWire.get(onTheWire(wire) ?? wire) ?? [wire],
  };
}

function onTheWire(address: string): string | null {
  const at = address.lastIndexOf('@');
  const host = domainToASCII(address.slice(at + 1));
  return host === '' ? null : `${address.slice(0, at)}@${host}`;
}
