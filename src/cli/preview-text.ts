// cli: what an edit of the configuration would do, as tables for people.

import { daysInWords } from '../core/day-ranges.ts';
import { formatDue, formatLocal } from '../core/format.ts';
import { type Bilingual, type EpochDay, type Instant, type Language, STEPS, type Step } from '../core/model.ts';
import { openZone, type Zone } from '../core/zone.ts';
import type { Preview, ShopPreview } from '../service/preview.ts';
import type { ChangedStep, MovedInquiry } from '../service/preview-effects.ts';
import { textTable } from './text-table.ts';

const MOST_ROWS = 10;
const MOST_RANGES = 6;

const STEP_WORDS: Readonly<Record<Step, Bilingual>> = {
  flag: { ja: '経過（フラグ）', en: 'flag' },
  owner_alert: { ja: '店舗責任者への通知', en: 'owner alert' },
  breach: { ja: '超過', en: 'breach' },
};

const WORDS = {
  ja: {
    nothing: '変更はありません。有効な設定と同じです。',
    change: { edited: '変更', new: '新しい店舗', removed: '店舗ファイルの削除' },
    closes: '休みになる日',
    opens: '営業日になる日',
    otherHours: '営業時間が変わる日',
    days: (n: number) => `${n}日`,
    moved: (n: number) => `期限が動く未返信の問い合わせ: ${n}件`,
    withdrawn: (n: number) => `取り下げ: ${n}件`,
    raised: (n: number) => `新たに期限到来: ${n}件`,
    breaches: (made: number, unmade: number) => `3営業日超過: 新たに${made}件、取り消し${unmade}件`,
    mailed: (n: number) => `取り下げのうちメール送信済み: ${n}件（送ったメールは記録に残り、同じ段階では再送しません）`,
    unwatched: (n: number) => `監視しなくなる未返信の問い合わせ: ${n}件`,
    head: ['問い合わせ', '段階', '変更前', '変更後', 'メール'],
    sent: '送信済み',
    none: 'なし',
    more: (n: number) => `ほか${n}件`,
    total: (shops: number, inquiries: number) => `合計: ${shops}店舗、表示・通知が増減する問い合わせ ${inquiries}件`,
  },
  en: {
    nothing: 'Nothing to apply: this is what is in force.',
    change: { edited: 'edited', new: 'a new shop', removed: 'the file is gone' },
    closes: 'days that close',
    opens: 'days that open',
    otherHours: 'days with other hours',
    days: (n: number) => (n === 1 ? '1 day' : `${n} days`),
    moved: (n: number) => `open inquiries whose deadlines move: ${n}`,
    withdrawn: (n: number) => `steps withdrawn: ${n}`,
    raised: (n: number) => `steps raised: ${n}`,
    breaches: (made: number, unmade: number) => `breaches: ${made} made, ${unmade} unmade`,
    mailed: (n: number) =>
      `of those withdrawn, mailed already: ${n} (a sent mail stays; the same step is not mailed again)`,
    unwatched: (n: number) => `open inquiries that are watched no longer: ${n}`,
    head: ['inquiry', 'step', 'from', 'to', 'mail'],
    sent: 'sent',
    none: 'none',
    more: (n: number) => `and ${n} more`,
    total: (shops: number, inquiries: number) =>
      `in all: ${shops} ${shops === 1 ? 'shop' : 'shops'}, ${inquiries} inquiries with something raised or withdrawn`,
  },
} as const;

interface Reading {
  readonly language: Language;
  readonly zone: Zone;
}

/** The preview as lines. */
export function previewLines({ shops, inquiries }: Preview, language: Language): string[] {
  const words = WORDS[language];
  if (shops.length === 0) return [words.nothing];
  return [...shops.flatMap((shop) => [...shopLines(shop, language), '']), words.total(shops.length, inquiries)];
}

function shopLines(shop: ShopPreview, language: Language): string[] {
  const words = WORDS[language];
  return [
    `${shop.name} (${shop.shop}): ${words.change[shop.change]}`,
    ...shop.difference[language].map((line) => `  ${line}`),
    ...dayLine(words.closes, shop.closes, language),
    ...dayLine(words.opens, shop.opens, language),
    ...dayLine(words.otherHours, shop.otherHours, language),
    ...openInquiryLines(shop, language),
  ];
}

/** What becomes of the shop's open inquiries; no line where nothing does. */
export function openInquiryLines(shop: ShopPreview, language: Language): string[] {
  const words = WORDS[language];
  const reading = { language, zone: openZone(shop.timeZone) };
  const { withdrawn, raised, moved, unwatched } = shop;
  const [made, unmade] = [raised, withdrawn].map((steps) => steps.filter(({ step }) => step === 'breach').length);
  const mailed = withdrawn.filter(({ mailedAt }) => mailedAt !== null);
  const when = (count: number, line: string) => (count > 0 ? [line] : []);
  return [
    ...when(unwatched, `  ${words.unwatched(unwatched)}`),
    ...when(moved.length, `  ${words.moved(moved.length)}`),
    ...movedTable(moved, reading),
    ...when(withdrawn.length, `  ${words.withdrawn(withdrawn.length)}`),
    ...stepTable(withdrawn, reading),
    ...when(raised.length, `  ${words.raised(raised.length)}`),
    ...stepTable(raised, reading),
    ...when(made! + unmade!, `  ${words.breaches(made!, unmade!)}`),
    ...when(mailed.length, `  ${words.mailed(mailed.length)}`),
  ];
}

function dayLine(label: string, days: readonly EpochDay[], language: Language): string[] {
  if (days.length === 0) return [];
  return [`  ${label} (${WORDS[language].days(days.length)}): ${daysInWords(days, language, MOST_RANGES)}`];
}

function movedTable(moved: readonly MovedInquiry[], reading: Reading): string[] {
  const rows = moved
    .slice(0, MOST_ROWS)
    .flatMap(({ inquiry, from, to }) =>
      STEPS.filter((step) => from[step] !== to[step]).map((step) => [
        inquiry,
        STEP_WORDS[step][reading.language],
        due(from[step], reading),
        due(to[step], reading),
      ]),
    );
  return table(rows, WORDS[reading.language].head.slice(0, 4), moved.length, reading);
}

function stepTable(steps: readonly ChangedStep[], reading: Reading): string[] {
  const words = WORDS[reading.language];
  const rows = steps
    .slice(0, MOST_ROWS)
    .map(({ inquiry, step, from, to, mailedAt }) => [
      inquiry,
      STEP_WORDS[step][reading.language],
      due(from, reading),
      due(to, reading),
      mailedAt === null ? '' : `${words.sent} ${formatLocal(mailedAt, reading.zone, reading.language)}`,
    ]);
  return table(rows, words.head, steps.length, reading);
}

function table(rows: readonly string[][], head: readonly string[], count: number, { language }: Reading): string[] {
  if (rows.length === 0) return [];
  const rest = count > MOST_ROWS ? [`    ${WORDS[language].more(count - MOST_ROWS)}`] : [];
  return [...textTable([head, ...rows]).map((line) => `    ${line}`), ...rest];
}

const due = (at: Instant | null, { zone, language }: Reading): string =>
  at === null ? WORDS[language].none : formatDue(at, zone, language);
