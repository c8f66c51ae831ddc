// What the pages share, by language. One convention for all tables of words: a page's own stand in the `words.ts` of its
// folder, the Japanese gives the shape and the English is typed by it; a long table has a file for each language.

import type { Language } from '../../core/model.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export type Words = typeof ja;

export const WORDS: Readonly<Record<Language, Words>> = { ja, en };
