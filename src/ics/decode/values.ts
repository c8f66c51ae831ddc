// ics: what stands in one property: its parameters, its dates, a length, a text.
// Trap: office programs write the dates of whole days as times, at midnight of their zone or in UTC.

import type { EpochDay } from '../../core/model.ts';
import { cut, mended } from '../../core/text.ts';
import { DAY_MS, epochDay } from '../../core/time/civil-date.ts';
import { openZone, type Zone } from '../../core/time/zone.ts';
import { EntryFault } from './entry-fault.ts';
import type { Property } from './lines.ts';

export interface Value {
  readonly property: Property;
  /** In capitals. */
  readonly text: string;
  /** What stands before it, as written. */
  readonly head: string;
}

/** The local date that a date or time means. */
export interface MeantDay {
  readonly day: EpochDay;
  /** It is that date as a whole: a date, or a midnight. */
  readonly whole: boolean;
}

/** A property's value and parameters; dates and rules are ASCII, so bytes are characters here. */
export function readValue(property: Property): Value {
  const text = property.rest.toString('latin1');
  const start = valueStart(text);
  return {
    property,
    text: text
      .slice(start)
      .trim()
      .replace(/[a-z]+/g, upper),
    head: text.slice(0, start - 1),
  };
}

/** A parameter, without quotation marks; empty for none. */
export function parameterOf({ head }: Pick<Value, 'head'>, name: string): string {
  if (head === '') return '';
  for (const one of head.split(';')) {
    const equals = one.indexOf('=');
    if (equals > 0 && one.slice(0, equals).toUpperCase() === name) return one.slice(equals + 1).replaceAll('"', '');
  }
  return '';
}

const upper = (letters: string): string => letters.toUpperCase();

/** After the first colon outside quotation marks. */
function valueStart(rest: string): number {
  if (rest.startsWith(':')) return 1;
  let quoted = false;
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === '"') quoted = !quoted;
    else if (rest[at] === ':' && !quoted) return at + 1;
  }
  return rest.length;
}

const FORM = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?$/;
/** Zones are asked about these years only: their changes are listed one by one. */
const ZONED_FROM = epochDay(1900, 1, 1);
const ZONED_TO = epochDay(2200, 1, 1);

/**
 * The date that a text of a property means in the shop's zone: a midnight on the shop's clock is that date, else a
 * midnight as it is written. @throws EntryFault for what is no date or time that exists
 */
export function meantDay({ property, head }: Value, text: string, zone: Zone): MeantDay {
  const match = FORM.exec(text);
  const [year, month, date, hour = 0, minute = 0, second = 0] = (match ?? [])
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const day = match === null ? Number.NaN : epochDay(year!, month!, date!);
  if (match === null || !exists(day, month!, date!) || hour > 23 || minute > 59 || second > 60)
    throw new EntryFault(property.line, property.name, text, 'date');
  if (match[4] === undefined) return { day, whole: true };
  const wallMs = Math.min(((hour * 60 + minute) * 60 + second) * 1_000, DAY_MS - 1);
  const clock = day < ZONED_FROM || day > ZONED_TO ? null : clockOf(match[7] === 'Z', parameterOf({ head }, 'TZID'));
  const instant = clock === null ? null : clock === 'utc' ? day * DAY_MS + wallMs : clock.instantOf(day, wallMs);
  if (instant !== null && zone.localMs(instant) === 0) return { day: zone.localDay(instant), whole: true };
  if (wallMs === 0) return { day, whole: true };
  return { day: instant === null ? day : zone.localDay(instant), whole: false };
}

function exists(day: EpochDay, month: number, date: number): boolean {
  const found = new Date(day * DAY_MS);
  return found.getUTCMonth() === month - 1 && found.getUTCDate() === date;
}

function clockOf(isUtc: boolean, tzid: string): Zone | 'utc' | null {
  if (isUtc) return 'utc';
  return tzid === '' ? null : ianaZone(tzid);
}

const known = new Map<string, Zone | null>();
const MOST_KNOWN = 1_000;

/** The IANA zone that a TZID names, also behind a prefix (`/freeassociation.sourceforge.net/Asia/Tokyo`); null for none. */
function ianaZone(id: string): Zone | null {
  const before = known.get(id);
  if (before !== undefined) return before;
  const zone = openedZone(id);
  if (known.size < MOST_KNOWN) known.set(id, zone);
  return zone;
}

function openedZone(id: string): Zone | null {
  for (const name of [id, id.split('/').slice(-2).join('/')]) {
    try {
      return openZone(name);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  return null;
}

/** Whether a value is a time and no date, however it is written: `20261229T100000Z`, `2026-12-29 10:00`. */
export function isTime(text: string): boolean {
  return /^[+-]?\d[\d/-]*[T ]\d/.test(text);
}

const LENGTH = /^\+?P(?:(\d{1,9})W)?(?:(\d{1,9})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?$/;

/** How many dates a DURATION covers, begun ones whole. @throws EntryFault */
export function daysLong({ property, text }: Value): number {
  const match = /\d/.test(text) ? LENGTH.exec(text) : null;
  if (match === null) throw new EntryFault(property.line, property.name, text, 'duration');
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return weeks * 7 + days + Math.ceil((hours * 3_600 + minutes * 60 + seconds) / 86_400);
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** A text as people read it; what is no UTF-8 in it is U+FFFD, but for a character that is cut at its end: that is left out. */
export function textOf({ rest }: Property): string {
  const bytes = rest.subarray(valueStart(rest.toString('latin1')));
  return decoded(bytes).replace(/\\([nN\\,;])/g, (_, one: string) => (/n/i.test(one) ? '\n' : one));
}

function decoded(bytes: Buffer): string {
  for (let cut = 0; cut <= 3 && cut <= bytes.length; cut++) {
    // An ASCII character is never the rest of a cut one.
    if (cut > 0 && bytes[bytes.length - cut]! < 0x80) break;
    try {
      return utf8.decode(bytes.subarray(0, bytes.length - cut));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return bytes.toString('utf8');
}

const MOST_NAME = 80;

/** A title on one line, at most 80 characters of it. */
export function shortName(text: string): string {
  const line = mended(text, 4 * MOST_NAME);
  const kept = cut(line, MOST_NAME);
  return kept === line ? line : `${kept.trimEnd()}…`;
}
