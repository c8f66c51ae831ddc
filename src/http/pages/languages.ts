// The words of each language, chosen by `?lang`.

import type { Language } from '../../core/model.ts';
import type { Words } from './words.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export const WORDS: Readonly<Record<Language, Words>> = { ja, en };
