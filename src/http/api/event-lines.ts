// http: the body of POST /v1/events → lines: a JSON array or NDJSON. Bytes are split before they are decoded, so one
// line of broken UTF-8 spoils only itself.

import type { Line } from '../../service/take-lines.ts';

export interface BodyFault {
  readonly code: 'invalid-encoding' | 'invalid-json';
  readonly detail: string;
}

const NEWLINE = 10;
const FIRST_OF_ARRAY = '['.charCodeAt(0);
const NDJSON = /^application\/(x-)?(ndjson|jsonl|json-?lines|json-seq)\b/i;
const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d]);
const BOM = [0xef, 0xbb, 0xbf];

/** Lines of a body; the elements of an array count as lines from 1. A body that begins with `[` is an array unless its type says NDJSON. */
export function linesOf(body: Uint8Array, contentType: string | undefined): Line[] | BodyFault {
  const bytes = BOM.every((byte, at) => body[at] === byte) ? body.subarray(BOM.length) : body;
  const first = bytes.find((byte) => !SPACES.has(byte));
  if (first === FIRST_OF_ARRAY && !NDJSON.test(contentType ?? '')) return linesOfArray(bytes);
  return linesOfText(bytes);
}

function linesOfArray(bytes: Uint8Array): Line[] | BodyFault {
  const text = decode(bytes);
  if (text === null) return { code: 'invalid-encoding', detail: 'the body must be UTF-8' };
  const value = parse(text);
  if (!Array.isArray(value?.parsed)) return { code: 'invalid-json', detail: 'the body is no complete JSON array' };
  return value.parsed.map((element: unknown, at) => ({ line: at + 1, value: element }));
}

function linesOfText(bytes: Uint8Array): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const text = decode(bytes.subarray(start, end));
    if (text === null || text.trim() !== '') lines.push(readJsonLine(line, text));
    start = end + 1;
  }
  return lines;
}

/** One line of text as a Line; null stands for bytes that are no UTF-8. */
function readJsonLine(line: number, text: string | null): Line {
  if (text === null) return { line, fault: 'the line must be UTF-8' };
  const value = parse(text);
  return value === null
    ? { line, fault: 'the line is no JSON; one JSON object a line is needed' }
    : { line, value: value.parsed };
}

/** JSON.parse's own messages quote the text, so they are dropped. */
function parse(text: string): { parsed: unknown } | null {
  try {
    return { parsed: JSON.parse(text) };
  } catch {
    return null;
  }
}

function decode(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
