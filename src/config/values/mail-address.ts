// config: mail addresses, plain (owner@example.jp) or with a name (モニター <sla@example.jp>).
// A line break inside an address would let a file write mail headers.

import { domainToASCII } from 'node:url';
import { addressParts } from '../../core/mail-address.ts';
import { isStorable } from '../../core/text.ts';
import { describe } from './faults.ts';
import { type Reader, refuse } from './readers.ts';

/** Longer ones are no slip. */
const LONGEST_HINTED = 300;

export const address: Reader<string> = (value, at) => {
  if (typeof value === 'string' && isStorable(value) && isPlain(value)) return value;
  return refuse(at, describe(value), 'a mail address such as owner@example.jp', addressHint(value));
};

/** A full-width sign, a blank, or several addresses in one text. */
function addressHint(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > LONGEST_HINTED) return undefined;
  const half = value.normalize('NFKC').replaceAll(/\s/g, '');
  const several = half.split(/[,、;]/).filter((one) => one !== '');
  if (!several.every(isPlain)) return undefined;
  if (several.length > 1) return `did you mean [${several.join(', ')}]?`;
  return half === value ? undefined : `did you mean "${half}"?`;
}

/** A sender: an address, or a name with the address in angle brackets. */
export const sender: Reader<string> = (value, at) => {
  const text = typeof value === 'string' && isStorable(value) ? value : '';
  const named = /^[^<>]+<([^<>]+)>$/u.exec(text);
  if (isPlain(named?.[1] ?? text)) return text;
  return refuse(at, describe(value), 'an address, or "name <address>"');
};

/** An address whose host can exist: else its first mail would be the first to say so. */
function isPlain(text: string): boolean {
  const parts = addressParts(text);
  return parts !== null && (parts.host.startsWith('[') || domainToASCII(parts.host) !== '');
}
