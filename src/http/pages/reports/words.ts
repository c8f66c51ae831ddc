// What the reports say. "as known then" and "as corrected" are two columns; the words must keep them apart.

import type { Language } from '../../../core/model.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export type ReportWords = typeof ja;

export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = { ja, en };
