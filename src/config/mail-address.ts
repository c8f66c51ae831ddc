// config: mail addresses, plain (owner@example.jp) or with a name (モニター <sla@example.jp>).
// Trap: a line break inside an address would let a file write mail headers.

import { describe } from './faults.ts';
import { type Reader, refuse } from './readers.ts';

const PLAIN = /^[^\s@<>(),;:"\\]+@[^\s@<>(),;:"\\]+$/u;

export const address: Reader<string> = (value, at) => {
  if (typeof value === 'string' && PLAIN.test(value) && value.length <= 254) return value;
  return refuse(at, describe(value), 'a mail address such as owner@example.jp');
};

/** A sender: an address, or a name with the address in angle brackets. */
export const sender: Reader<string> = (value, at) => {
  const text = typeof value === 'string' && !/\p{Cc}/u.test(value) ? value : '';
  const named = /^[^<>]+<([^<>]+)>$/u.exec(text);
  if (PLAIN.test(named?.[1] ?? text)) return text;
  return refuse(at, describe(value), 'an address, or "name <address>"');
};
