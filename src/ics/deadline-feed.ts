// ics: a shop's open deadlines as a feed: one event an inquiry, at the instant by which it must be answered.
// An event tells no customer's text and no whole number of an inquiry; its UID stays when the deadline moves.

import { inquiryTail } from '../core/inquiry-tail.ts';
import { type Deadlines, type Instant, type Language, type Policy, STEPS } from '../core/model.ts';
import { formatDue, formatLocal } from '../core/time/format.ts';
import { stepInWords } from '../core/time/words.ts';
import type { Zone } from '../core/time/zone.ts';
import type { FeedShop } from './day-feed.ts';
import { type FeedEvent, writeFeed } from './write.ts';

/** An inquiry that waits. */
export interface OpenDeadline {
  readonly episodeId: number;
  readonly inquiry: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly url: string | null;
  readonly startedAt: Instant;
  /** null: no business day within 400 days; then it is left out. */
  readonly deadlines: Deadlines | null;
  readonly policy: Policy;
}

const WORDS = {
  ja: {
    title: '返信期限',
    due: '返信期限',
    over: '期限超過',
    received: '受信',
    provisional: '暫定（祝日が未公表の期間にかかります）',
  },
  en: {
    title: 'reply deadlines',
    due: 'Reply due',
    over: 'Overdue',
    received: 'received',
    provisional: 'provisional: holidays are not announced yet',
  },
} as const;

/** The feed of the rows in their order; `now` (epoch ms) decides what is overdue. */
export function deadlineFeed(
  shop: FeedShop,
  zone: Zone,
  rows: readonly OpenDeadline[],
  language: Language,
  now: Instant,
): string {
  const events = rows.flatMap((row) =>
    row.deadlines === null ? [] : [eventOf(shop, zone, row, row.deadlines, language, now)],
  );
  return writeFeed(`${shop.name} ${WORDS[language].title}`, events, now);
}

function eventOf(
  shop: FeedShop,
  zone: Zone,
  row: OpenDeadline,
  deadlines: Deadlines,
  language: Language,
  now: Instant,
): FeedEvent {
  const words = WORDS[language];
  const due = deadlines.at.breach;
  const kind = [row.type, row.category].filter((trait) => trait !== null).join(language === 'ja' ? '・' : ', ');
  return {
    uid: `${shop.id}-episode-${row.episodeId}@inquiry-sla`,
    when: wholeDay(zone, due) ?? { at: due },
    summary: [`${due <= now ? words.over : words.due}: ${inquiryTail(row.inquiry)}`, kind].filter(Boolean).join(' '),
    description: descriptionOf(zone, row, deadlines, language),
    ...(row.url !== null && URL.canParse(row.url) && { url: row.url }),
    category: 'DEADLINE',
    busy: false,
  };
}

/** A deadline at the end of a date is that date, whole, in every time zone. */
function wholeDay(zone: Zone, due: Instant): { from: number; to: number } | null {
  if (due !== zone.startOfDay(zone.localDay(due))) return null;
  const day = zone.localDay(due - 1);
  return { from: day, to: day };
}

function descriptionOf(zone: Zone, row: OpenDeadline, { at, provisional }: Deadlines, language: Language): string {
  const words = WORDS[language];
  return [
    `${words.received}: ${formatLocal(row.startedAt, zone, language)}`,
    ...STEPS.map(
      (step) => `${stepInWords(step, row.policy.after[step], language)}: ${formatDue(at[step], zone, language)}`,
    ),
    ...(provisional ? [words.provisional] : []),
  ].join('\n');
}
