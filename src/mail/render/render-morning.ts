// The morning list of a shop (RULES.md 9): what is due today, what passes a step today, what has passed one, and what somebody has in
// hand since before today.

import { MINUTE_MS } from '../../core/time/civil-date.ts';
import { formatDay, formatDue, formatLocal, formatMinute } from '../../core/time/format.ts';
import { stepInWords } from '../../core/time/words.ts';
import { openZone } from '../../core/time/zone.ts';
import { clip, oneLine } from '../display-text.ts';
import type { RenderedMail } from '../facts.ts';
import {
  type ListMailFacts,
  type ListRow,
  MORNING_PARTS,
  type MorningMailFacts,
  type MorningPartName,
} from '../list-facts.ts';
import { WORDS } from '../words/languages.ts';
import type { MorningCounts } from '../words/list-words.ts';
import { composeMail, type Extent, rowBudget } from './compose.ts';
import { inquiryTail, kindOf, linksOf, type Reading } from './entries/inquiry-entry.ts';
import { type Cell, type Entry, type Group, type MailDocument, webUrl } from './entries/mail-document.ts';
import { promiseColumns, promiseEntry } from './entries/promise-group.ts';
import { footerTimes } from './footer.ts';
import { fitSubject } from './subject.ts';

/**
 * The mail to one of its readers, in the shop's language and local times.
 * @throws RangeError without rows: with nothing to list, no mail goes out
 */
export function renderMorningMail(facts: MorningMailFacts): RenderedMail {
  morningCounts(facts);
  return composeMail((extent) => morningDocument(facts, extent));
}

/** @throws RangeError without rows */
export function morningCounts({ parts, overdue }: MorningMailFacts): MorningCounts {
  const all = MORNING_PARTS.reduce((sum, part) => sum + parts[part].count, 0);
  if (all === 0) throw new RangeError('A morning list needs at least one inquiry');
  return { today: parts.today.count, overdue, all };
}

/** How the facts are read: words, zone and moment. */
export function readingOf({ shop: { language, timeZone }, now }: Pick<ListMailFacts, 'shop' | 'now'>): Reading {
  return { words: WORDS[language], language, zone: openZone(timeZone), now };
}

/** What to do, how many, which day, which shop. */
export function morningSubject(facts: MorningMailFacts, { words, language }: Reading): string {
  return fitSubject(
    words.lists.morning.subjects(morningCounts(facts), formatDay(facts.day, language)),
    clip(facts.shop.name, 120),
  );
}

function morningDocument(facts: MorningMailFacts, extent: Extent): MailDocument {
  const { language } = facts.shop;
  const reading = readingOf(facts);
  const { words } = reading;
  const own = words.lists.morning;
  const board = webUrl(facts.boardUrl);
  const budget = rowBudget(extent);
  return {
    language,
    subject: morningSubject(facts, reading),
    salutation: words.lists.salutation(clip(facts.shop.name, 120), clip(facts.to, 60)),
    lead: [
      own.lead(morningCounts(facts), formatDay(facts.day, language)),
      ...(facts.muted > 0 ? [own.muted(facts.muted)] : []),
    ],
    action: board === null ? null : { label: words.links.board, url: board },
    groups: MORNING_PARTS.flatMap((part) => groupOf(part, facts, budget, reading)),
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [
      oneLine(facts.countingRule),
      ...footerTimes({ ...reading, dataAsOf: facts.dataAsOf }),
      own.onlyOnBusinessDays,
      ...listFooter(facts, reading),
    ],
  };
}

/** Sender and contact, and that nobody reads answers. */
export function listFooter(facts: Pick<ListMailFacts, 'from' | 'contact'>, { words: { footer } }: Reading): string[] {
  const contacts = facts.contact.map(oneLine).filter((one) => one !== '');
  return [
    footer.from(oneLine(facts.from)),
    ...(contacts.length > 0 ? [footer.contact(contacts)] : []),
    footer.sendOnly,
  ];
}

