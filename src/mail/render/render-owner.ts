// The owner alert: one mail per shop and slot, every inquiry past the step, worst first (MAIL.md 1, 4, 9 to 12).

import type { StepLength } from '../../core/model.ts';
import { formatDay, formatDue } from '../../core/time/format.ts';
import { openZone } from '../../core/time/zone.ts';
import { clip, oneLine } from '../display-text.ts';
import type { MailRow, OwnerMailFacts, RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import type { Counts, Words } from '../words/words.ts';
import { composeMail, type Extent, rowBudget } from './compose.ts';
import {
  channelName,
  commonLateness,
  countRows,
  inquiryColumns,
  inquiryEntry,
  leftCell,
  type Reading,
  worstFirst,
} from './entries/inquiry-entry.ts';
import type { Entry, Group, MailDocument } from './entries/mail-document.ts';
import { webUrl } from './entries/mail-document.ts';
import { promiseGroups, promiseLead, promiseSubjects } from './entries/promise-group.ts';
import { footerTimes } from './footer.ts';
import { fitSubject } from './subject.ts';

/**
 * The mail to a shop's owner, in the shop's language and local times.
 * @throws RangeError without rows: when none is left, no mail goes out (MAIL.md 3).
 */
export function renderOwnerMail(facts: OwnerMailFacts): RenderedMail {
  if (facts.rows.length + (facts.promises ?? []).length === 0)
    throw new RangeError('An owner mail needs at least one inquiry');
  const rows = worstFirst(facts.rows);
  return composeMail((extent) => ownerDocument(facts, rows, extent));
}

function ownerDocument(facts: OwnerMailFacts, rows: readonly MailRow[], extent: Extent): MailDocument {
  const { language } = facts.shop;
  const zone = openZone(facts.shop.timeZone);
  const saidOnTop = commonLateness(rows);
  const reading: Reading = { words: WORDS[language], language, zone, now: facts.now, saidOnTop };
  const { words } = reading;
  const take = rowBudget(extent);
  const entries = take(rows, (row, withReceipt) => inquiryEntry(row, reading, withReceipt));
  const board = webUrl(facts.boardUrl);
  return {
    language,
    subject: ownerSubject(facts, rows, reading),
    salutation: salutation(facts, words),
    lead: ownerLead(facts, rows, reading),
    action: board === null ? null : { label: words.links.board, url: board },
    groups: [
      ...(rows.length === 0 ? [] : [inquiryGroup(rows.length, entries, words)]),
      ...promiseGroups(facts.promises ?? [], reading, take),
    ],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: ownerFooter(facts, reading),
  };
}

function inquiryGroup(count: number, entries: readonly Entry[], words: Words): Group {
  return {
    heading: null,
    remarks: [],
    caption: words.owner.caption(count),
    columns: inquiryColumns(words),
    entries,
    more: count > entries.length ? words.more(count - entries.length) : null,
  };
}

/** What to do, how many, by when, which shop; of promises alone where nobody waits. */
export function ownerSubject(facts: OwnerMailFacts, rows: readonly MailRow[], reading: Reading): string {
  const { words, zone, language } = reading;
  if (rows.length === 0) return fitSubject(promiseSubjects(facts.promises ?? [], reading), shopName(facts));
  const day = formatDay(zone.localDay(leadingRow(rows).breachAt - 1), language);
  const again = rows.every((row) => row.reminder !== undefined);
  return fitSubject(words.owner.subjects(countRows(rows), day, commonChannel(rows, words), again), shopName(facts));
}

function ownerLead(facts: OwnerMailFacts, rows: readonly MailRow[], reading: Reading): string[] {
  const promised = promiseLead(facts.promises ?? [], reading);
  if (rows.length === 0) return [...promised, ...standInLine(facts, reading.words)];
  return [...inquiriesLead(facts, rows, reading), ...promised, ...standInLine(facts, reading.words)];
}

function inquiriesLead(facts: OwnerMailFacts, rows: readonly MailRow[], reading: Reading): string[] {
  const { words, zone, language } = reading;
  const counts = countRows(rows);
  const leading = leadingRow(rows);
  const reminded = rows.filter((row) => row.reminder !== undefined).length;
  const muted = facts.muted ?? 0;
  const due = formatDue(leading.breachAt, zone, language);
  return [
    words.owner.lead({ counts, channel: commonChannel(rows, words), alertAfter: commonAlertAfter(rows) }),
    deadlineLine(counts, due, leftCell(leading, reading).text, words),
    ...(reading.saidOnTop ? [words.notes.late[reading.saidOnTop](rows.length)] : []),
    ...(reminded > 0 ? [words.owner.reminded(reminded, reminded === rows.length)] : []),
    ...(facts.alreadyTold > 0 ? [words.owner.alreadyTold(facts.alreadyTold)] : []),
    ...(muted > 0 ? [words.owner.muted(muted)] : []),
  ];
}

/** For whom its reader stands in. */
export function standInLine({ to }: OwnerMailFacts, { owner }: Words): string[] {
  const people = (to?.standsInFor ?? []).map((name) => clip(oneLine(name), 60));
  return people.length === 0 ? [] : [owner.standsInFor(people)];
}

function deadlineLine(counts: Counts, due: string, left: string, { owner }: Words): string {
  if (counts.due === 0) return owner.oldest(due);
  return counts.overdue === 0 ? owner.nearest(due, left) : owner.next(due, left);
}

function ownerFooter(facts: OwnerMailFacts, { words, zone, language, now }: Reading): string[] {
  const { footer } = words;
  const contacts = facts.contact.map(oneLine).filter((one) => one !== '');
  return [
    oneLine(facts.countingRule),
    ...footerTimes({ words, language, zone, now, dataAsOf: facts.dataAsOf }),
    ...(contacts.length > 0 ? [words.owner.howToMute] : []),
    footer.from(oneLine(facts.from)),
    ...(contacts.length > 0 ? [footer.contact(contacts)] : []),
    footer.sendOnly,
  ];
}

/** The row whose deadline the subject names: the next one that can still be met, else the oldest missed one. */
function leadingRow(rows: readonly MailRow[]): MailRow {
  const open = rows.filter((row) => row.level !== 'breach');
  return open.length === 0 ? rows[0]! : open.reduce((first, row) => (row.breachAt < first.breachAt ? row : first));
}

function commonChannel(rows: readonly MailRow[], words: Words): string | null {
  const channels = new Set(rows.map((row) => row.channel));
  return channels.size === 1 ? channelName(rows[0]!.channel, words) : null;
}

function commonAlertAfter(rows: readonly MailRow[]): StepLength | null {
  const alerts = rows.filter((row) => row.level !== 'breach');
  if (alerts.some((row) => row.level !== 'owner_alert')) return null;
  // Mostly one and the same object.
  const distinct = [...new Set(alerts.map((row) => row.alertAfter ?? null))];
  const lengths = new Set(distinct.map((length) => JSON.stringify(length)));
  return lengths.size === 1 ? (alerts[0]!.alertAfter ?? null) : null;
}

function salutation(facts: OwnerMailFacts, { owner }: Words): string {
  const { to } = facts;
  return to === undefined
    ? owner.salutation(shopName(facts))
    : owner.contact(shopName(facts), clip(to.name, 60), to.isPerson);
}

function shopName(facts: OwnerMailFacts): string {
  return clip(facts.shop.name, 120);
}
