// The weekly summary of a group of shops, to ops (RULES.md 9): a line a shop, those with the most late ones first.
import { STEPS } from '../../core/model.ts';
import { rangeInWords } from '../../core/time/day-ranges.ts';
import { openZone } from '../../core/time/zone.ts';
import { clip } from '../display-text.ts';
import type { RenderedMail } from '../facts.ts';
import type { GroupMailFacts, GroupShopLine } from '../list-facts.ts';
import { WORDS } from '../words/languages.ts';
import { composeMail, type Extent, rowBudget } from './compose.ts';
import type { Reading } from './entries/inquiry-entry.ts';
import { type Cell, type Entry, type MailDocument, webUrl } from './entries/mail-document.ts';
import { footerTimes } from './footer.ts';
import { goalWords } from './render-weekly.ts';

/**
 * The mail to ops, in their language.
 * @throws RangeError without shops: when none had anything, no mail goes out
 */
export function renderGroupMail(facts: GroupMailFacts): RenderedMail {
  if (facts.shops.length === 0) throw new RangeError('A summary of a group needs at least one shop');
  return composeMail((extent) => groupDocument(facts, extent));
}

function groupDocument(facts: GroupMailFacts, extent: Extent): MailDocument {
  const { language, shops } = facts;
  const reading: Reading = { words: WORDS[language], language, zone: openZone(facts.timeZone), now: facts.now };
  const { words } = reading;
  const { weekly, group: own } = words.lists;
  const dates = rangeInWords(facts.told, language);
  const name = clip(facts.group, 60);
  const board = webUrl(facts.boardUrl);
  const sum = (of: (shop: GroupShopLine) => number) => shops.reduce((total, shop) => total + of(shop), 0);
  const late = sum((shop) => shop.late);
  const entries = rowBudget(extent)(shops, (shop) => shopEntry(shop, reading));
  return {
    language,
    subject: own.subject(late, dates, name),
    salutation: null,
    lead: [
      own.lead(name, dates),
      weekly.counts(
        sum((shop) => shop.inquiries),
        late,
      ),
      weekly.open(
        sum((shop) => shop.unanswered),
        sum((shop) => shop.overdue),
      ),
    ],
    action: board === null ? null : { label: words.links.board, url: board },
    groups: [
      {
        heading: null,
        remarks: [own.keptRemark],
        caption: own.caption(shops.length),
        columns: [words.columns.shop, weekly.inquiries, own.kept, own.late, own.unanswered],
        entries,
        more: shops.length > entries.length ? own.more(shops.length - entries.length) : null,
      },
    ],
    receiptsHeading: words.receiptsHeading,
    remainder: null,
    footer: [...footerTimes({ ...reading, dataAsOf: facts.dataAsOf }), words.footer.sendOnly],
  };
}

function shopEntry(shop: GroupShopLine, reading: Reading): Entry {
  const { words } = reading;
  const { weekly, group: own } = words.lists;
  const count = (label: string, value: number, tone: Cell['tone'] = 'calm'): Cell => {
    const text = weekly.inquiryCount(value);
    return { value: text, text: words.labelled(label, text), tone };
  };
  const kept = STEPS.map((step) => weekly.kept(shop.kept[step]).split(' ')[0]!);
  const keptInText = STEPS.map((step) => `${own.within[step]} ${weekly.kept(shop.kept[step])}`);
  const url = webUrl(shop.url);
  return {
    title: clip(shop.name, 120),
    kind: null,
    cells: [
      count(weekly.inquiries, shop.inquiries),
      { value: kept.join(' / '), text: words.joinFacts(keptInText), tone: 'calm' },
      count(own.late, shop.late, shop.late > 0 ? 'overdue' : 'calm'),
      count(own.unanswered, shop.unanswered),
    ],
    notes: shop.goals.map((goal) => words.labelled(weekly.goal, words.joinFacts(goalWords(goal, reading)))),
    chain: [],
    links: url === null ? [] : [{ label: words.links.board, url }],
  };
}
