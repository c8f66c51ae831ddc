// What a report draws: when messages and replies come in the week, and how many inquiries were open day by day.
// A flag is mostly due at 24:00, so what is flagged when a date ends includes what fell due at that very instant.

import type { Instant } from '../model.ts';
import { placeIn } from '../sorted.ts';
import { formatDate, MINUTE_MS } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';
import type { ReportEpisode } from './episode.ts';
import type { MonthSpan } from './month.ts';

/** Counts by weekday and hour of the shop's wall clock: 7 rows from Monday on, of 24 hours. */
export type WeekHours = readonly (readonly number[])[];

/** What is open when a date ends (today: now), and how many of those are flagged. */
export interface OpenOnDay {
  /** `YYYY-MM-DD` */
  readonly day: string;
  readonly open: number;
  readonly flagged: number;
}

/** How many of the instants (epoch ms) fall into each hour of the week. */
export function weekHoursOf(instants: readonly Instant[], zone: Zone): WeekHours {
  const counts = Array.from({ length: 7 }, () => new Array<number>(24).fill(0));
  for (const instant of instants) {
    // Day 0 was a Thursday, so 3 more puts Monday first.
    const row = counts[(((zone.localDay(instant) + 3) % 7) + 7) % 7]!;
    const hour = Math.floor(zone.localMs(instant) / (60 * MINUTE_MS));
    row[hour] = row[hour]! + 1;
  }
  return counts;
}

/**
 * The dates of a month that have begun by `now` (epoch ms). An episode is open from its start up to its end, also while
 * its thread was marked completed and reopened later.
 */
export function openByDay(episodes: readonly ReportEpisode[], span: MonthSpan, now: Instant): OpenOnDay[] {
  const days: string[] = [];
  const ends: Instant[] = [];
  for (let day = span.firstDay; day <= span.lastDay && span.zone.startOfDay(day) <= now; day++) {
    days.push(formatDate(day));
    ends.push(Math.min(now, span.zone.startOfDay(day + 1)));
  }
  const open = countAt(ends, episodes, ({ startedAt }) => startedAt);
  const flagged = countAt(ends, episodes, ({ flagDueAt }) => flagDueAt);
  return days.map((day, i) => ({ day, open: open[i]!, flagged: flagged[i]! }));
}

/** At each of the rising instants, how many episodes have `from` behind them and have not ended. */
function countAt(
  ends: readonly Instant[],
  episodes: readonly ReportEpisode[],
  from: (episode: ReportEpisode) => Instant | null,
): number[] {
  const change = new Array<number>(ends.length + 1).fill(0);
  for (const episode of episodes) {
    const start = from(episode);
    const end = episode.endedAt ?? Number.POSITIVE_INFINITY;
    if (start === null || start >= end || episode.endedBy === 'superseded') continue;
    const [first, after] = [placeIn(ends, start), placeIn(ends, end)];
    change[first] = change[first]! + 1;
    change[after] = change[after]! - 1;
  }
  let count = 0;
  return ends.map((_, i) => {
    count += change[i]!;
    return count;
  });
}
