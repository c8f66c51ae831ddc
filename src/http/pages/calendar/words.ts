// What the pages of the calendar say besides the shared words. Calm and plain: whoever edits here is no programmer.

import type { Language } from '../../../core/model.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export type CalendarWords = typeof ja;

export const CALENDAR_WORDS: Readonly<Record<Language, CalendarWords>> = { ja, en };
