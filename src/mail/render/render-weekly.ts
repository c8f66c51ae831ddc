// The weekly summary of a shop (RULES.md 9): what was met within each step, what was late, what falls due this week, and which days
// are closed ahead.

import { budgetInWords, goalInWords } from '../../core/goals/words.ts';
import { STEPS, type Step } from '../../core/model.ts';
import { daysInWords, rangeInWords } from '../../core/time/day-ranges.ts';
import { formatDay, formatDue, formatLocal } from '../../core/time/format.ts';
import { stepInWords } from '../../core/time/words.ts';
import { clip } from '../display-text.ts';
import type { RenderedMail } from '../facts.ts';
import type { LateLine, WeekLine, WeeklyMailFacts } from '../list-facts.ts';
import { composeMail, type Extent, rowBudget } from './compose.ts';
import { inquiryTail, kindOf, linksOf, type Reading } from './entries/inquiry-entry.ts';
import { type Cell, type Entry, type Group, type MailDocument, plainEntry, webUrl } from './entries/mail-document.ts';
import { footerTimes } from './footer.ts';
import { askedGroup } from './render-asked.ts';
import { listFooter, readingOf } from './render-morning.ts';
import { fitSubject } from './subject.ts';

/** The mail to one of its readers, in the shop's language and local dates. */
export function renderWeeklyMail(facts: WeeklyMailFacts): RenderedMail {
  return composeMail((extent) => weeklyDocument(facts, extent));
}

/** What was late, when, which shop. */
export function weeklySubject({ late, told, shop }: WeeklyMailFacts, { words, language }: Reading): string {
  return fitSubject(words.lists.weekly.subjects(late.count, rangeInWords(told, language)), clip(shop.name, 120));
}

/** How many there were and are, in one line each. */
export function weeklyLead(facts: WeeklyMailFacts, { words, language }: Reading): string[] {
  const own = words.lists.weekly;
  const inquiries = facts.weeks.reduce((sum, week) => sum + (week.from >= facts.told.from ? week.inquiries : 0), 0);
  return [
    own.lead(rangeInWords(facts.told, language)),
    own.counts(inquiries, facts.late.count),
    own.open(facts.unanswered, facts.overdue),
  ];
}

function weeklyDocument(facts: WeeklyMailFacts, extent: Extent): MailDocument {
  const { language } = facts.shop;
  const reading = readingOf(facts);
  const { words } = reading;
  const board = webUrl(facts.boardUrl);
  return {
    language,
    subject: weeklySubject(facts, reading),
    salutation: words.lists.salutation(clip(facts.shop.name, 120), clip(facts.to, 60)),
    lead: weeklyLead(facts, reading),
    action: board === null ? null : { label: words.links.board, url: board },
    groups: [
      weeksGroup(facts, reading),
      ...lateGroup(facts, extent, reading),
      ...goalsGroup(facts, reading),
      ...askedGroup(facts, reading),
      dueGroup(facts, reading),
      closedGroup(facts, reading),
    ],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [...footerTimes({ ...reading, dataAsOf: facts.dataAsOf }), ...listFooter(facts, reading)],
  };
}

function weeksGroup({ weeks, lengths, reportUrl }: WeeklyMailFacts, reading: Reading): Group {
  const own = reading.words.lists.weekly;
  const report = webUrl(reportUrl);
  return {
    heading: own.weeks,
    remarks: [own.beganIn],
    caption: own.weeksCaption(weeks.length),
    columns: [own.week, own.inquiries, ...STEPS.map((step) => own.within(lengths[step]))],
    entries: weeks.map((week, i) => weekEntry(week, lengths, i === 0 ? report : null, reading)),
    more: null,
    numbered: false,
  };
}

