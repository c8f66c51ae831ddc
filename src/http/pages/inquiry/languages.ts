// The inquiry page's words in each language.

import type { Language } from '../../../core/model.ts';
import type { InquiryWords } from './words.ts';
import { EN } from './words-en.ts';
import { JA } from './words-ja.ts';

export const INQUIRY: Readonly<Record<Language, InquiryWords>> = { ja: JA, en: EN };
