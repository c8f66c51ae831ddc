// cli: what a command talks to. Commands get these instead of `process`, so tests run them as plain functions.

import type { Instant, Language } from '../../core/model.ts';

/** 0 done, 1 the answer is no, 2 wrong usage, 3 a service could not be reached (CONTRACT.md). */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Output {
  /** Writes lines to stdout; wait for the promise before writing much more (a slow reader). */
  write(lines: string): void | Promise<void>;
  /** Writes lines for people to stderr. */
  error(lines: string): void;
  /** Whether stdout is a terminal that shows colours. */
  readonly colour: boolean;
}

export interface CommandIo extends Output {
  readonly input: AsyncIterable<Uint8Array>;
  /** Whether somebody is there to answer a question: input and output are terminals. */
  readonly asks: boolean;
  /** That of the terminal's locale: Japanese, or English for every other. */
  readonly language: Language;
  /** Width of the terminal in columns; 80 where there is none. */
  readonly columns: number;
  now(): Instant;
}
