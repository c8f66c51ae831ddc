// What ops should look at in the shops' calendars: held answers first, then seasons without an entry, then drift.
import { openZone } from '../../core/time/zone.ts';
import type { CalendarMailFacts, CalendarMatter } from '../calendar-facts.ts';
import { clip } from '../display-text.ts';
import type { RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { composeMail, type Extent } from './compose.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import { type Entry, type Group, type MailDocument, webUrl } from './entries/mail-document.ts';
import { sentLine } from './footer.ts';

const ORDER = ['held', 'season', 'drift'] as const;

/**
 * The mail to ops, in their language.
 * @throws RangeError without matters: when nothing is left to look at, no mail goes out.
 */
export function renderCalendarMail(facts: CalendarMailFacts): RenderedMail {
  if (facts.matters.length === 0) throw new RangeError('A mail about calendars needs at least one matter');
  return composeMail((extent) => calendarDocument(facts, extent));
}

function calendarDocument(facts: CalendarMailFacts, extent: Extent): MailDocument {
  const { language, matters } = facts;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(facts.timeZone), now: facts.now };
  const { words } = reading;
  const board = webUrl(facts.boardUrl);
  const shops = new Set(matters.map(({ shop }) => shop));
  const [only = ''] = shops;
  return {
    language,
    subject: words.calendar.subject(matters.length, shops.size === 1 ? clip(only, 60) : null, shops.size),
    salutation: null,
    lead: [words.calendar.lead(matters.length, shops.size), words.calendar.meaning],
    action: board === null ? null : { label: words.links.board, url: board },
    groups: ORDER.flatMap((kind) => groupOf(kind, facts, extent, reading)),
    receiptsHeading: words.calendar.howTo,
    remainder: null,
    footer: [sentLine(reading), words.footer.sendOnly],
  };
}

function groupOf(
  kind: CalendarMatter['kind'],
  { matters }: CalendarMailFacts,
  extent: Extent,
  { words }: Reading,
): Group[] {
  const all = matters.filter((matter) => matter.kind === kind);
  if (all.length === 0) return [];
  const listed = all.slice(0, extent.rows);
  return [
    {
      heading: words.calendar.headings[kind],
      remarks: [words.calendar.remarks[kind]],
      caption: words.calendar.caption(all.length),
      columns: [words.columns.shop, words.calendar.matter],
      entries: listed.map((matter, at) => matterEntry(matter, at < extent.receipts)),
      more: all.length > listed.length ? words.more(all.length - listed.length) : null,
    },
  ];
}

function matterEntry({ shop, words, command }: CalendarMatter, withCommand: boolean): Entry {
  const text = clip(words, 160);
  return {
    title: clip(shop, 120),
    kind: null,
    cells: [{ value: text, text, tone: 'calm', prose: true }],
    notes: command === null || !withCommand ? [] : [command],
    chain: [],
    links: [],
  };
}
