// The mail to ops: alerts and breaches of all shops for one slot, grouped by shop, worst first (RULES.md 5.3).
// Rows speak their shop's local time, the closing lines speak that of ops.
import type { LateReason } from '../../core/steps/lateness.ts';
import { openZone } from '../../core/time/zone.ts';
import { clip } from '../display-text.ts';
import type { MailRow, OpsMailFacts, OpsMailShop, PromiseMailRow, RenderedMail } from '../facts.ts';
import { WORDS } from '../words/languages.ts';
import { PROMISE_WORDS } from '../words/promise-words.ts';
import type { Counts } from '../words/words.ts';
import { composeMail, type Extent, rowBudget } from './compose.ts';
import {
  commonLateness,
  countRows,
  inquiryColumns,
  inquiryEntry,
  type Reading,
  worstFirst,
} from './entries/inquiry-entry.ts';
import type { Group, MailDocument } from './entries/mail-document.ts';
import { webUrl } from './entries/mail-document.ts';
import { countPromises, promiseGroups, promiseLead } from './entries/promise-group.ts';
import { footerTimes } from './footer.ts';

interface ShopRows {
  readonly facts: OpsMailShop;
  readonly rows: readonly MailRow[];
  readonly counts: Counts;
  /** Why all of them are late, where that is the same for each. */
  readonly late: LateReason | null;
  readonly answered: number;
  readonly muted: number;
}

const ready = new WeakMap<OpsMailShop, ShopRows>();

/**
 * What the mail says of one shop. Of a hundred thousand inquiries this takes a while: whoever asks for it shop by shop
 * beforehand can let others go in between, and finds the rest quickly done.
 */
export function readyShop(facts: OpsMailShop): ShopRows {
  const known = ready.get(facts);
  if (known !== undefined) return known;
  const rows = worstFirst([...facts.breaches, ...facts.alerts]);
  const made = {
    facts,
    rows,
    counts: countRows(rows),
    late: commonLateness(rows),
    answered: rows.filter((row) => row.answeredAt !== null).length,
    muted: rows.filter((row) => row.muted !== undefined).length,
  };
  ready.set(facts, made);
  return made;
}

/**
 * The mail to ops, in their language; shops without rows are left out.
 * @throws RangeError when no shop has a row.
 */
export function renderOpsMail(facts: OpsMailFacts): RenderedMail {
  const shops = worstShopsFirst(facts.shops);
  if (shops.length + promisesOf(facts).length === 0) throw new RangeError('An ops mail needs at least one inquiry');
  return composeMail((extent) => opsDocument(facts, shops, extent));
}

function opsDocument(facts: OpsMailFacts, shops: readonly ShopRows[], extent: Extent): MailDocument {
  const { language } = facts;
  const late = shops[0]?.late ?? null;
  const saidOnTop = shops.every((shop) => shop.late === late) ? late : null;
  const zone = openZone(facts.timeZone);
  const reading: Reading = { words: WORDS[language], language, zone, now: facts.now, saidOnTop };
  const { words } = reading;
  const take = rowBudget(extent);
  const listed = shops.slice(0, extent.rows);
  const hidden = shops.slice(extent.rows);
  const board = webUrl(facts.boardUrl);
  const only = shops.length === 1 ? shopName(shops[0]!) : null;
  return {
    language,
    subject:
      shops.length === 0
        ? PROMISE_WORDS[language].opsSubject(countPromises(promisesOf(facts)), promisingShops(facts))
        : words.ops.subject(countAll(shops), shops.length, only),
    salutation: null,
    lead: [...(shops.length === 0 ? [] : opsLead(shops, reading)), ...promiseLead(promisesOf(facts), reading)],
    action: board === null ? null : { label: words.links.board, url: board },
    groups: [...listed.map((shop) => shopGroup(shop, reading, take)), ...promisesByShop(facts, reading, take)],
    receiptsHeading: words.receiptsHeading,
    remainder: hidden.length === 0 ? null : words.ops.moreShops(hidden.length, countAll(hidden)),
    footer: [...footerTimes({ ...reading, dataAsOf: facts.dataAsOf }), words.footer.sendOnly],
  };
}

const promisesOf = ({ shops }: OpsMailFacts): PromiseMailRow[] => shops.flatMap(({ promises = [] }) => promises);

/** The shop's name, or how many shops. */
function promisingShops({ shops, language }: OpsMailFacts): string {
  const names = shops.filter(({ promises = [] }) => promises.length > 0).map(({ shop }) => clip(shop.name, 120));
  if (names.length === 1) return names[0]!;
  return language === 'ja' ? `${names.length}店舗` : `${names.length} shops`;
}

