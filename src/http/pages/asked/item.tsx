// An item as what customers ask shows it, and its figures in words.

import type { AskedAbout, AskedNumbers } from '../../../core/reports/asked.ts';
import { rateInWords } from '../reports/shown.ts';
import type { View } from '../view.ts';
import { ASKED_WORDS } from './words.ts';

/** Its name, leading to its page where that is known. */
export function Item({ view, about: { item, itemNumber, itemUrl } }: { view: View; about: AskedAbout }) {
  const own = ASKED_WORDS[view.language].table;
  const name = item ?? itemNumber ?? own.noItem;
  if (itemUrl === null) return <>{name}</>;
  return (
    <a href={itemUrl} rel="noreferrer">
      {name}
    </a>
  );
}

/** How often somebody had to answer an inquiry, to a tenth. */
export function exchangesInWords(view: View, { inquiries, exchanges }: AskedNumbers): string {
  return inquiries === 0 ? ASKED_WORDS[view.language].none : (exchanges / inquiries).toFixed(1);
}

/** `62.5%`; a dash of fewer than five. */
export const shareInWords = (view: View, some: number, all: number): string =>
  rateInWords(view, { met: some, missed: all - some });
