// What every page is rendered with: the language and its words, the moment, links that keep the language.

import type { Instant, Language } from '../../core/model.ts';
import { civil } from '../../core/time/civil-date.ts';
import { formatDue, formatLocal } from '../../core/time/format.ts';
import { openZone, type Zone } from '../../core/time/zone.ts';
import type { Matter } from '../../service/status/health/matters.ts';
import type { Principal } from '../access/principal.ts';
import type { Words } from './words.ts';
import { WORDS } from './words.ts';

export interface View {
  readonly language: Language;
  readonly words: Words;
  /** The moment that is shown: now, or one to come. */
  readonly now: Instant;
  /** That moment when it is one to come: nothing can be done on such a page. */
  readonly ahead: Instant | null;
  /** What the clock says. */
  readonly clock: Instant;
  /** The zone of those who operate the service; a shop's pages use the shop's. */
  readonly zone: Zone;
  /** The path asked for, for the current place in the navigation. */
  readonly path: string;
  /** What was asked for besides the language: filters, cursors. */
  readonly query: Readonly<Record<string, string>>;
  /** Who looks; null on the page to log in. */
  readonly principal: Principal | null;
  /** Whom a form of this browser named last, where nobody is logged in by name; '' for nobody. */
  readonly saidName: string;
  /** What is not well with the monitoring, as far as it concerns who looks; empty when all is well. */
  readonly matters: readonly Matter[];
  /** When that was asked; null on a page that does not say it. */
  readonly askedAt: Instant | null;
}

export function createView(options: {
  language: Language;
  clock: Instant;
  ahead: Instant | null;
  timeZone: string;
  url: URL;
  principal: Principal | null;
  saidName: string;
  matters: readonly Matter[];
  askedAt: Instant | null;
}): View {
  const { language, clock, ahead, timeZone, url, principal, saidName, matters, askedAt } = options;
  const words = WORDS[language];
  const { lang: _, ...query } = Object.fromEntries(url.searchParams);
  const [path, zone] = [url.pathname, openZone(timeZone)];
  const at = { now: ahead ?? clock, ahead, clock, askedAt };
  return { language, words, ...at, path, query, principal, saidName, zone, matters };
}

/** A link that keeps the language; Japanese is what one gets without asking. */
export function href(view: Pick<View, 'language'>, path: string, query: Readonly<Record<string, string>> = {}): string {
  const all = view.language === 'en' ? { ...query, lang: 'en' } : query;
  // A list has hundreds of links without a query, and URLSearchParams is expensive.
  return Object.keys(all).length === 0 ? path : `${path}?${new URLSearchParams(all)}`;
}

/** Of one kind, side by side: type and category, or several reasons. */
export const sideBySide = ({ language }: Pick<View, 'language'>, parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null).join(language === 'ja' ? '・' : ' / ');

/** Whether who looks may change something. */
export const mayAct = ({ principal }: Pick<View, 'principal'>): boolean => principal?.scopes.has('act') ?? false;

export const shopPath = (shop: string): string => `/shops/${encodeURIComponent(shop)}`;

export const inquiryPath = (shop: string, inquiry: string): string =>
  `${shopPath(shop)}/inquiries/${encodeURIComponent(inquiry)}`;

/** The year it is in a zone: dates of other years tell theirs. */
export const thisYear = (view: Pick<View, 'now'>, zone: Zone): number => civil(zone.localDay(view.now)).year;

export const local = (view: View, at: Instant, zone: Zone): string => formatLocal(at, zone, view.language);

export const due = (view: View, at: Instant, zone: Zone): string => formatDue(at, zone, view.language);
