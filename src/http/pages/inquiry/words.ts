// What the page of one inquiry says besides the shared words: hands, marks, mutes, the picture, the history.

import type { Language } from '../../../core/model.ts';
import { en } from './words-en.ts';
import { ja } from './words-ja.ts';

export type InquiryWords = typeof ja;

export const INQUIRY_WORDS: Readonly<Record<Language, InquiryWords>> = { ja, en };

/** What has just been done, as the page's address says it. */
export const DONE = [
  'took',
  'assigned',
  'gave',
  'marked',
  'unmarked',
  'muted',
  'lifted',
  'promised',
  'unpromised',
  'answered',
  'unanswered',
] as const;
export type Done = (typeof DONE)[number];
