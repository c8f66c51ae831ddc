// The digest on the last business day before a closure: which open inquiries reach which step right after it.
import { rangeInWords } from '../../core/time/day-ranges.ts';
import { formatDay, formatDue, formatLocal } from '../../core/time/format.ts';
import { stepInWords } from '../../core/time/words.ts';
import { openZone } from '../../core/time/zone.ts';
import type { DigestMailFacts, DigestRow } from '../calendar-facts.ts';
import { clip, oneLine } from '../display-text.ts';
import type { RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { composeMail, type Extent } from './compose.ts';
import { inquiryTail, kindOf, linksOf, type Reading } from './entries/inquiry-entry.ts';
import { type Entry, type MailDocument, webUrl } from './entries/mail-document.ts';
import { footerTimes } from './footer.ts';
import { fitSubject } from './subject.ts';

/**
 * The mail to a shop's owner, in the shop's language.
 * @throws RangeError without rows: when nothing is reached, no mail goes out.
 */
export function renderDigestMail(facts: DigestMailFacts): RenderedMail {
  if (facts.rows.length === 0) throw new RangeError('A digest needs at least one inquiry');
  return composeMail((extent) => digestDocument(facts, extent));
}

function digestDocument(facts: DigestMailFacts, extent: Extent): MailDocument {
  const { language, timeZone } = facts.shop;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(timeZone), now: facts.now };
  const { words } = reading;
  const { closure, count } = facts;
  const shop = clip(facts.shop.name, 120);
  const board = webUrl(facts.boardUrl);
  const dates = rangeInWords(closure, language);
  const listed = facts.rows.slice(0, extent.rows);
  const contacts = facts.contact.map(oneLine).filter((one) => one !== '');
  return {
    language,
    subject: fitSubject([words.digest.subject(count, dates), words.digest.subject(count, null)], shop),
    salutation: words.owner.salutation(shop),
    lead: [
      words.digest.lead(dates),
      words.digest.reach(count, formatDay(closure.to + 1, language)),
      words.digest.today,
    ],
    action: board === null ? null : { label: words.links.board, url: board },
    groups: [
      {
        heading: null,
        remarks: [],
        caption: words.digest.caption(count),
        columns: [words.columns.inquiry, words.columns.received, words.digest.step, words.digest.at],
        entries: listed.map((row) => digestEntry(row, reading)),
        more: count > listed.length ? words.more(count - listed.length) : null,
      },
    ],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [
      oneLine(facts.countingRule),
      ...footerTimes({ ...reading, dataAsOf: facts.dataAsOf }),
      words.footer.from(oneLine(facts.from)),
      ...(contacts.length > 0 ? [words.footer.contact(contacts)] : []),
      words.footer.sendOnly,
    ],
  };
}

function digestEntry(row: DigestRow, { words, language, zone }: Reading): Entry {
  const step = stepInWords(row.step, row.after, language);
  const received = formatLocal(row.startedAt, zone, language);
  const at = formatDue(row.at, zone, language);
  return {
    title: inquiryTail(row.inquiry),
    kind: kindOf(row, words),
    cells: [
      { value: received, text: words.labelled(words.columns.received, received), tone: 'calm' },
      { value: step, text: step, tone: row.step === 'breach' ? 'overdue' : 'calm' },
      { value: at, text: at, tone: 'calm' },
    ],
    notes: [],
    chain: [],
    links: linksOf(row, words),
  };
}
