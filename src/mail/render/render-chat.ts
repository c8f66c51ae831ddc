// The same facts as a short message for a chat: what to do, which inquiries, by when, what is left; and links as its last
// lines. The link by which somebody takes an inquiry in hand opens a page with a form: a preview that opens it takes nothing.

import { openZone } from '../../core/time/zone.ts';
import type { MailRow, OwnerMailFacts, RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { inquiryEntry, inquiryTail, type Reading, worstFirst } from './entries/inquiry-entry.ts';
import { type Entry, webUrl } from './entries/mail-document.ts';
import { byUntil, promiseEntry, promiseLead } from './entries/promise-group.ts';
import { footerTimes } from './footer.ts';
import { ownerSubject, standInLine } from './render-owner.ts';

/** Inquiries a message lists; the others are counted. With the list's own link no more than Teams has buttons. */
const LISTED = 5;
/** Where the inquiry's page has the form (http/pages/inquiry/actions.tsx). */
const FORM = '#hand';

/** @throws RangeError without rows: when none is left, no message goes out */
export function renderChatMessage(facts: OwnerMailFacts): RenderedMail {
  const promises = byUntil(facts.promises ?? []);
  if (facts.rows.length + promises.length === 0) throw new RangeError('A message needs at least one inquiry');
  const { language, timeZone } = facts.shop;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(timeZone), now: facts.now };
  const rows = worstFirst(facts.rows);
  const listed = rows.slice(0, LISTED);
  const promised = promises.slice(0, LISTED - listed.length);
  const subject = ownerSubject(facts, rows, reading);
  const [dataAsOf] = footerTimes({ ...reading, dataAsOf: facts.dataAsOf });
  const lines = [
    subject,
    ...standInLine(facts, reading.words),
    ...listed.flatMap((row, i) => entryLines(row, i + 1, reading)),
    ...(rows.length > LISTED ? [reading.words.more(rows.length - LISTED)] : []),
    ...(rows.length > 0 ? promiseLead(promises, reading) : []),
    ...promised.flatMap((row, i) => textOf(promiseEntry(row, reading), listed.length + i + 1, reading)),
    ...(promises.length > promised.length ? [reading.words.more(promises.length - promised.length)] : []),
    ...(dataAsOf === undefined ? [] : [dataAsOf]),
    ...[...listed, ...promised].flatMap((row, i, all) => takeLines(row, all.length > 1 ? i + 1 : null, reading)),
    ...linkLine(reading.words.links.board, facts.boardUrl),
  ];
  return { subject, text: lines.join('\n'), html: '' };
}

function entryLines(row: MailRow, number: number, reading: Reading): string[] {
  const entry = inquiryEntry(row, reading, false);
  return textOf({ ...entry, cells: entry.cells.slice(1) }, number, reading);
}

function textOf({ title, kind, cells, notes }: Entry, number: number, reading: Reading): string[] {
  const times = cells.map(({ text }) => text);
  return [
    `${number}) ${[title, kind].filter((part) => part !== null).join(' ')}`,
    `   ${times.filter((time) => time !== '').join(reading.language === 'ja' ? '／' : ' / ')}`,
    ...notes.map((note) => `   ${note}`),
  ];
}

/** The link by which a listed inquiry is taken in hand. */
export function takeLines(
  row: Pick<MailRow, 'detailUrl' | 'inquiry'>,
  number: number | null,
  { words }: Pick<Reading, 'words'>,
): string[] {
  const url = webUrl(row.detailUrl);
  if (url === null) return [];
  const which = number === null ? '' : `${number}) ${inquiryTail(row.inquiry)} `;
  return linkLine(`${which}${words.links.take}`, `${url}${FORM}`);
}

/** A last line of a message: where it leads, if a message may link there. */
export const linkLine = (words: string, url: string | null): string[] => {
  const address = webUrl(url);
  return address === null ? [] : [`${words} ${address}`];
};
