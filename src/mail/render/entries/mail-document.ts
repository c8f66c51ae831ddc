// A mail before it becomes text and HTML: both layouts print the same document, so they cannot say different things.
import type { Language } from '../../../core/model.ts';

export interface MailLink {
  readonly label: string;
  readonly url: string;
}

/** `overdue` and `today` are coloured in HTML; the words alone already say it. */
export type Tone = 'overdue' | 'today' | 'calm';

/** One value of an entry: under a column heading in HTML (`value`), in a sentence in text (`text`, '' leaves it out). */
export interface Cell {
  readonly value: string;
  readonly text: string;
  readonly tone: Tone;
  /** A sentence: it may break anywhere, where other values stay whole. */
  readonly prose?: boolean;
}

/** One inquiry, or one shop in the blind mail. */
export interface Entry {
  readonly title: string;
  readonly kind: string | null;
  /** As many as the group has columns after the first. */
  readonly cells: readonly Cell[];
  readonly notes: readonly string[];
  readonly chain: readonly string[];
  readonly links: readonly MailLink[];
}

export interface Group {
  readonly heading: string | null;
  readonly remarks: readonly string[];
  readonly caption: string;
  readonly columns: readonly string[];
  readonly entries: readonly Entry[];
  /** 「ほか480件」, or null when all are listed. */
  readonly more: string | null;
  /** False where entries are no inquiries or shops to be spoken of by their number in the text. */
  readonly numbered?: boolean;
}

export interface MailDocument {
  readonly language: Language;
  readonly subject: string;
  readonly salutation: string | null;
  /** The first line is the message; the rest belongs to the first screen too. */
  readonly lead: readonly string[];
  readonly action: MailLink | null;
  readonly groups: readonly Group[];
  /** Heading over the entries' receipts in HTML, where they stand below the table. */
  readonly receiptsHeading: string;
  /** Between the groups and the closing lines, such as 「ほか280店舗」. */
  readonly remainder: string | null;
  readonly footer: readonly string[];
}

/** The URL if a mail may link to it (http, https), else null. */
export function webUrl(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const parsed = new URL(url);
  return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
}

/** A row of two columns, in prose. */
export function plainEntry(title: string, value: string, links: Entry['links'] = []): Entry {
  return {
    title,
    kind: null,
    cells: [{ value, text: value, tone: 'calm', prose: true }],
    notes: [],
    chain: [],
    links,
  };
}
