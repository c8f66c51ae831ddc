// What was asked most, as the weekly summary says it: items and categories, never what a customer wrote.

import type { AskedAbout } from '../../core/reports/asked.ts';
import { clip } from '../display-text.ts';
import type { WeeklyMailFacts } from '../list-facts.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import { type Group, plainEntry, webUrl } from './entries/mail-document.ts';

/** None where nothing was asked. */
export function askedGroup({ asked, askedUrl }: WeeklyMailFacts, reading: Reading): Group[] {
  if (asked.length === 0) return [];
  const { words } = reading;
  const own = words.lists.weekly;
  const page = webUrl(askedUrl);
  return [
    {
      heading: own.asked(asked.length),
      remarks: [],
      caption: own.askedCaption,
      columns: [own.about, own.inquiries],
      entries: askedWords({ asked }, reading).map(([title, value], i) =>
        plainEntry(title, value, i === 0 && page !== null ? [{ label: own.askedPage, url: page }] : []),
      ),
      more: null,
      numbered: false,
    },
  ];
}

/** Of each, what it is and how often it was asked, as mails and chats say it. */
export const askedWords = ({ asked }: Pick<WeeklyMailFacts, 'asked'>, { words }: Reading): [string, string][] =>
  asked.map((row) => [aboutInWords(row, words), words.lists.weekly.askedCount(row.inquiries, row.before)]);

function aboutInWords({ item, itemNumber, category }: AskedAbout, words: Reading['words']): string {
  const name = clip(item ?? itemNumber ?? words.lists.weekly.noItem, 60);
  return words.joinFacts([name, ...(category === null ? [] : [clip(category, 40)])]);
}
