// The mail 「監視できていません」: what we cannot see, since when and why (RULES.md 7, MAIL.md 15).
// It must never read as "nothing is unanswered".
import { formatLocal } from '../../core/time/format.ts';
import { openZone } from '../../core/time/zone.ts';
import { clip } from '../display-text.ts';
import type { IncidentMailFacts, RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { composeMail, type Extent } from './compose.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import type { Entry, MailDocument } from './entries/mail-document.ts';
import { webUrl } from './entries/mail-document.ts';
import { sentLine } from './footer.ts';

type IncidentShop = IncidentMailFacts['shops'][number];

/** The mail to ops, in their language; without shops it speaks of the whole service (queue, configuration). */
export function renderIncidentMail(facts: IncidentMailFacts): RenderedMail {
  return composeMail((extent) => incidentDocument(facts, extent));
}

function incidentDocument(facts: IncidentMailFacts, extent: Extent): MailDocument {
  const { language } = facts;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(facts.timeZone), now: facts.now };
  const { words } = reading;
  const about = facts.about ?? 'inquiries';
  const shops = longestFirst(facts.shops);
  const only = shops.length === 1 ? clip(shops[0]!.name, 60) : null;
  const board = webUrl(facts.boardUrl);
  const hidden = shops.length - extent.rows;
  return {
    language,
    subject: words.blind.subject(shops.length, only, clip(facts.cause, 60), about),
    salutation: null,
    lead: [
      words.blind.lead[about],
      words.blind.cause(clip(facts.cause, 400)),
      words.blind.meaning[about],
      ...(shops.length > 0 && about === 'inquiries' ? [words.blind.affected(shops.length)] : []),
      ...retryLines(facts.retries ?? [], reading),
    ],
    action: board === null ? null : { label: words.links.system, url: board },
    groups: [
      {
        heading: null,
        remarks: [],
        caption: words.blind.caption,
        columns: [words.columns.shop, words.columns.unknownSince],
        entries: (about === 'inquiries' ? shops : []).slice(0, extent.rows).map((shop) => shopEntry(shop, reading)),
        more: hidden > 0 && about === 'inquiries' ? words.blind.moreShops(hidden) : null,
      },
    ],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [sentLine(reading), words.footer.sendOnly],
  };
}

/** A command takes more numbers than a line of a mail. */
const RETRIES_SHOWN = 4;

function retryLines(ids: readonly number[], { words }: Reading): string[] {
  if (ids.length === 0) return [];
  const hidden = ids.length - RETRIES_SHOWN;
  return [
    words.blind.retry,
    `inquiry-sla mail retry ${ids.slice(0, RETRIES_SHOWN).join(' ')}`,
    ...(hidden > 0 ? [words.blind.moreMails(hidden)] : []),
  ];
}

function shopEntry(shop: IncidentShop, { words, zone, language }: Reading): Entry {
  const { unknownSince } = shop;
  const since =
    unknownSince === null ? words.blind.sinceUnknown : words.blind.since(formatLocal(unknownSince, zone, language));
  return {
    title: clip(shop.name, 120),
    kind: null,
    cells: [{ ...since, tone: 'calm' }],
    notes: [],
    chain: [],
    links: [],
  };
}

function longestFirst(shops: readonly IncidentShop[]): IncidentShop[] {
  const since = (shop: IncidentShop) => shop.unknownSince ?? Number.NEGATIVE_INFINITY;
  return [...shops].sort((a, b) => (since(a) < since(b) ? -1 : Number(since(a) > since(b))) || (a.id < b.id ? -1 : 1));
}
