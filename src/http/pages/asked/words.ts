// What the page of what customers ask says.

import type { Language } from '../../../core/model.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export const ASKED_WORDS: Readonly<Record<Language, typeof ja>> = { ja, en };
