// The words of the reports in each language.

import type { Language } from '../../../core/model.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';
import type { ReportWords } from './words-type.ts';

export const REPORTS: Readonly<Record<Language, ReportWords>> = { ja, en };