function groupOf(
  part: MorningPartName,
  { parts }: MorningMailFacts,
  budget: ReturnType<typeof rowBudget>,
  reading: Reading,
): Group[] {
  const { count } = parts[part];
  if (count === 0) return [];
  const { words } = reading;
  const { inquiry, received, due } = words.columns;
  const entries = budget(morningEntries(part, parts, reading), (make) => make());
  return [
    {
      heading: words.lists.morning.headings[part](count),
      remarks: [],
      caption: words.lists.morning.caption(count),
      columns:
        part === 'promised'
          ? promiseColumns(reading)
          : [inquiry, received, part === 'reaching' ? words.lists.morning.reaches : due, words.lists.hand],
      entries,
      more: count > entries.length ? words.more(count - entries.length) : null,
    },
  ];
}

/** The inquiries of a part, as mails and chats show them; each is made when it is asked for. */
export function morningEntries(
  part: MorningPartName,
  parts: MorningMailFacts['parts'],
  reading: Reading,
): (() => Entry)[] {
  return part === 'promised'
    ? parts.promised.rows.map((row) => () => promiseEntry(row, reading))
    : parts[part].rows.map((row) => () => morningEntry(part, row, reading));
}

function morningEntry(part: MorningPartName, row: ListRow, reading: Reading): Entry {
  const { words, zone, language } = reading;
  const received = formatLocal(row.startedAt, zone, language);
  const step = part === 'passed' && row.passed ? [stepInWords(row.passed.step, row.passed.after, language)] : [];
  const item = row.item === null ? '' : clip(row.item, 30);
  const kind = [...step, kindOf(row, words), item].filter((one) => one !== '');
  return {
    title: inquiryTail(row.inquiry),
    kind: kind.length === 0 ? null : words.joinFacts(kind),
    cells: [
      { value: received, text: words.labelled(words.columns.received, received), tone: 'calm' },
      part === 'reaching' && row.reaches ? reachesCell(row.reaches, reading) : dueCell(row, reading),
      handCell(part, row, reading),
    ],
    notes: [],
    chain: [],
    links: linksOf(row, words),
  };
}

function reachesCell({ step, after, at }: NonNullable<ListRow['reaches']>, { zone, language }: Reading): Cell {
  const text = `${stepInWords(step, after, language)} ${formatDue(at, zone, language)}`;
  return { value: text, text, tone: 'calm' };
}

/** 「本日中」 as on the board: the deadline is still to come, and falls on this date. */
function dueCell({ breachAt, passed }: ListRow, { words, zone, language, now }: Reading): Cell {
  if (breachAt === null) return { value: '–', text: '', tone: 'calm' };
  const due = formatDue(breachAt, zone, language);
  if (passed?.step === 'breach') return { value: due, text: words.lists.morning.overdue(due), tone: 'overdue' };
  const text = words.labelled(words.columns.due, due);
  if (zone.localDay(breachAt - 1) !== zone.localDay(now) || breachAt <= now) return { value: due, text, tone: 'calm' };
  const isWholeDay = breachAt === zone.startOfDay(zone.localDay(breachAt));
  const left = isWholeDay
    ? words.left.today
    : words.left.todayUntil(formatMinute(Math.floor(zone.localMs(breachAt) / MINUTE_MS)));
  return { value: left.value, text: words.joinFacts([text, left.text]), tone: 'today' };
}

function handCell(part: MorningPartName, { inHand }: ListRow, { words, zone, language, now }: Reading): Cell {
  const { lists } = words;
  if (inHand === null) return { value: lists.free, text: '', tone: 'calm' };
  const by = clip(inHand.by, 40);
  const isOld = zone.localDay(inHand.since) < zone.localDay(now);
  const value = isOld || part === 'inHand' ? lists.inHandSince(by, formatLocal(inHand.since, zone, language)) : by;
  return { value, text: words.labelled(lists.hand, value), tone: 'calm', prose: true };
}