function promisesByShop(facts: OpsMailFacts, reading: Reading, take: ReturnType<typeof rowBudget>): Group[] {
  return facts.shops.flatMap(({ shop, promises = [] }) => {
    const local: Reading = { ...reading, zone: openZone(shop.timeZone) };
    const { heading } = PROMISE_WORDS[reading.language];
    return promiseGroups(promises, local, take, reading.words.joinFacts([clip(shop.name, 120), heading]));
  });
}

function opsLead(shops: readonly ShopRows[], { words, saidOnTop }: Reading): string[] {
  const answered = sum(shops, (shop) => shop.answered);
  const muted = sum(shops, (shop) => shop.muted);
  const undeliverable = shops.filter(({ facts }) => facts.ownerMail === 'undeliverable').length;
  return [
    words.ops.lead(countAll(shops), shops.length),
    ...(saidOnTop ? [words.notes.late[saidOnTop](sum(shops, ({ rows }) => rows.length))] : []),
    ...groupLines(shops, words),
    ...(answered > 0 ? [words.ops.answeredMeanwhile(answered)] : []),
    ...(muted > 0 ? [words.ops.muted(muted)] : []),
    ...(undeliverable > 0 ? [words.ops.undeliverable(undeliverable)] : []),
  ];
}

/** How each group stands, the one with the worst shop first. */
function groupLines(shops: readonly ShopRows[], words: Reading['words']): string[] {
  const groups = [...new Set(shops.flatMap(({ facts }) => facts.shop.group ?? []))];
  return groups.slice(0, MOST_GROUPS).map((group) => {
    const members = shops.filter(({ facts }) => facts.shop.group === group);
    return words.ops.group(clip(group, 60), countAll(members), members.length);
  });
}

/** Of more the shops' own headings say it. */
const MOST_GROUPS = 10;

function shopGroup(shop: ShopRows, reading: Reading, take: ReturnType<typeof rowBudget>): Group {
  const { words } = reading;
  const zone = openZone(shop.facts.shop.timeZone);
  // What holds for all shops is said on top of the mail, what holds for this one at its head.
  const saidOnTop = reading.saidOnTop ?? shop.late;
  const local: Reading = { ...reading, zone, saidOnTop };
  const entries = take(shop.rows, (row, withReceipt) => inquiryEntry(row, local, withReceipt));
  const hidden = shop.rows.length - entries.length;
  return {
    heading: headingOf(shop, words),
    remarks: [
      words.joinFacts([words.counts(shop.counts), words.ops.ownerMail[shop.facts.ownerMail]]),
      ...(saidOnTop && !reading.saidOnTop ? [words.notes.late[saidOnTop](shop.rows.length)] : []),
      ...(zone.name === reading.zone.name ? [] : [words.notes.zone(zone.name)]),
    ],
    caption: words.ops.caption(shop.rows.length),
    columns: inquiryColumns(words),
    entries,
    more: hidden > 0 && entries.length > 0 ? words.more(hidden) : null,
  };
}

function worstShopsFirst(shops: readonly OpsMailShop[]): ShopRows[] {
  const sorted = shops
    .map(readyShop)
    .filter(({ rows }) => rows.length > 0)
    .sort((a, b) => compareWorst(a.rows[0]!, b.rows[0]!) || (a.facts.shop.id < b.facts.shop.id ? -1 : 1));
  return groupsTogether(sorted);
}

/** The shops of a group stand where its worst one does. */
function groupsTogether(shops: readonly ShopRows[]): ShopRows[] {
  const blocks = new Map<string, ShopRows[]>();
  for (const shop of shops) {
    const { group, id } = shop.facts.shop;
    const key = group === undefined ? `shop ${id}` : `group ${group}`;
    const block = blocks.get(key);
    if (block === undefined) blocks.set(key, [shop]);
    else block.push(shop);
  }
  return [...blocks.values()].flat();
}

function compareWorst(a: MailRow, b: MailRow): number {
  return Number(b.level === 'breach') - Number(a.level === 'breach') || a.breachAt - b.breachAt;
}

function countAll(shops: readonly ShopRows[]): Counts {
  return { overdue: sum(shops, ({ counts }) => counts.overdue), due: sum(shops, ({ counts }) => counts.due) };
}

const sum = (shops: readonly ShopRows[], of: (shop: ShopRows) => number): number =>
  shops.reduce((total, shop) => total + of(shop), 0);

const headingOf = (shop: ShopRows, words: Reading['words']): string => {
  const { group } = shop.facts.shop;
  return group === undefined ? shopName(shop) : words.joinFacts([clip(group, 60), shopName(shop)]);
};

function shopName({ facts }: ShopRows): string {
  return clip(facts.shop.name, 120);
}
