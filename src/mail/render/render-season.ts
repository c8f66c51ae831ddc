// The reminder of a season without an entry, to a shop's owner: which dates would count as business days.
import { daysInWords } from '../../core/time/day-ranges.ts';
import { formatDay } from '../../core/time/format.ts';
import { openZone } from '../../core/time/zone.ts';
import type { SeasonMailFacts } from '../calendar-facts.ts';
import { clip, oneLine } from '../display-text.ts';
import type { RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { composeMail } from './compose.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import { type Entry, type MailDocument, webUrl } from './entries/mail-document.ts';
import { sentLine } from './footer.ts';
import { fitSubject } from './subject.ts';

const MOST_DAYS = 20;

/** The mail, in the shop's language. */
export function renderSeasonMail(facts: SeasonMailFacts): RenderedMail {
  return composeMail(() => seasonDocument(facts));
}

function seasonDocument(facts: SeasonMailFacts): MailDocument {
  const { language, timeZone } = facts.shop;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(timeZone), now: facts.now };
  const { words } = reading;
  const shop = clip(facts.shop.name, 120);
  const season = clip(facts.season, 40);
  const board = webUrl(facts.boardUrl);
  const dates = facts.days.map(({ day }) => day);
  const lastYear = facts.lastYear.length === 0 ? null : daysInWords(facts.lastYear, language);
  return {
    language,
    subject: fitSubject([words.season.subject(season)], shop),
    salutation: words.owner.salutation(shop),
    lead: [
      words.season.lead(season, daysInWords(dates, language)),
      lastYear === null ? words.season.never : words.season.lastYear(lastYear),
      words.season.meaning,
    ],
    action: board === null ? null : { label: words.season.link, url: board },
    groups: [
      {
        heading: null,
        remarks: [],
        caption: words.season.caption,
        columns: [words.season.date, words.season.counts],
        entries: facts.days.slice(0, MOST_DAYS).map((one) => dayEntry(one, reading)),
        more: dates.length > MOST_DAYS ? words.season.more(dates.length - MOST_DAYS) : null,
      },
    ],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [
      ...words.season.whatToDo(facts.contact.map(oneLine)),
      sentLine(reading),
      words.footer.from(oneLine(facts.from)),
      words.footer.sendOnly,
    ],
  };
}

function dayEntry({ day, open, why }: SeasonMailFacts['days'][number], { words, language }: Reading): Entry {
  const value = open ? words.season.open : words.season.closed(clip(why, 40));
  return {
    title: formatDay(day, language),
    kind: null,
    cells: [{ value, text: value, tone: open ? 'today' : 'calm', prose: true }],
    notes: [],
    chain: [],
    links: [],
  };
}
