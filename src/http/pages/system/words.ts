// What the page of the system says. Calm also when something is wrong: what it means, and what goes on all the same.

import type { Language } from '../../../core/model.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export type SystemWords = typeof ja;

export const SYSTEM_WORDS: Readonly<Record<Language, SystemWords>> = { ja, en };
