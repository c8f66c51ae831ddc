// A command's surroundings for tests: input from texts or bytes, output kept in lists.

import type { CommandIo } from '../../src/cli/io/io.ts';

export interface TestIo extends CommandIo {
  readonly written: string[];
  readonly errors: string[];
  /** Everything written, as lines. */
  lines(): string[];
}

export function testIo(...chunks: readonly (string | Uint8Array)[]): TestIo {
  const written: string[] = [];
  const errors: string[] = [];
  return {
    written,
    errors,
    lines: () => written.flatMap((text) => text.split('\n')),
    write: (lines) => void written.push(lines),
    error: (lines) => void errors.push(lines),
    colour: false,
    language: 'en',
    asks: false,
    columns: 80,
    now: () => Date.parse('2026-10-15T03:00:00Z'),
    input: bytes(chunks),
  };
}

async function* bytes(chunks: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}