/** The newest week leads to the reports. */
function weekEntry(
  week: WeekLine,
  lengths: WeeklyMailFacts['lengths'],
  report: string | null,
  { words, language }: Reading,
): Entry {
  const own = words.lists.weekly;
  const count = own.inquiryCount(week.inquiries);
  return {
    title: own.weekFrom(formatDay(week.from, language)),
    kind: null,
    cells: [
      { value: count, text: words.labelled(own.inquiries, count), tone: 'calm' },
      ...STEPS.map((step): Cell => {
        const value = own.kept(week.kept[step]);
        return { value, text: words.labelled(own.within(lengths[step]), value), tone: 'calm' };
      }),
    ],
    notes: [],
    chain: [],
    links: report === null ? [] : [{ label: own.report, url: report }],
  };
}

function lateGroup({ late }: WeeklyMailFacts, extent: Extent, reading: Reading): Group[] {
  if (late.count === 0) return [];
  const { words } = reading;
  const own = words.lists.weekly;
  const entries = rowBudget(extent)(late.rows, (row) => lateEntry(row, reading));
  return [
    {
      heading: own.late(late.count),
      remarks: [],
      caption: own.lateCaption(late.count),
      columns: [words.columns.inquiry, words.columns.received, words.columns.due, own.end],
      entries,
      more: late.count > entries.length ? words.more(late.count - entries.length) : null,
    },
  ];
}

/** A late inquiry, as mails and chats show it. */
export function lateEntry(row: LateLine, { words, zone, language }: Reading): Entry {
  const own = words.lists.weekly;
  const received = formatLocal(row.startedAt, zone, language);
  const due = formatDue(row.breachAt, zone, language);
  const isOpen = row.endedAt === null;
  const end =
    row.endedAt === null ? own.stillOpen : own.ended(formatLocal(row.endedAt, zone, language), row.isAnswered);
  return {
    title: inquiryTail(row.inquiry),
    kind: kindOf(row, words),
    cells: [
      { value: received, text: words.labelled(words.columns.received, received), tone: 'calm' },
      { value: due, text: words.labelled(words.columns.due, due), tone: 'calm' },
      { value: end, text: end, tone: isOpen ? 'overdue' : 'calm' },
    ],
    notes: [],
    chain: [],
    links: linksOf(row, words),
  };
}

function goalsGroup({ goals }: WeeklyMailFacts, reading: Reading): Group[] {
  if (goals.length === 0) return [];
  const own = reading.words.lists.weekly;
  return [
    {
      heading: own.goals,
      remarks: [],
      caption: own.goalsCaption,
      columns: [own.goal, own.stands],
      entries: goals.map((goal) => plainEntry(...goalWords(goal, reading))),
      more: null,
      numbered: false,
    },
  ];
}

/** What a goal asks for, and where it stands, as mails and chats say it. */
export function goalWords(
  { budget, after }: WeeklyMailFacts['goals'][number],
  { words, language }: Reading,
): [goal: string, stands: string] {
  const name = (step: Step): string =>
    after === null ? words.lists.group.within[step] : stepInWords(step, after, language);
  return [goalInWords(budget.goal, name, language), budgetInWords(budget, language)];
}

function dueGroup({ dueDays }: WeeklyMailFacts, { words, language }: Reading): Group {
  const own = words.lists.weekly;
  const count = dueDays.reduce((sum, { due }) => sum + due, 0);
  return {
    heading: own.due(count),
    remarks: count === 0 ? [own.noneDue] : [],
    caption: own.dueCaption,
    columns: [own.date, words.columns.due],
    entries:
      count === 0 ? [] : dueDays.map(({ day, due }) => plainEntry(formatDay(day, language), own.inquiryCount(due))),
    more: null,
    numbered: false,
  };
}

function closedGroup({ closedAhead }: WeeklyMailFacts, { words, language }: Reading): Group {
  const own = words.lists.weekly;
  return {
    heading: own.closed,
    remarks: closedAhead.length === 0 ? [own.noneClosed] : [],
    caption: own.closedCaption,
    columns: [own.date, own.why],
    entries: closedAhead.map(({ why, days }) => plainEntry(daysInWords(days, language, 14), clip(why, 60))),
    more: null,
    numbered: false,
  };
}
