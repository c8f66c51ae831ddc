// cli: what an edit of the configuration would do, as tables for people.

import { type EpochDay, type Instant, type Language, STEPS } from '../../core/model.ts';
import { daysInWords } from '../../core/time/day-ranges.ts';
import { formatDue, formatLocal } from '../../core/time/format.ts';
import { openZone, type Zone } from '../../core/time/zone.ts';
import {
  type ChangedStep,
  countNoticed,
  graveEffects,
  type MovedInquiry,
} from '../../service/configuration/open-inquiry-effects.ts';
import type { Preview, ShopPreview } from '../../service/configuration/preview-config.ts';
import { PREVIEW_WORDS, STEP_WORDS } from '../../service/configuration/preview-words.ts';
import { textTable } from './text-table.ts';

const MOST_ROWS = 10;
const MOST_RANGES = 6;

interface Reading {
  readonly language: Language;
  readonly zone: Zone;
}

/** The preview as lines. */
export function previewLines({ shops, inquiries }: Preview, language: Language): string[] {
  const words = PREVIEW_WORDS[language];
  if (shops.length === 0) return [words.nothing];
  return [...shops.flatMap((shop) => [...shopLines(shop, language), '']), words.total(shops.length, inquiries)];
}

function shopLines(shop: ShopPreview, language: Language): string[] {
  const words = PREVIEW_WORDS[language];
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
  const words = PREVIEW_WORDS[language];
  const reading = { language, zone: openZone(shop.timeZone) };
  const { withdrawn, raised, moved, unwatched } = shop;
  const { made, unmade, mailed } = graveEffects(shop);
  const notices = countNoticed(shop);
  const when = (count: number, line: string) => (count > 0 ? [line] : []);
  return [
    ...when(unwatched, `  ${words.unwatched(unwatched)}`),
    ...when(moved.length, `  ${words.moved(moved.length)}`),
    ...movedTable(moved, reading),
    ...when(withdrawn.length, `  ${words.withdrawn(withdrawn.length)}`),
    ...stepTable(withdrawn, reading),
    ...when(raised.length, `  ${words.raised(raised.length)}`),
    ...stepTable(raised, reading),
    ...when(notices.withdrawn, `  ${words.noticesWithdrawn(notices.withdrawn)}`),
    ...when(notices.due, `  ${words.noticesDue(notices.due)}`),
    ...when(made + unmade, `  ${words.breaches(made, unmade)}`),
    ...when(mailed, `  ${words.mailed(mailed)}`),
  ];
}

function dayLine(label: string, days: readonly EpochDay[], language: Language): string[] {
  if (days.length === 0) return [];
  return [`  ${label} (${PREVIEW_WORDS[language].days(days.length)}): ${daysInWords(days, language, MOST_RANGES)}`];
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
  return table(rows, PREVIEW_WORDS[reading.language].head.slice(0, 4), moved.length, reading);
}

function stepTable(steps: readonly ChangedStep[], reading: Reading): string[] {
  const words = PREVIEW_WORDS[reading.language];
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
  const rest = count > MOST_ROWS ? [`    ${PREVIEW_WORDS[language].more(count - MOST_ROWS)}`] : [];
  return [...textTable([head, ...rows]).map((line) => `    ${line}`), ...rest];
}

const due = (at: Instant | null, { zone, language }: Reading): string =>
  at === null ? PREVIEW_WORDS[language].none : formatDue(at, zone, language);
