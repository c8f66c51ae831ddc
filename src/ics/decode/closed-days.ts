// ics: from entries to the dates they close, and what a person should look at before trusting them: a holiday twice on
// neighbouring dates, days that are only observed, entries with times. Nothing of it is swallowed.

import type { FeedDay } from '../../core/calendar/outside-calendar.ts';
import type { EpochDay } from '../../core/model.ts';
import { rangesOf } from '../../core/time/day-ranges.ts';
import type { FeedEntry, FeedReading } from './decode.ts';

/** `timed`: closes nothing. `twice`: two entries of one name on neighbouring dates, both close. `observance`: closes. */
export type FeedRemark = {
  readonly kind: 'timed' | 'twice' | 'observance';
  readonly name: string;
  /** Local dates, in order; none for what repeats at times. */
  readonly days: readonly EpochDay[];
};

const UNNAMED = '（名称なし）';
/** Remarks kept of each kind; the rest would hide what matters. */
const MOST_REMARKS = 50;

/** Each closed date once, under the name of the first entry that closes it. */
export function closedDays({ entries }: Pick<FeedReading, 'entries'>): FeedDay[] {
  const names = new Map<EpochDay, string>();
  for (const { name, from, to } of entries)
    for (let day = from; day <= to; day++) if (!names.has(day)) names.set(day, name || UNNAMED);
  return [...names].sort(([a], [b]) => a - b).map(([day, name]) => ({ day, name }));
}

/** What to look at, from today on. */
export function remarksOn({ entries, timed }: FeedReading, today: EpochDay): FeedRemark[] {
  const coming = entries.filter(({ to }) => to >= today);
  const observed = coming.filter(({ observance }) => observance);
  return [
    ...timed.map(
      ({ name, days }): FeedRemark => ({
        kind: 'timed',
        name: name || UNNAMED,
        days: days === null ? [] : span(days.from, days.to),
      }),
    ),
    ...twice(coming),
    ...observed.map(({ name, from, to }): FeedRemark => ({ kind: 'observance', name, days: span(from, to) })),
  ].filter(mostOfEach());
}

function mostOfEach(): (remark: FeedRemark) => boolean {
  const seen = { timed: 0, twice: 0, observance: 0 };
  return ({ kind }) => ++seen[kind] <= MOST_REMARKS;
}

/** Runs of neighbouring dates that more than one entry of a name makes; one that repeats from day to day means them. */
function twice(entries: readonly FeedEntry[]): FeedRemark[] {
  const byName = new Map<string, FeedEntry[]>();
  for (const entry of entries) {
    const same = byName.get(bareName(entry));
    if (same === undefined) byName.set(bareName(entry), [entry]);
    else same.push(entry);
  }
  return [...byName.values()].flatMap((all) => {
    if (all.length === 1) return [];
    const starts = new Map(all.map(({ from, series }) => [from, series]));
    const days = [...new Set(all.flatMap(({ from, to }) => span(from, to)))].sort((a, b) => a - b);
    return rangesOf(days)
      .filter(({ from, to }) => new Set(span(from, to).flatMap((day) => starts.get(day) ?? [])).size > 1)
      .map(({ from, to }): FeedRemark => ({ kind: 'twice', name: all[0]!.name || UNNAMED, days: span(from, to) }));
  });
}

/** The name without what marks a substitute: 元日 (振替), New Year’s Day (observed). */
function bareName({ name }: FeedEntry): string {
  return name
    .replace(/[（(][^）)]*[）)]/g, '')
    .replace(/振替休日|の?振替|observed/gi, '')
    .replace(/\s+/g, ' ')
    .trim();
}

function span(from: EpochDay, to: EpochDay): EpochDay[] {
  return Array.from({ length: Math.min(to - from + 1, 60) }, (_, n) => from + n);
}
