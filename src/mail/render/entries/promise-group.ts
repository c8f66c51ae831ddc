// Promises in a mail or a chat message: until when, who made them, and whether that has passed.

import { formatDay, formatDue, formatLocal } from '../../../core/time/format.ts';
import { clip, oneLine } from '../../display-text.ts';
import type { PromiseMailRow } from '../../facts.ts';
import { PROMISE_WORDS, type PromiseCounts } from '../../words/promise-words.ts';
import type { SubjectFrame } from '../../words/subject-frame.ts';
import { inquiryTail, kindOf, linksOf, type Reading } from './inquiry-entry.ts';
import type { Entry, Group } from './mail-document.ts';

/** As many entries as a mail has room for. */
type Take = <T>(rows: readonly T[], make: (row: T, withReceipt: boolean) => Entry) => Entry[];

const LONGEST_NAME = 40;

/** Longest over, or nearest, first. */
export const byUntil = (rows: readonly PromiseMailRow[]): PromiseMailRow[] =>
  [...rows].sort((a, b) => a.until - b.until || (a.inquiry < b.inquiry ? -1 : Number(a.inquiry > b.inquiry)));

export function countPromises(rows: readonly PromiseMailRow[]): PromiseCounts {
  const broken = rows.filter(({ isBroken }) => isBroken).length;
  return { broken, standing: rows.length - broken };
}

/** The subject of a message that has nothing else to tell. */
export function promiseSubjects(rows: readonly PromiseMailRow[], { zone, language }: Reading): readonly SubjectFrame[] {
  const first = byUntil(rows)[0]!;
  return PROMISE_WORDS[language].subjects(countPromises(rows), formatDay(zone.localDay(first.until - 1), language));
}

export const promiseLead = (rows: readonly PromiseMailRow[], { language }: Reading): string[] =>
  rows.length === 0 ? [] : [PROMISE_WORDS[language].lead(countPromises(rows))];

/** Their part of a mail; none where there are none. */
export function promiseGroups(
  rows: readonly PromiseMailRow[],
  reading: Reading,
  take: Take,
  heading: string = PROMISE_WORDS[reading.language].heading,
): Group[] {
  if (rows.length === 0) return [];
  const { words, language } = reading;
  const entries = take(byUntil(rows), (row) => promiseEntry(row, reading));
  const hidden = rows.length - entries.length;
  return [
    {
      heading,
      remarks: [],
      caption: PROMISE_WORDS[language].caption(rows.length),
      columns: promiseColumns(reading),
      entries,
      more: hidden > 0 ? words.more(hidden) : null,
    },
  ];
}

export function promiseColumns({ words, language }: Reading): readonly string[] {
  const { until, by, made } = PROMISE_WORDS[language].columns;
  return [words.columns.inquiry, until, by, made];
}

export function promiseEntry(row: PromiseMailRow, reading: Reading): Entry {
  const { words, zone, language } = reading;
  const own = PROMISE_WORDS[language];
  const until = formatDue(row.until, zone, language);
  const by = row.by === null ? own.nobody : clip(oneLine(row.by), LONGEST_NAME);
  const made = formatLocal(row.madeAt, zone, language);
  const over = row.isBroken ? words.joinFacts([until, own.broken]) : until;
  return {
    title: inquiryTail(row.inquiry),
    kind: kindOf(row, words),
    cells: [
      { value: over, text: words.labelled(own.columns.until, over), tone: row.isBroken ? 'overdue' : 'calm' },
      { value: by, text: words.labelled(own.columns.by, by), tone: 'calm', prose: true },
      { value: made, text: words.labelled(own.columns.made, made), tone: 'calm' },
    ],
    notes: [
      ...(row.reason === null ? [] : [own.reason(row.reason)]),
      ...(row.item === null ? [] : [words.notes.item(clip(oneLine(row.item), LONGEST_NAME))]),
      ...(row.waits ? [own.waits] : []),
    ],
    chain: [],
    links: linksOf(row, words),
  };
}
