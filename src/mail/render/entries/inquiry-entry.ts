// One inquiry as an entry of a mail: what is received, due and left, in local times and business days.
// Whatever comes from outside (type, item, link) is cleaned and clipped here; customers' words have no way in.

import { inquiryTail as tailOf } from '../../../core/inquiry-tail.ts';
import type { Instant, Language } from '../../../core/model.ts';
import type { LateReason } from '../../../core/steps/lateness.ts';
import { MINUTE_MS } from '../../../core/time/civil-date.ts';
import { formatDue, formatLocal, formatMinute } from '../../../core/time/format.ts';
import type { Zone } from '../../../core/time/zone.ts';
import { clip, oneLine } from '../../display-text.ts';
import type { MailRow, MuteNote } from '../../facts.ts';
import type { Counts, TimeSpan, Words } from '../../words/words.ts';
import type { Cell, Entry, MailLink, Tone } from './mail-document.ts';
import { webUrl } from './mail-document.ts';

/** What the words of an entry depend on besides the row. */
export interface Reading {
  readonly words: Words;
  readonly language: Language;
  readonly zone: Zone;
  readonly now: Instant;
  /** Said once above all rows already, and not in each. */
  readonly saidOnTop?: LateReason | null;
}

/** The columns of a table of inquiries, the inquiry itself first. */
export function inquiryColumns(words: Words): readonly string[] {
  const { inquiry, received, due, left } = words.columns;
  return [inquiry, received, due, left];
}

/** The row as an entry; `withReceipt` adds the day-by-day lines. */
export function inquiryEntry(row: MailRow, reading: Reading, withReceipt: boolean): Entry {
  const { words, zone, language } = reading;
  const received = formatLocal(row.startedAt, zone, language);
  const due = formatDue(row.breachAt, zone, language);
  return {
    title: inquiryTail(row.inquiry),
    kind: kindOf(row, words),
    cells: [
      labelled(words, words.columns.received, received),
      labelled(words, words.columns.due, due),
      leftCell(row, reading),
    ],
    notes: notesOf(row, reading),
    chain: withReceipt ? row.chain.map(oneLine).filter((line) => line !== '') : [],
    links: linksOf(row, words),
  };
}

/**
 * Worst first: breaches before alerts before flags, then by deadline, then by inquiry; one row per episode (MAIL.md 4).
 */
export function worstFirst(rows: readonly MailRow[]): MailRow[] {
  const sorted = [...rows].sort(
    (a, b) =>
      rank(a) - rank(b) || a.breachAt - b.breachAt || (a.inquiry < b.inquiry ? -1 : Number(a.inquiry > b.inquiry)),
  );
  // Mostly each inquiry stands there once.
  const seen = new Map<string, Instant[]>();
  return sorted.filter(({ inquiry, startedAt }) => {
    const episodes = seen.get(inquiry);
    if (episodes === undefined) seen.set(inquiry, [startedAt]);
    else if (episodes.includes(startedAt)) return false;
    else episodes.push(startedAt);
    return true;
  });
}

export function countRows(rows: readonly MailRow[]): Counts {
  const overdue = rows.filter((row) => row.level === 'breach').length;
  return { overdue, due: rows.length - overdue };
}

/** What is left until the deadline: 「本日中」, 「1営業日」, 「営業時間で25分」, 「期限超過」. */
export function leftCell(row: MailRow, { words, zone, language, now }: Reading): Cell {
  const { left } = words;
  if (row.answeredAt !== null) return { ...left.answered(formatLocal(row.answeredAt, zone, language)), tone: 'calm' };
  if (row.level === 'breach') return { ...left.overdue, tone: 'overdue' };
  if (row.businessDaysLeft !== null) {
    if (row.businessDaysLeft > 0 || !isDueToday(row, zone, now)) {
      return { ...left.days(Math.max(1, row.businessDaysLeft)), tone: 'calm' };
    }
    const due = row.breachAt;
    const wholeDay = due === zone.startOfDay(zone.localDay(due));
    const minute = Math.floor(zone.localMs(due) / MINUTE_MS);
    return { ...(wholeDay ? left.today : left.todayUntil(formatMinute(minute))), tone: 'today' };
  }
  if (row.openMsLeft !== null) {
    const tone: Tone = isDueToday(row, zone, now) ? 'today' : 'calm';
    return { ...left.open(timeSpan(row.openMsLeft)), tone };
  }
  return { value: '–', text: '', tone: 'calm' };
}

