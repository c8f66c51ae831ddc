// ics: the text of a calendar, line by line, checked before the library sees it: it forgives too much, turns dates that
// do not exist into others and names no line. Trap: a folded line goes on in the next one that begins with a space.

import { isUtf8 } from 'node:buffer';
import { FeedError } from './errors.ts';

/** One unfolded content line and where it begins. */
export interface ContentLine {
  readonly number: number;
  /** In capitals. */
  readonly name: string;
  /** Everything from the first `;` or `:` on. */
  readonly rest: string;
}

const DATED = new Set(['DTSTART', 'DTEND', 'EXDATE', 'RDATE', 'RECURRENCE-ID']);

/** The lines of a calendar. @throws FeedError `broken` with the line */
export function contentLines(bytes: Uint8Array): ContentLine[] {
  const text = utf8(bytes);
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text))
    throw new FeedError('broken', 'found a web page; allowed: an iCalendar (a login may be needed)', 1);
  const lines = unfolded(text).map(({ number, text: line }) => parse(line, number));
  checkNesting(lines);
  for (const line of lines) checkDates(line);
  return lines;
}

function utf8(bytes: Uint8Array): string {
  if (isUtf8(bytes))
    return Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\uFEFF/, '');
  throw new FeedError('broken', 'found bytes that are no UTF-8; allowed: UTF-8', firstBrokenLine(Buffer.from(bytes)));
}

function firstBrokenLine(bytes: Buffer): number {
  let line = 1;
  let start = 0;
  for (let end = bytes.indexOf(10); end >= 0 && isUtf8(bytes.subarray(start, end)); end = bytes.indexOf(10, start)) {
    start = end + 1;
    line++;
  }
  return line;
}

function unfolded(text: string): { number: number; text: string }[] {
  const lines: { number: number; text: string }[] = [];
  text.split(/\r\n|\n|\r/).forEach((line, index) => {
    const last = lines.at(-1);
    if (/^[ \t]/.test(line) && last !== undefined) last.text += line.slice(1);
    else if (line.trim() !== '') lines.push({ number: index + 1, text: line });
  });
  return lines;
}

function parse(line: string, number: number): ContentLine {
  const match = /^([A-Za-z0-9-]+)([;:].*)$/s.exec(line);
  if (match === null)
    throw new FeedError('broken', 'found neither a property nor its continuation; allowed: NAME:value', number);
  return { number, name: match[1]!.toUpperCase(), rest: match[2]! };
}

function checkNesting(lines: readonly ContentLine[]): void {
  const open: ContentLine[] = [];
  for (const line of lines) {
    if (line.name !== 'BEGIN' && line.name !== 'END') {
      if (open.length === 0) throw new FeedError('broken', 'found a property outside BEGIN:VCALENDAR', line.number);
      continue;
    }
    if (line.name === 'BEGIN') {
      if (open.length === 0 && component(line) !== 'VCALENDAR')
        throw new FeedError('broken', 'found another component; allowed: BEGIN:VCALENDAR', line.number);
      open.push(line);
      continue;
    }
    const begun = open.pop();
    if (begun === undefined || component(begun) !== component(line))
      throw new FeedError('broken', `found END${line.rest} without its BEGIN`, line.number);
  }
  const left = open.at(-1);
  if (left !== undefined)
    throw new FeedError('broken', `found no end of this ${component(left)}: the file is cut`, left.number);
  if (lines.length === 0) throw new FeedError('broken', 'found nothing; allowed: BEGIN:VCALENDAR', 1);
}

/** The component that a BEGIN or END names. */
export function component({ rest }: ContentLine): string {
  return rest.slice(1).trim().toUpperCase();
}

function checkDates({ name, rest, number }: ContentLine): void {
  if (!DATED.has(name)) return;
  const value = rest.slice(valueStart(rest));
  for (const one of value.split(',')) {
    const [first = '', ...period] = one.trim().split('/');
    if (!existing(first) || period.length > 1)
      throw new FeedError(
        'broken',
        `${name}: found ${shown(one)}; allowed: a date or time that exists (20261229)`,
        number,
      );
  }
}

/** After the first colon outside quotation marks. */
function valueStart(rest: string): number {
  let quoted = false;
  for (let at = 0; at < rest.length; at++) {
    if (rest[at] === '"') quoted = !quoted;
    else if (rest[at] === ':' && !quoted) return at + 1;
  }
  return rest.length;
}

function existing(text: string): boolean {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)Z?)?$/.exec(text);
  if (match === null) return false;
  const [year, month, day, hour = 0, minute = 0, second = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const date = new Date(0);
  date.setUTCFullYear(year!, month! - 1, day!);
  return date.getUTCMonth() === month! - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 61;
}

function shown(text: string): string {
  return JSON.stringify(text.length > 30 ? `${text.slice(0, 30)}…` : text);
}
