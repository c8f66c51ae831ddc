// The lists as messages for a chat: the same facts in fewer lines, and links as the last of them.

import { STEPS } from '../../core/model.ts';
import { daysInWords } from '../../core/time/day-ranges.ts';
import { formatDay } from '../../core/time/format.ts';
import { clip } from '../display-text.ts';
import type { MailRow, RenderedMail } from '../facts.ts';
import { MORNING_PARTS, type MorningMailFacts, type MorningPartName, type WeeklyMailFacts } from '../list-facts.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import type { Entry } from './entries/mail-document.ts';
import { footerTimes } from './footer.ts';
import { askedWords } from './render-asked.ts';
import { linkLine, takeLines } from './render-chat.ts';
import { morningEntries, morningSubject, readingOf } from './render-morning.ts';
import { goalWords, lateEntry, weeklyLead, weeklySubject } from './render-weekly.ts';

/** Inquiries that a message lists; the others are counted. */
const LISTED = 15;
/** Those of them with a link of their own: with the list's no more than Teams has buttons. */
const LINKED = 5;

/** @throws RangeError without rows: with nothing to list, no message goes out */
export function renderMorningChat(facts: MorningMailFacts): RenderedMail {
  const reading = readingOf(facts);
  const { words } = reading;
  const subject = morningSubject(facts, reading);
  const listed: Linked[] = [];
  const lines = MORNING_PARTS.flatMap((part) => partLines(part, facts, listed, reading));
  const [dataAsOf = ''] = footerTimes({ ...reading, dataAsOf: facts.dataAsOf });
  const text = [
    subject,
    ...lines,
    ...(facts.muted > 0 ? [words.lists.morning.muted(facts.muted)] : []),
    dataAsOf,
    ...listed.slice(0, LINKED).flatMap((row, i) => takeLines(row, listed.length > 1 ? i + 1 : null, reading)),
    ...linkLine(words.links.board, facts.boardUrl),
  ];
  return { subject, text: text.join('\n'), html: '' };
}

type Linked = Pick<MailRow, 'inquiry' | 'detailUrl'>;

/** The lines of a part; what is listed is added to `listed`. */
function partLines(part: MorningPartName, { parts }: MorningMailFacts, listed: Linked[], reading: Reading): string[] {
  const { rows, count } = parts[part];
  if (count === 0) return [];
  const { words } = reading;
  const shown = rows.slice(0, LISTED - listed.length);
  const entries = morningEntries(part, parts, reading).slice(0, shown.length);
  const lines = entries.map((make, i) => {
    const entry = make();
    if (part === 'promised') return `${listed.length + i + 1}) ${lineOf(entry, reading)}`;
    return `${listed.length + i + 1}) ${lineOf({ ...entry, cells: entry.cells.slice(1) }, reading)}`;
  });
  listed.push(...shown);
  const more = count > shown.length ? [words.more(count - shown.length)] : [];
  return [`■ ${words.lists.morning.headings[part](count)}`, ...lines, ...more];
}

/** The weekly summary as a message. */
export function renderWeeklyChat(facts: WeeklyMailFacts): RenderedMail {
  const reading = readingOf(facts);
  const { words, language } = reading;
  const own = words.lists.weekly;
  const subject = weeklySubject(facts, reading);
  const [week] = facts.weeks;
  const late = facts.late.rows.slice(0, LISTED);
  const due = facts.dueDays.filter((day) => day.due > 0);
  const text = [
    subject,
    ...weeklyLead(facts, reading).slice(1),
    ...(week === undefined
      ? []
      : STEPS.map((step) => words.labelled(own.within(facts.lengths[step]), own.kept(week.kept[step])))),
    ...(late.length === 0 ? [] : [`■ ${own.late(facts.late.count)}`]),
    ...late.map((row, i) => `${i + 1}) ${lineOf(lateEntry(row, reading), reading)}`),
    ...(facts.late.count > late.length ? [words.more(facts.late.count - late.length)] : []),
    ...facts.goals.map((goal) => `■ ${goalWords(goal, reading).join(': ')}`),
    ...(facts.asked.length === 0 ? [] : [`■ ${own.asked(facts.asked.length)}`]),
    ...askedWords(facts, reading).map(([about, count], i) => `${i + 1}) ${about} ${count}`),
    due.length === 0
      ? own.noneDue
      : `■ ${own.due(due.reduce((sum, day) => sum + day.due, 0))}: ${words.joinFacts(due.map(({ day, due: count }) => `${formatDay(day, language)} ${own.inquiryCount(count)}`))}`,
    ...facts.closedAhead.map(({ why, days }) => `■ ${own.closed}: ${daysInWords(days, language, 14)} ${clip(why, 60)}`),
    ...linkLine(own.report, facts.reportUrl),
    ...linkLine(words.links.board, facts.boardUrl),
  ];
  return { subject, text: text.join('\n'), html: '' };
}

function lineOf({ title, kind, cells }: Entry, { words }: Reading): string {
  const facts = [...(kind === null ? [] : [kind]), ...cells.map(({ text }) => text)];
  return `${title} ${words.joinFacts(facts.filter((one) => one !== ''))}`;
}
