// The lists' English: the same facts as list-words-ja.ts.
import type { Kept } from '../list-facts.ts';
import type { ListWords, MorningCounts } from './list-words.ts';

const TO: Readonly<Record<string, string>> = { owner: 'the manager', ops: 'operations' };

export const en: ListWords = {
  salutation: (shop, to) => `To ${TO[to] ?? to}, ${shop}`,
  free: 'nobody yet',
  hand: 'In hand',
  inHandSince: (by, since) => `${by}, since ${since}`,
  morning: {
    subjects: (counts, day) => [
      { before: `[${label(counts)}] ${day} – `, after: '' },
      { before: `[Open: ${counts.all}] ${day} – `, after: '' },
    ],
    lead: (counts, day) => `Unanswered on ${day}: ${label(counts)}`,
    headings: {
      today: (count) => `To answer today (${count})`,
      promised: (count) => `Promised for today (${count})`,
      reaching: (count) => `Reaching their next step today (${count})`,
      passed: (count) => `Past a step or the deadline (${count})`,
      inHand: (count) => `Others in hand since before today (${count})`,
    },
    caption: (count) => `Unanswered inquiries (${count}, most urgent first)`,
    reaches: 'Step reached today',
    overdue: (due) => `Due: ${due} (overdue)`,
    muted: (count) => `${count} more unanswered ${count === 1 ? 'inquiry is' : 'inquiries are'} muted.`,
    onlyOnBusinessDays: 'Sent on business days, and only when there is something to tell.',
  },
  weekly: {
    subjects: (late, dates) => [
      { before: `[${lateLabel(late)}] ${dates} – `, after: '' },
      { before: `[${lateLabel(late)}] The week – `, after: '' },
    ],
    lead: (dates) => `The inquiries of ${dates}`,
    counts: (inquiries, late) => `${counted(inquiries, 'inquiry', 'inquiries')}, ${late} late`,
    open: (unanswered, overdue) => `Unanswered now: ${unanswered}${overdue > 0 ? `, of which ${overdue} overdue` : ''}`,
    weeks: 'Answered in time',
    weeksCaption: (weeks) => `The last ${weeks} weeks, Monday to Sunday`,
    week: 'Week',
    weekFrom: (day) => `${day} –`,
    inquiries: 'Inquiries',
    inquiryCount: (count) => String(count),
    within: (length) => `within ${length}`,
    kept,
    beganIn: 'Of the inquiries received in that week, those of which the outcome is known.',
    late: (count) => `Late (${count})`,
    lateCaption: (count) => `Their deadline lay in this time (${count}, by deadline)`,
    end: 'Answered',
    ended: (at, isAnswered) => `${isAnswered ? 'answered' : 'ended without a reply'} ${at}`,
    stillOpen: 'unanswered',
    due: (count) => `Due this week (${count})`,
    dueCaption: 'By business day, up to Sunday',
    noneDue: 'No unanswered inquiry is due this week.',
    date: 'Date',
    closed: 'Closed in the next 2 weeks',
    closedCaption: 'Days on which inquiries are not answered',
    noneClosed: 'No closed days in the next 2 weeks.',
    why: 'Why',
    report: 'Open the reports',
    goals: 'Goals',
    goalsCaption: 'Counted over the days up to today',
    goal: 'Goal',
    stands: 'Now',
    asked: (count) => `Asked most (top ${count})`,
    askedCaption: 'Inquiries by item and category',
    about: 'Item and category',
    askedCount: (now, before) => `${now} (${before} in as many days before)`,
    askedPage: 'Open what customers ask',
    noItem: 'no item named',
  },
  group: {
    subject: (late, dates, group) => `[${lateLabel(late)}] ${dates} – ${group} – ops`,
    lead: (group, dates) => `The group ${group}: inquiries of ${dates}`,
    caption: (shops) => `Shops (${shops}, most late ones first)`,
    within: { flag: 'step 1', owner_alert: 'step 2', breach: 'deadline' },
    kept: 'In time',
    late: 'Late',
    unanswered: 'Open',
    more: (shops) => `and ${counted(shops, 'more shop', 'more shops')}`,
    keptRemark: 'In time: answered by step 1, step 2 and the deadline, of those received in that week and decided.',
  },
};

const lateLabel = (late: number): string => (late === 0 ? 'Nothing late' : `Late: ${late}`);

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function kept({ met, decided }: Kept): string {
  return decided === 0 ? '–' : `${Math.floor((met * 100) / decided)}% ${met}/${decided}`;
}

function label({ today, overdue, all }: MorningCounts): string {
  const parts = [...(today > 0 ? [`Today: ${today}`] : []), ...(overdue > 0 ? [`Overdue: ${overdue}`] : [])];
  return parts.length > 0 ? parts.join(', ') : `Open: ${all}`;
}
