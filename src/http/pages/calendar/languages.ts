// The words of the calendar's pages by language.

import type { Language } from '../../../core/model.ts';
import { CALENDAR_JA, type CalendarWords } from './words.ts';
import { CALENDAR_EN } from './words-en.ts';

export const CALENDAR_WORDS: Readonly<Record<Language, CalendarWords>> = { ja: CALENDAR_JA, en: CALENDAR_EN };
