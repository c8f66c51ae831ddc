// The words of each language (model.ts Language), chosen by the shop's or ops' setting.
import type { Language } from '../../core/model.ts';
import type { Words } from './words.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export const WORDS: Readonly<Record<Language, Words>> = { ja, en };
