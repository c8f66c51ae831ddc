// What every page is rendered with: the language and its words, the moment, links that keep the language.

import { formatDue, formatLocal } from '../../core/format.ts';
import type { Instant, Language } from '../../core/model.ts';
import { openZone, type Zone } from '../../core/zone.ts';
import { WORDS } from './languages.ts';
import type { Words } from './words.ts';

export interface View {
  readonly language: Language;
  readonly words: Words;
  readonly now: Instant;
  /** The zone of those who operate the service; a shop's pages use the shop's. */
  readonly zone: Zone;
  /** The path asked for, for the current place in the navigation and the language switch. */
  readonly path: string;
  /** What is wrong with the monitoring itself; empty when all is well. */
  readonly warnings: readonly string[];
}

export function createView(options: {
  language: Language;
  now: Instant;
  timeZone: string;
  path: string;
  warnings: (words: Words) => readonly string[];
}): View {
  const { language, now, timeZone, path } = options;
  const words = WORDS[language];
  return { language, words, now, path, zone: openZone(timeZone), warnings: options.warnings(words) };
}

/** A link that keeps the language; Japanese is what one gets without asking. */
export function href(view: Pick<View, 'language'>, path: string, query: Readonly<Record<string, string>> = {}): string {
  const all = new URLSearchParams({ ...query, ...(view.language === 'en' ? { lang: 'en' } : {}) }).toString();
  return all === '' ? path : `${path}?${all}`;
}

export const shopPath = (shop: string): string => `/shops/${encodeURIComponent(shop)}`;

export const inquiryPath = (shop: string, inquiry: string): string =>
  `${shopPath(shop)}/inquiries/${encodeURIComponent(inquiry)}`;

export const local = (view: View, at: Instant, zone: Zone): string => formatLocal(at, zone, view.language);

export const due = (view: View, at: Instant, zone: Zone): string => formatDue(at, zone, view.language);
