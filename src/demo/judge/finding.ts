// A difference between what happened and the rules.

import { inquiryTail } from '../../core/inquiry-tail.ts';
import type { Bilingual } from '../../core/model.ts';

export interface Finding {
  /** Inquiry's tail, mail's number, or a shop. */
  readonly about: string;
  readonly words: Bilingual;
}

export const finding = (about: string, ja: string, en: string): Finding => ({ about, words: { ja, en } });

/** What mails show of an inquiry's number. */
export const tailOf = (inquiry: string): string => inquiryTail(inquiry).replace(/^…/, '');
