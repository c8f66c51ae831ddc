// ics: the bytes of a calendar → its entries, each with the few lines that decide whether it closes dates. Lines are put
// together again as bytes (RFC 5545 3.1 folds at 75 octets, also inside a character); what no date hangs on is never read.
// 20 MiB come here, so nothing is kept or decoded but what is wanted.

import { shortly } from './entry-fault.ts';
import { FeedError } from './feed-error.ts';

/** One property of an entry and where it begins. */
export interface Property {
  readonly line: number;
  /** In capitals. */
  readonly name: string;
  /** Everything from the first `;` or `:` on, in at most MOST_VALUE bytes. */
  readonly rest: Buffer;
  readonly cut: boolean;
}

/** A VEVENT: its own properties, not those of what stands inside it. */
export interface RawEntry {
  /** Where its BEGIN stands. */
  readonly line: number;
  readonly properties: readonly Property[];
  /** A line right after a date or a rule that is neither a property nor a continuation. */
  readonly strayLine: number | null;
  /** Where it goes on for longer than it is read. */
  readonly tooMany: number | null;
  /** The METHOD of its calendar takes it back. */
  readonly withdrawn: boolean;
}

const DATES = ['DTSTART', 'DTEND', 'DURATION', 'RECURRENCE-ID', 'RRULE', 'RDATE', 'EXRULE', 'EXDATE'];
const MARKS = ['UID', 'SEQUENCE', 'DTSTAMP', 'STATUS', 'SUMMARY', 'DESCRIPTION'];
/** Outlook, the old MSN calendar and Funambol say so that an entry with times is one of whole days. */
export const ALL_DAY_MARKS = [
  'X-MICROSOFT-CDO-ALLDAYEVENT',
  'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT',
  'X-FUNAMBOL-ALLDAY',
];
const DATED = new Set(DATES);
const WANTED = new Set([...DATES, ...MARKS, ...ALL_DAY_MARKS]);
/** Lists of dates may be long; a title or a description is looked at only so far. */
const MOST_VALUE = 100_000;
const MOST_TEXT = 2_000;
const MOST_PROPERTIES = 2_000;
const MOST_DEPTH = 20;
const LF = 10;
const CR = 13;

/** The entries of a calendar, in order. @throws FeedError `broken` with the line where the calendar as a whole is none */
export function* readEntries(bytes: Uint8Array): Generator<RawEntry> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  refuseOtherFiles(buffer);
  const outline = createOutline();
  let found = false;
  for (const line of logicalLines(buffer)) {
    found = true;
    const entry = outline.take(line);
    if (entry !== null) yield entry;
  }
  if (!found) throw new FeedError('broken', 'found nothing; allowed: BEGIN:VCALENDAR', 1);
  outline.end();
}

function refuseOtherFiles(buffer: Buffer): void {
  if (buffer[0] === 0xff || buffer[0] === 0xfe || buffer[1] === 0)
    throw new FeedError('broken', 'found bytes that are no UTF-8; allowed: UTF-8', 1);
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(buffer.toString('latin1', 0, 200)))
    throw new FeedError('broken', 'found a web page; allowed: an iCalendar (a login may be needed)', 1);
}

/** One unfolded line; its bytes are joined only when they are asked for. */
interface LogicalLine {
  readonly number: number;
  /** Of the first part: the whole line when `rest` is empty. */
  readonly start: number;
  readonly end: number;
  /** Starts and ends of what was folded, in turn. */
  readonly more: readonly number[];
  readonly buffer: Buffer;
}

function* logicalLines(buffer: Buffer): Generator<LogicalLine> {
  let at = buffer[0] === 0xef && buffer[1] === 0xbb && buffer[2] === 0xbf ? 3 : 0;
  let number = 0;
  let open: { number: number; start: number; end: number; more: number[]; buffer: Buffer } | null = null;
  while (at < buffer.length) {
    const start = at;
    while (at < buffer.length && buffer[at] !== LF && buffer[at] !== CR) at++;
    const end = at;
    at += buffer[at] === CR && buffer[at + 1] === LF ? 2 : 1;
    number++;
    if (start === end) continue;
    if (open !== null && isBlank(buffer[start]!)) {
      open.more.push(start + 1, end);
      continue;
    }
    if (isEmpty(buffer, start, end)) continue;
    if (open !== null) yield open;
    open = { number, start, end, more: [], buffer };
  }
  if (open !== null) yield open;
}

const isBlank = (byte: number): boolean => byte === 32 || byte === 9;

function isEmpty(buffer: Buffer, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (!isBlank(buffer[at]!)) return false;
  return true;
}

