// A shop's month in numbers: a pure function over episodes, the same whether they come from the store or are recounted
// from raw events. An episode belongs to the month in which it started, also if it ends later.

import type { Calendar } from '../calendar/calendar.ts';
import { type Instant, STEPS } from '../model.ts';
import { businessTime } from './business-time.ts';
import { isAnswer, type JudgedEpisode, judge, type ReportEpisode } from './episode.ts';
import type { MonthSpan } from './month.ts';
import { type OpenOnDay, openByDay, type WeekHours, weekHoursOf } from './plot.ts';
import { type GroupNumbers, tallyOf } from './tally.ts';

/** The episodes that share a channel, type or category; `key` null: they have none. */
export interface ReportGroup extends GroupNumbers {
  readonly key: string | null;
}

/** Steps shown at the time that by event times never passed, by why they were taken back. */
export interface TakenBack {
  /** As the store keeps it; '' while nothing is withdrawn. */
  readonly why: string;
  readonly steps: number;
}

export interface MonthNumbers {
  readonly total: GroupNumbers;
  /** Groups: the largest first, then by key; without a key last. */
  readonly byChannel: readonly ReportGroup[];
  readonly byType: readonly ReportGroup[];
  readonly byCategory: readonly ReportGroup[];
  /** Customer messages that start an episode. */
  readonly arrivals: WeekHours;
  /** Answers that end an episode of this month, in whichever month they came. */
  readonly replies: WeekHours;
  /** Dates that have not begun are left out. */
  readonly openByDay: readonly OpenOnDay[];
  readonly takenBack: readonly TakenBack[];
  /** Episodes whose deadlines may move with holidays not yet announced. */
  readonly provisional: number;
  /** Episodes without a deadline: no business day within 400 days. */
  readonly withoutDeadline: number;
}

export interface ReportContext {
  readonly calendar: Calendar;
  readonly span: MonthSpan;
  /** When the report is read (epoch ms). */
  readonly now: Instant;
}

/**
 * The numbers of a month (RULES.md 2.2, 2.4, 5, 6). `episodes`: those that started in it, and those that started before
 * and were open when it began, which count in `openByDay` only. Their order does not matter.
 */
export function reportOf({ calendar, span, now }: ReportContext, episodes: readonly ReportEpisode[]): MonthNumbers {
  const options = { now, businessMs: businessTime(calendar) };
  const known = episodes.filter(({ startedAt }) => startedAt >= span.from && startedAt < span.to);
  const real = known.filter(({ endedBy }) => endedBy !== 'superseded');
  const replied = real.filter(({ endedBy }) => isAnswer(endedBy));
  const judged = known.map((episode) => judge(episode, options));
  return {
    total: tallyOf(judged),
    byChannel: groupsOf(judged, ({ channel }) => channel),
    byType: groupsOf(judged, ({ type }) => type),
    byCategory: groupsOf(judged, ({ category }) => category),
    arrivals: weekHoursOf(real.map(startOf), span.zone),
    replies: weekHoursOf(replied.map(endOf), span.zone),
    openByDay: openByDay(episodes, span, now),
    takenBack: takenBack(judged),
    provisional: real.filter(({ provisional }) => provisional).length,
    withoutDeadline: real.filter(({ noDeadline }) => noDeadline).length,
  };
}

const startOf = ({ startedAt }: ReportEpisode): Instant => startedAt;
const endOf = ({ endedAt }: ReportEpisode): Instant => endedAt!;

function groupsOf(judged: readonly JudgedEpisode[], keyOf: (episode: ReportEpisode) => string | null): ReportGroup[] {
  const groups = new Map<string | null, JudgedEpisode[]>();
  for (const one of judged) {
    const key = keyOf(one.episode);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return [...groups]
    .map(([key, group]) => ({ key, ...tallyOf(group) }))
    .filter((group) => group.episodes > 0)
    .sort(largestFirst);
}

function largestFirst(a: ReportGroup, b: ReportGroup): number {
  const keyless = Number(a.key === null) - Number(b.key === null);
  return keyless || b.episodes - a.episodes || ((a.key ?? '') < (b.key ?? '') ? -1 : 1);
}

function takenBack(judged: readonly JudgedEpisode[]): TakenBack[] {
  const counts = new Map<string, number>();
  for (const { episode, outcomes } of judged) {
    for (const step of STEPS) {
      const shown = episode.shown?.[step];
      if (shown === undefined || outcomes[step] === 'missed') continue;
      const why = shown.withdrawnWhy ?? '';
      counts.set(why, (counts.get(why) ?? 0) + 1);
    }
  }
  const found = [...counts].map(([why, steps]) => ({ why, steps }));
  return found.sort((a, b) => b.steps - a.steps || (a.why < b.why ? -1 : 1));
}
