// When an answer is a clear one: words for people, without those of a program, that can be stored and shown anywhere.

import { isStorable } from '../../src/core/text.ts';

const PROGRAM_WORDS =
  /\bundefined\b|\bNaN\b|\[object |cannot read prop|is not a function|is not iterable|RangeError|TypeError|SyntaxError|\n\s+at /i;

/** What is wrong with words that a person is to read; null when they are clear. */
export function unclear(words: string): string | null {
  if (words.trim() === '') return 'an empty answer';
  const found = PROGRAM_WORDS.exec(words);
  if (found !== null) return `an answer in program words (${found[0].trim()}): ${words.slice(0, 300)}`;
  return null;
}

/** The same, of words that are kept. */
export function unclearLine(words: string): string | null {
  return unclear(words) ?? (isStorable(words) ? null : `an answer that no store takes: ${JSON.stringify(words)}`);
}

/** The first that is wrong. */
export function firstOf(faults: Iterable<string | null>): string | null {
  for (const fault of faults) if (fault !== null) return fault;
  return null;
}