/** The line's bytes from `from` on, put together, at most `most` of them. */
function joined({ buffer, end, more }: LogicalLine, from: number, most: number): { bytes: Buffer; cut: boolean } {
  const parts = [buffer.subarray(from, Math.min(end, from + most))];
  let length = end - from;
  for (let i = 0; i < more.length; i += 2) {
    if (length < most) parts.push(buffer.subarray(more[i], Math.min(more[i + 1]!, more[i]! + most - length)));
    length += more[i + 1]! - more[i]!;
  }
  return { bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts), cut: length > most };
}

/** The property's name in capitals and where its `;` or `:` stands; null for what is no property. */
function nameOf(buffer: Buffer, start: number, end: number): { name: string; at: number } | null {
  let at = start;
  while (at < end && isNameByte(buffer[at]!)) at++;
  if (at === start || at === end || (buffer[at] !== 0x3a && buffer[at] !== 0x3b)) return null;
  return { name: buffer.toString('latin1', start, at).toUpperCase(), at };
}

function isNameByte(byte: number): boolean {
  return (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte === 0x2d;
}

interface OpenEntry {
  readonly line: number;
  readonly depth: number;
  readonly properties: Property[];
  strayLine: number | null;
  tooMany: number | null;
  /** Whether the last property is one that dates hang on. */
  dated: boolean;
}

interface Outline {
  /** Takes the next line; an entry when this line ends one. */
  take(line: LogicalLine): RawEntry | null;
  /** @throws FeedError when something is still open */
  end(): void;
}

function createOutline(): Outline {
  const open: { name: string; line: number }[] = [];
  let entry: OpenEntry | null = null;
  let withdrawn = false;

  function begin(name: string, line: number): null {
    if (open.length === 0 && name !== 'VCALENDAR')
      throw new FeedError('broken', 'found another component; allowed: BEGIN:VCALENDAR', line);
    if (open.length >= MOST_DEPTH)
      throw new FeedError('broken', `found a component ${MOST_DEPTH} deep inside others; allowed: fewer`, line);
    open.push({ name, line });
    if (name === 'VCALENDAR') withdrawn = false;
    if (name === 'VEVENT' && entry === null)
      entry = { line, depth: open.length, properties: [], strayLine: null, tooMany: null, dated: false };
    return null;
  }

  function finish(name: string, line: number): RawEntry | null {
    if (open.pop()?.name !== name) throw new FeedError('broken', `found END:${shortly(name)} without its BEGIN`, line);
    if (entry === null || open.length >= entry.depth) return null;
    const { line: begun, properties, strayLine, tooMany } = entry;
    entry = null;
    return { line: begun, properties, strayLine, tooMany, withdrawn };
  }

  function stray(line: number): null {
    if (open.length <= 1)
      throw new FeedError('broken', 'found neither a property nor its continuation; allowed: NAME:value', line);
    if (entry?.depth === open.length && entry.dated) entry.strayLine ??= line;
    return null;
  }

  function property(line: LogicalLine, name: string, at: number): null {
    if (open.length === 0) throw new FeedError('broken', 'found a property outside BEGIN:VCALENDAR', line.number);
    if (open.length === 1 && name === 'METHOD') withdrawn = componentOf(line, at) === 'CANCEL';
    if (entry?.depth !== open.length) return null;
    entry.dated = DATED.has(name);
    if (!WANTED.has(name)) return null;
    if (entry.properties.length === MOST_PROPERTIES) {
      entry.tooMany ??= line.number;
      return null;
    }
    const { bytes, cut } = joined(line, at, entry.dated ? MOST_VALUE : MOST_TEXT);
    entry.properties.push({ line: line.number, name, rest: bytes, cut });
    return null;
  }

  return {
    take: (folded) => {
      // A fold may cut the name itself in two.
      const found = nameOf(folded.buffer, folded.start, folded.end);
      const line = found === null ? whole(folded) : folded;
      const named = found ?? nameOf(line.buffer, line.start, line.end);
      if (named === null) return stray(line.number);
      if (named.name === 'BEGIN') return begin(componentOf(line, named.at), line.number);
      if (named.name === 'END') return finish(componentOf(line, named.at), line.number);
      return property(line, named.name, named.at);
    },
    end: () => {
      const left = open.at(-1);
      if (left !== undefined)
        throw new FeedError('broken', `found no end of this ${shortly(left.name)}: the file is cut`, left.line);
    },
  };
}

function whole(line: LogicalLine): LogicalLine {
  if (line.more.length === 0) return line;
  const { bytes } = joined(line, line.start, MOST_VALUE);
  return { number: line.number, start: 0, end: bytes.length, more: [], buffer: bytes };
}

/** Of ASCII alone: the bytes of other characters are no letters. */
const upper = (letters: string): string => letters.toUpperCase();

/** What a BEGIN, an END or a METHOD names. */
function componentOf(line: LogicalLine, at: number): string {
  return joined(line, at + 1, 200)
    .bytes.toString('latin1')
    .trim()
    .replace(/[a-z]+/g, upper);
}
