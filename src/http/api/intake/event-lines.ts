// http: the body of POST /v1/events → lines: a JSON array or NDJSON. Bytes are split before they are decoded, so one
// line of broken UTF-8 spoils only itself. A body of tiny broken lines costs a thousand times its bytes; lines are
// counted before they are read, and others get their turn in between.

import { setImmediate as turn } from 'node:timers/promises';
import { parseJson } from '../../../core/json.ts';
import { type Line, readJsonLine } from '../../../service/intake/intake-lines.ts';

export interface BodyFault {
  readonly code: 'invalid-encoding' | 'invalid-json' | 'too-many-lines';
  readonly detail: string;
}

/** More than fit into a body if each is an event; bounds the work and the answer for a body of tiny broken lines. */
export const MAX_LINES = 10_000;

const NEWLINE = 10;
const FIRST_OF_ARRAY = '['.charCodeAt(0);
const NDJSON = /^application\/(x-)?(ndjson|jsonl|json-?lines|json-seq)\b/i;
const SPACES = new Set([0x20, 0x09, 0x0a, 0x0d]);
const BOM = [0xef, 0xbb, 0xbf];
/** Broken ones take some microseconds each. */
const LINES_A_TURN = 500;
const TOO_MANY: BodyFault = {
  code: 'too-many-lines',
  detail: `a request may have ${MAX_LINES} lines; send them in several`,
};

/** Lines of a body; the elements of an array count as lines from 1. A body that begins with `[` is an array unless its type says NDJSON. */
export async function linesOf(body: Uint8Array, contentType: string | undefined): Promise<Line[] | BodyFault> {
  const bytes = BOM.every((byte, at) => body[at] === byte) ? body.subarray(BOM.length) : body;
  const first = bytes.find((byte) => !SPACES.has(byte));
  if (first === FIRST_OF_ARRAY && !NDJSON.test(contentType ?? '')) return linesOfArray(bytes);
  const parts = partsOf(bytes);
  return parts === null ? TOO_MANY : linesOfParts(parts);
}

function linesOfArray(bytes: Uint8Array): Line[] | BodyFault {
  const text = decode(bytes);
  if (text === null) return { code: 'invalid-encoding', detail: 'the body must be UTF-8' };
  const read = parseJson(text);
  if (read === 'too-deep') return { code: 'invalid-json', detail: 'the body nests too deep' };
  if (read === 'no-json' || !Array.isArray(read.value))
    return { code: 'invalid-json', detail: 'the body is no complete JSON array' };
  if (read.value.length > MAX_LINES) return TOO_MANY;
  return read.value.map((element: unknown, at) => ({ line: at + 1, value: element }));
}

interface Part {
  readonly line: number;
  readonly bytes: Uint8Array;
}

/** The lines that are not blank, still as bytes; null when there are too many. */
function partsOf(bytes: Uint8Array): Part[] | null {
  const parts: Part[] = [];
  let start = 0;
  for (let line = 1; start < bytes.length; line++) {
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline < 0 ? bytes.length : newline;
    const one = bytes.subarray(start, end);
    if (one.some((byte) => !SPACES.has(byte))) parts.push({ line, bytes: one });
    if (parts.length > MAX_LINES) return null;
    start = end + 1;
  }
  return parts;
}

async function linesOfParts(parts: readonly Part[]): Promise<Line[]> {
  const lines: Line[] = [];
  for (const [at, { line, bytes }] of parts.entries()) {
    if (at > 0 && at % LINES_A_TURN === 0) await turn();
    const text = decode(bytes);
    lines.push(text === null ? { line, fault: 'the line must be UTF-8' } : readJsonLine(line, text));
  }
  return lines;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
