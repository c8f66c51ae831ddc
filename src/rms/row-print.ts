// Fingerprints of list rows: a row that says what it said when it was read last needs neither decoding nor the database.
// Trap: a row goes A, B and back to A. So what is known is always the last read of an inquiry, never every content seen;
// and whoever took a row in without noting it makes all that is known void (store/status/source-rows.ts).

import { hash } from 'node:crypto';
import type { EpochDay } from '../core/model.ts';
import { jstDay, parseRmsTime } from './jst.ts';

export interface RowPrint {
  /** The date in Japan on which the inquiry began. */
  readonly day: EpochDay;
  /** Of the inquiry's number. Two numbers with one key cost the decoding of both each time, and nothing else. */
  readonly key: number;
  /** Of the whole row: 16 hexadecimal digits. */
  readonly print: string;
}

/** What is known of a shop's rows, by day and key. */
export type KnownRows = ReadonlyMap<EpochDay, ReadonlyMap<number, string>>;

/**
 * The fingerprint of an undecoded row and its number; null when the row has no number or no date. `readBy` is whatever
 * else decides what becomes of a row: the release, the shop's settings.
 */
export function printOf(row: unknown, readBy: string): (RowPrint & { readonly number: string }) | null {
  if (typeof row !== 'object' || row === null) return null;
  const { inquiryNumber: number, regDate } = row as Readonly<Record<string, unknown>>;
  const began = parseRmsTime(regDate);
  if (typeof number !== 'string' || began === null) return null;
  const print = hash('sha1', `${readBy}\n${JSON.stringify(row)}`, 'hex').slice(0, PRINT_DIGITS);
  return { number, day: jstDay(began), key: keyOf(number), print };
}

/** Whether the row says what it said when it was read last. */
export function isKnown(known: KnownRows, { day, key, print }: RowPrint): boolean {
  return known.get(day)?.get(key) === print;
}

const PRINT_DIGITS = 16;
const KEY_BYTES = 4;
const ENTRY_BYTES = KEY_BYTES + PRINT_DIGITS / 2;

/** FNV-1a. */
function keyOf(number: string): number {
  let key = 0x811c9dc5;
  for (let i = 0; i < number.length; i++) key = Math.imul(key ^ number.charCodeAt(i), 0x01000193);
  return key >>> 0;
}

/** The rows of each day as bytes, the same for the same rows in whatever order. */
export function packed(prints: Iterable<RowPrint>): Map<EpochDay, Buffer> {
  const days = new Map<EpochDay, Map<number, string>>();
  for (const { day, key, print } of prints) {
    const rows = days.get(day) ?? new Map<number, string>();
    days.set(day, rows.set(key, print));
  }
  return new Map([...days].map(([day, rows]) => [day, bytesOf(rows)]));
}

function bytesOf(rows: ReadonlyMap<number, string>): Buffer {
  const bytes = Buffer.alloc(rows.size * ENTRY_BYTES);
  let at = 0;
  for (const [key, print] of [...rows].sort(([a], [b]) => a - b)) {
    bytes.writeUInt32BE(key, at);
    bytes.write(print, at + KEY_BYTES, 'hex');
    at += ENTRY_BYTES;
  }
  return bytes;
}

/** The rows of one day again. */
export function unpacked(bytes: Buffer): Map<number, string> {
  const rows = new Map<number, string>();
  for (let at = 0; at + ENTRY_BYTES <= bytes.length; at += ENTRY_BYTES)
    rows.set(bytes.readUInt32BE(at), bytes.toString('hex', at + KEY_BYTES, at + ENTRY_BYTES));
  return rows;
}
