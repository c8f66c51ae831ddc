// ics: a shop's closed and specially opened days as a feed, neighbours with the same cause as one event.
// An event is told whole even where the asked-for days cut it, else its UID would change with every export.

import type { Calendar } from '../core/calendar/calendar.ts';
import type { EpochDay, Instant, Language } from '../core/model.ts';
import { formatDay } from '../core/time/format.ts';
import { compactDate, type FeedEvent, writeFeed } from './write.ts';

export interface FeedShop {
  readonly id: string;
  readonly name: string;
}

export interface FeedDays {
  readonly from: EpochDay;
  /** Included. */
  readonly to: EpochDay;
}

type Kind = 'closed' | 'open';

interface Stretch {
  readonly kind: Kind;
  readonly cause: string;
  readonly from: EpochDay;
  readonly to: EpochDay;
}

const PREFIX = { closed: { ja: '休業', en: 'Closed' }, open: { ja: '臨時営業', en: 'Open' } } as const;
/** A calendar that never opens is not told without end. */
const LONGEST_DAYS = 800;

/** The feed of all stretches that touch the days; `now` (epoch ms) is when it is made. */
export function dayFeed(shop: FeedShop, calendar: Calendar, days: FeedDays, language: Language, now: Instant): string {
  const events = stretchesOf(calendar, days, language).map(
    ({ kind, cause, from, to }): FeedEvent => ({
      uid: `${shop.id}-${compactDate(from)}-${kind}@inquiry-sla`,
      when: { from, to },
      summary: `${PREFIX[kind][language]}: ${cause}`,
      description: reasonsInWords(calendar, { from, to }, language),
      category: kind.toUpperCase(),
      busy: false,
    }),
  );
  return writeFeed(shop.name, events, now);
}

function stretchesOf(calendar: Calendar, { from, to }: FeedDays, language: Language): Stretch[] {
  const stretches: Stretch[] = [];
  for (let day = from; day <= to; day++) {
    const cause = causeOf(calendar, day, language);
    if (cause === null) continue;
    const stretch = { ...cause, from: endOf(calendar, day, language, -1), to: endOf(calendar, day, language, 1) };
    stretches.push(stretch);
    day = stretch.to;
  }
  return stretches;
}

/** The strongest reason decides which days belong together: New Year stays one, with its weekend and holiday. */
function causeOf(calendar: Calendar, day: EpochDay, language: Language): { kind: Kind; cause: string } | null {
  const { open, openBy, closedBy } = calendar.dayInfo(day);
  if (!open) return { kind: 'closed', cause: closedBy[0]?.name[language] ?? '' };
  return openBy === null ? null : { kind: 'open', cause: openBy };
}

function endOf(calendar: Calendar, start: EpochDay, language: Language, step: 1 | -1): EpochDay {
  const same = JSON.stringify(causeOf(calendar, start, language));
  let day = start;
  while (JSON.stringify(causeOf(calendar, day + step, language)) === same && Math.abs(day - start) < LONGEST_DAYS)
    day += step;
  return day;
}

/** Each day's reasons where they differ from the first day's; empty when one word says it all. */
function reasonsInWords(calendar: Calendar, { from, to }: FeedDays, language: Language): string {
  const lines: string[] = [];
  for (let day = from; day <= to; day++) {
    const { openBy, closedBy, overruled } = calendar.dayInfo(day);
    const reasons = (openBy === null ? closedBy : overruled).map(({ name }) => name[language]);
    if (reasons.length > (openBy === null ? 1 : 0))
      lines.push(`${formatDay(day, language)} ${reasons.join(language === 'ja' ? '・' : ', ')}`);
  }
  return lines.join('\n');
}
