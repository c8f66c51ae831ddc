// cli: NDJSON in, NDJSON out: lines from bytes, one answer a line in the same order, a bad line never stops the others.
// Bytes are split before they are decoded, so one line of broken UTF-8 spoils only itself.

import { didYouMean } from '../../config/values/did-you-mean.ts';
import { describe } from '../../config/values/faults.ts';
import { NoBusinessDayError } from '../../core/calendar/calendar.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';

export type ErrorCode =
  | 'no-business-day'
  | 'invalid-calendar'
  | 'invalid-policy'
  | 'invalid-instant'
  | 'invalid-event'
  | 'invalid-request';

/** What is wrong with one request, by the contract's codes. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type Request = Readonly<Record<string, unknown>>;
type Id = string | number | null;

const UNKNOWN_NAMED = 10;
const MAX_LINE = 1024 * 1024;
const NEWLINE = 10;

/** Answers every line of the input with the fields of `answer`; exit code 1 if one of them was an error. */
export async function answerLines(
  io: Pick<CommandIo, 'input' | 'write'>,
  known: readonly string[],
  answer: (request: Request) => object,
): Promise<ExitCode> {
  let failed = false;
  for await (const lines of readLines(io.input)) {
    const answers = lines.flatMap((line) => {
      if (line?.trim() === '') return [];
      const { id, error, fields } = answerLine(line, known, answer);
      if (error) failed = true;
      return [JSON.stringify(error ? { id, error } : { id, ...fields })];
    });
    if (answers.length > 0) await io.write(answers.join('\n'));
  }
  return failed ? 1 : 0;
}

interface Answer {
  readonly id: Id;
  readonly fields?: object;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
}

function answerLine(line: string | null, known: readonly string[], answer: (request: Request) => object): Answer {
  let id: Id = null;
  try {
    const request = parseRequest(line);
    id = idOf(request);
    refuseUnknownKeys(request, known);
    return { id, fields: answer(request) };
  } catch (error) {
    return { id, error: errorFields(error) };
  }
}

function errorFields(error: unknown): NonNullable<Answer['error']> {
  if (error instanceof RequestError || error instanceof NoBusinessDayError)
    return { code: error.code as ErrorCode, message: error.message };
  throw error;
}

function parseRequest(line: string | null): Request {
  if (line === null)
    throw new RequestError(
      'invalid-request',
      `found broken UTF-8 or a line over ${MAX_LINE} bytes; allowed: JSON in UTF-8`,
    );
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new RequestError('invalid-request', 'found a line that is no JSON; allowed: one JSON object a line');
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Request;
  throw new RequestError('invalid-request', `found ${describe(value)}; allowed: one JSON object a line`);
}

function idOf(request: Request): Id {
  const id = request.id ?? null;
  if (id === null || typeof id === 'string' || typeof id === 'number') return id;
  throw new RequestError('invalid-request', `id: found ${describe(id)}; allowed: a text or a number`);
}

function refuseUnknownKeys(request: Request, known: readonly string[]): void {
  const unknown = Object.keys(request).filter((key) => !known.includes(key));
  if (unknown.length === 0) return;
  const rest = unknown.length - UNKNOWN_NAMED;
  const named = unknown
    .slice(0, UNKNOWN_NAMED)
    .map((key) => [describe(key), didYouMean(key, known)].filter(Boolean).join(', '));
  throw new RequestError(
    'invalid-request',
    `found unknown keys: ${[...named, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ')}; allowed: ${known.join(', ')}`,
  );
}

/**
 * The lines of a stream of bytes, as many at once as a chunk completes. A line that is too long or no UTF-8 is null;
 * it is not kept in memory.
 */
export async function* readLines(input: AsyncIterable<Uint8Array>): AsyncGenerator<(string | null)[]> {
  let begun: Uint8Array[] = [];
  let size = 0;
  const add = (part: Uint8Array) => {
    size += part.length;
    if (size > MAX_LINE) begun = [];
    else begun.push(part);
  };
  const finish = (): string | null => {
    const line = size > MAX_LINE ? null : decode(Buffer.concat(begun));
    begun = [];
    size = 0;
    return line;
  };
  for await (const chunk of input) {
    const lines: (string | null)[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      add(chunk.subarray(start, end));
      lines.push(finish());
      start = end + 1;
    }
    if (start < chunk.length) add(chunk.subarray(start));
    yield lines;
  }
  if (size > 0) yield [finish()];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decode(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}
