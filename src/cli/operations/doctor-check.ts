// cli: what one check of `doctor` found.

import type { Bilingual } from '../../core/model.ts';

export interface Check {
  readonly name: string;
  readonly state: 'ok' | 'fault' | 'unreachable';
  /** What was found. */
  readonly words: Bilingual;
  /** What to do about it. */
  readonly todo?: Bilingual;
}

/** What is the same in every language: an error as a library or a server says it. */
export const asIs = (text: string): Bilingual => ({ ja: text, en: text });