/** Whole hours and minutes of a length in ms, rounded down. */
export function timeSpan(ms: number): TimeSpan {
  const minutes = Math.max(0, Math.floor(ms / MINUTE_MS));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}

/** How a channel is called in a sentence; an unknown one keeps its own name. */
export function channelName(id: string, words: Words): string {
  return clip(words.channel(id), 20);
}

/** The end of an external id, cleaned. */
export const inquiryTail = (inquiry: string): string => tailOf(oneLine(inquiry));

/** By which channel its readers know that it is the mall's own tool, unless another is said. */
const USUAL_CHANNEL = 'r-messe';

/** Its channel, where it is not the usual one or nothing else is known of it, type and category: each once, cleaned and clipped. */
export function kindOf(row: Pick<MailRow, 'channel' | 'type' | 'category'>, words: Words): string {
  const about = [row.type, row.category].flatMap((part) => (part === null ? [] : [clip(part, 40)]));
  const parts = about.filter((part) => part !== '');
  const isSaid = row.channel === USUAL_CHANNEL && parts.length > 0;
  return words.kind([...new Set(isSaid ? parts : [channelName(row.channel, words), ...parts])]);
}

function labelled(words: Words, label: string, value: string): Cell {
  return { value, text: words.labelled(label, value), tone: 'calm' };
}

/** Why all rows are late, where it is the same for each; null where it differs, or one of them is not late. */
export function commonLateness(rows: readonly MailRow[]): LateReason | null {
  const first = rows[0]?.late ?? null;
  return rows.every((row) => row.late === first) ? first : null;
}

function notesOf(row: MailRow, { words, zone, language, saidOnTop }: Reading): string[] {
  const notes: string[] = [];
  if (row.level === 'owner_alert') {
    notes.push(words.notes.stepDue(row.alertAfter ?? null, formatDue(row.alertAt, zone, language)));
  }
  if (row.level === 'flag' && row.notice?.flag) {
    notes.push(words.notes.stepDue(row.notice.flag.after, formatDue(row.notice.flag.at, zone, language)));
  }
  if (row.notice !== undefined) notes.push(words.notes.notice(row.notice.why));
  if (row.item !== null && oneLine(row.item) !== '') notes.push(words.notes.item(clip(row.item, 60)));
  if (row.reminder !== undefined) notes.push(words.notes.reminder(row.reminder));
  if (row.muted !== undefined) notes.push(muteNote(row.muted, words, formatDue(row.muted.until, zone, language)));
  if (row.late !== null && row.late !== saidOnTop) notes.push(words.notes.late[row.late](1));
  if (row.provisional) notes.push(words.notes.provisional);
  return notes;
}

function muteNote({ kind, by, why }: MuteNote, words: Words, until: string): string {
  return words.notes.muted(kind, { until, by: clip(by, 40), why: clip(why, 80) });
}

/** Where it is answered, and our page about it. */
export function linksOf(row: Pick<MailRow, 'url' | 'detailUrl' | 'channel'>, words: Words): MailLink[] {
  const answer = webUrl(row.url);
  const detail = webUrl(row.detailUrl);
  return [
    ...(answer === null ? [] : [{ label: words.links.answer(channelName(row.channel, words)), url: answer }]),
    ...(detail === null ? [] : [{ label: words.links.detail, url: detail }]),
  ];
}

function isDueToday(row: MailRow, zone: Zone, now: Instant): boolean {
  return zone.localDay(row.breachAt - 1) === zone.localDay(now);
}

const RANK: Readonly<Record<MailRow['level'], number>> = { breach: 0, owner_alert: 1, flag: 2, waiting: 3 };

const rank = (row: MailRow): number => RANK[row.level];
