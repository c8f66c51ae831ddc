// A shop's month in numbers: a pure function over episodes, the same whether they come from the store or are recounted
// from raw events. An episode belongs to the month in which it started, also if it ends later.

import type { Calendar } from '../calendar/calendar.ts';
import { type Instant, STEPS } from '../model.ts';
import { businessTime } from './business-time.ts';
import { isAnswer, type JudgedEpisode, judge, type ReportEpisode } from './episode.ts';
import type { MonthSpan } from './month.ts';
import { type OpenOnDay, openByDay, type WeekHours, weekHoursOf } from './plot.ts';
import { createTally, type GroupNumbers, numbersOf, type Tally } from './tally.ts';

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

/** The episodes of a month, judged, and counted for each kind of inquiry: whatever the report groups by is made of kinds. */
export interface CountedMonth {
  readonly judged: readonly JudgedEpisode[];
  readonly kinds: readonly KindTally[];
}

/** What decides by which lengths an inquiry is counted. */
export type Kind = Pick<ReportEpisode, 'channel' | 'type' | 'category'>;

export interface KindTally {
  readonly kind: Kind;
  readonly tally: Tally;
}

/** Judges and counts those of the episodes that started in the month. */
export function countMonth({ calendar, span, now }: ReportContext, episodes: readonly ReportEpisode[]): CountedMonth {
  const options = { now, businessMs: businessTime(calendar) };
  const judged: JudgedEpisode[] = [];
  const tallies = createKinds();
  for (const episode of episodes) {
    if (episode.startedAt < span.from || episode.startedAt >= span.to) continue;
    const one = judge(episode, options);
    judged.push(one);
    tallies.of(episode).add(one);
  }
  return { judged, kinds: tallies.all };
}

/**
 * The numbers of a month (RULES.md 2.2, 2.4, 5, 6). `episodes`: those that started in it, and those that started before
 * and were open when it began, which count in `openByDay` only. Their order does not matter.
 */
export function reportOf(
  context: ReportContext,
  episodes: readonly ReportEpisode[],
  { judged, kinds }: CountedMonth = countMonth(context, episodes),
): MonthNumbers {
  const { span, now } = context;
  const real = judged.map(({ episode }) => episode).filter(({ endedBy }) => endedBy !== 'superseded');
  const replied = real.filter(({ endedBy }) => isAnswer(endedBy));
  return {
    total: numbersOf(kinds.map(({ tally }) => tally)),
    byChannel: groupsOf(kinds, ({ channel }) => channel),
    byType: groupsOf(kinds, ({ type }) => type),
    byCategory: groupsOf(kinds, ({ category }) => category),
    arrivals: weekHoursOf(real.map(startOf), span.zone),
    replies: weekHoursOf(replied.map(endOf), span.zone),
    openByDay: openByDay(episodes, span, now),
    takenBack: takenBack(judged),
    provisional: real.filter(({ provisional }) => provisional).length,
    withoutDeadline: real.filter(({ noDeadline }) => noDeadline).length,
  };
}

/** A tally for each kind; a map in a map, for a text made of each episode's kind costs more than counting it. */
function createKinds(): { of(kind: Kind): Tally; readonly all: readonly KindTally[] } {
  const all: KindTally[] = [];
  const known = new Map<string, Map<string | null, Map<string | null, Tally>>>();
  return {
    all,
    of: ({ channel, type, category }) => {
      const byCategory = inMap(inMap(known, channel), type);
      const found = byCategory.get(category);
      if (found !== undefined) return found;
      const tally = createTally();
      byCategory.set(category, tally);
      all.push({ kind: { channel, type, category }, tally });
      return tally;
    },
  };
}

function inMap<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  const found = maps.get(key);
  if (found !== undefined) return found;
  const empty = new Map<L, V>();
  maps.set(key, empty);
  return empty;
}

const startOf = ({ startedAt }: ReportEpisode): Instant => startedAt;
const endOf = ({ endedAt }: ReportEpisode): Instant => endedAt!;

function groupsOf(kinds: readonly KindTally[], keyOf: (kind: Kind) => string | null): ReportGroup[] {
  const groups = new Map<string | null, Tally[]>();
  for (const { kind, tally } of kinds) {
    const key = keyOf(kind);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [tally]);
    else group.push(tally);
  }
  return [...groups]
    .map(([key, tallies]) => ({ key, ...numbersOf(tallies) }))
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
