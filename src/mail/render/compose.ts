// From a document to a mail of at most 60 KB: when it would grow over that, receipts go first, the least urgent ones.

import type { RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import type { Entry, MailDocument } from './entries/mail-document.ts';
import { layoutHtml } from './layout-html.tsx';
import { layoutText } from './layout-text.ts';

/** Rows a mail lists; the others are counted (MAIL.md 12). */
const LISTED_ROWS = 20;

/** How much a document shows: groups and rows listed, and how many of the rows carry their receipt. */
export interface Extent {
  readonly rows: number;
  readonly receipts: number;
}

const MAX_BYTES = 60 * 1024;
const HEADER_BYTES = 2_000;
const EXTENTS: readonly Extent[] = [
  { rows: LISTED_ROWS, receipts: LISTED_ROWS },
  { rows: LISTED_ROWS, receipts: 12 },
  { rows: LISTED_ROWS, receipts: 6 },
  { rows: LISTED_ROWS, receipts: 2 },
  { rows: LISTED_ROWS, receipts: 0 },
  { rows: 10, receipts: 0 },
  { rows: 3, receipts: 0 },
];

/**
 * Renders the document that `build` makes for the first extent that fits.
 * The size meant is that on the wire: base64 in lines of 76, headers included.
 */
export function composeMail(build: (extent: Extent) => MailDocument): RenderedMail {
  const [widest, ...narrower] = EXTENTS;
  let mail = render(build(widest!));
  for (const extent of narrower) {
    if (wireBytes(mail) <= MAX_BYTES) break;
    mail = render(build(extent));
  }
  return mail;
}

/** Makes the entries of an extent; groups share its rows and its receipts. */
export function rowBudget({ rows: limit, receipts }: Extent) {
  let used = 0;
  return <T>(rows: readonly T[], make: (row: T, withReceipt: boolean) => Entry): Entry[] =>
    rows.slice(0, limit - used).map((row) => make(row, used++ < receipts));
}

function render(document: MailDocument): RenderedMail {
  return {
    subject: document.subject,
    text: layoutText(document, WORDS[document.language]),
    html: layoutHtml(document),
  };
}

function wireBytes({ text, html }: RenderedMail): number {
  const encoder = new TextEncoder();
  const raw = encoder.encode(text).length + encoder.encode(html).length;
  return Math.ceil((raw * 4 * 78) / (3 * 76)) + HEADER_BYTES;
}
