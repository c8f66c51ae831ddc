// ics: a calendar's text → its entries of whole days within a horizon, what could not be read of them, and a few of those
// with times. Only whole days close dates. This works for as long as it takes; calendar-decoder.ts sets the limits.

import type { UnreadEntry } from '../../core/calendar/outside-calendar.ts';
import type { EpochDay } from '../../core/model.ts';
import { type AllDay, allDayOf, type Changed, datesOf, withChanges } from './all-day.ts';
import { EntryFault } from './entry-fault.ts';
import { type Entry, entryOf, firstOf, newestOf } from './entry-revisions.ts';
import { FeedError } from './feed-error.ts';
import type { Horizon } from './horizon.ts';
import { readEntries } from './lines.ts';
import { type TimedEntry, timedOf } from './timed.ts';
import { meantDay, readValue, shortName, textOf } from './values.ts';

/** One occurrence, both ends included. */
export interface FeedEntry {
  readonly name: string;
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** By its own words a day that is observed, not a day off: 祭日, Observance, (振替). */
  readonly observance: boolean;
  /** The same for all dates of one repeating entry. */
  readonly series: number;
}

export interface FeedReading {
  /** In order of their first date. */
  readonly entries: readonly FeedEntry[];
  /** Those ahead and those that repeat, as far as they are told. */
  readonly timed: readonly TimedEntry[];
  /** Entries of whole days that cannot be read, in order of their lines. */
  readonly unread: readonly UnreadEntry[];
}

/** Entries of whole days, entries of any kind, and dates of all of them together. */
const MOST_ALL_DAY = 10_000;
const MOST_ENTRIES = 200_000;
const MOST_DAYS = 100_000;
/** Dates looked at to work all repetitions out. */
const MOST_STEPS = 1_000_000;
/** Entries with times that are looked at for telling people. */
const MOST_TIMED = 1_000;
const OBSERVANCE = /observance|observed|in lieu|祭日|振替|振休/i;
/** So many broken characters may be an accident of their titles; more than the whole ones are another encoding. */
const MOST_BROKEN = 4;

/** Reads a calendar. @throws FeedError `broken` with its line, `too-much` */
export function decodeFeed(bytes: Uint8Array, horizon: Horizon): FeedReading {
  const { dated, timed } = counted(bytes, horizon);
  refuseOtherEncoding(dated);
  const unread: UnreadEntry[] = [];
  const entries: FeedEntry[] = [];
  const look = lookAtMost(MOST_STEPS);
  const collect = collectAtMost(MOST_DAYS, entries, horizon);
  const changes = changesOf(dated, horizon);
  for (const entry of dated) {
    if (!entry.isAllDay || entry.cancelled) continue;
    try {
      for (const one of read(entry, changes.get(entry.uid ?? '') ?? [], horizon, look)) collect(entry, one);
    } catch (error) {
      if (!(error instanceof EntryFault)) throw error;
      unread.push(unreadOf(entry, error, horizon));
    }
  }
  entries.sort((a, b) => a.from - b.from || (a.name < b.name ? -1 : Number(a.name > b.name)));
  return { entries, timed, unread: unread.sort((a, b) => a.line - b.line) };
}

/** The entries that count: those that have to do with whole days, and those with times as far as they are told. */
function counted(bytes: Uint8Array, { zone, today, to }: Horizon): { dated: Entry[]; timed: TimedEntry[] } {
  const entries: Entry[] = [];
  let wholeDays = 0;
  let told = 0;
  for (const raw of readEntries(bytes)) {
    if (entries.length === MOST_ENTRIES) throw tooMany('entries', MOST_ENTRIES);
    const entry = entryOf(raw, zone);
    if (entry.isAllDay && ++wholeDays > MOST_ALL_DAY) throw tooMany('all-day entries', MOST_ALL_DAY);
    const kept = entry.isAllDay || ++told <= MOST_TIMED;
    entries.push(kept ? entry : { ...entry, raw: { ...raw, properties: [] } });
  }
  const newest = withoutCancelledSeries(newestOf(entries));
  const timed = newest
    .filter((entry) => !entry.isAllDay && !entry.cancelled)
    .flatMap(({ raw }) => timedOf(raw, zone) ?? [])
    .filter(({ days }) => days === null || (days.to >= today && days.from <= to))
    .sort((a, b) => (a.days?.from ?? 0) - (b.days?.from ?? 0));
  return { dated: newest.filter((entry) => entry.isAllDay || entry.instead !== null), timed };
}

const tooMany = (what: string, most: number): FeedError =>
  new FeedError('too-much', `found more than ${most} ${what}; allowed: ${most}`);

/** A series that is cancelled takes its changed occurrences with it. */
function withoutCancelledSeries(entries: readonly Entry[]): Entry[] {
  const series = entries.filter(({ instead, uid }) => instead === null && uid !== null);
  const gone = new Set(series.filter(({ cancelled }) => cancelled).map(({ uid }) => uid));
  return entries.filter(({ instead, uid }) => instead === null || !gone.has(uid));
}

/** The changed occurrences by the series that they belong to. */
function changesOf(dated: readonly Entry[], horizon: Horizon): Map<string, Changed[]> {
  const bySeries = new Map<string, Changed[]>();
  for (const entry of dated) {
    const { uid, instead } = entry;
    if (uid === null || instead === null || instead.of instanceof EntryFault) continue;
    const { day } = instead.of;
    const changed: Changed = instead.onwards ? { day, onwards: onwardsOf(entry, horizon) } : { day };
    const same = bySeries.get(uid);
    if (same === undefined) bySeries.set(uid, [changed]);
    else same.push(changed);
  }
  return bySeries;
}

/** What an occurrence makes of the later ones; null: they are no whole days any more, or cannot be read, which is told. */
function onwardsOf({ raw, isAllDay, cancelled }: Entry, horizon: Horizon): AllDay | null {
  if (!isAllDay || cancelled) return null;
  try {
    return allDayOf(raw, horizon);
  } catch (error) {
    if (error instanceof EntryFault) return null;
    throw error;
  }
}

function read(
  { raw, instead }: Entry,
  changes: readonly Changed[],
  horizon: Horizon,
  look: (dates: number) => void,
): AllDay[] {
  const first = allDayOf(raw, horizon);
  if (instead === null) return withChanges(datesOf(raw, first, horizon, look), first, changes);
  if (instead.of instanceof EntryFault) throw instead.of;
  return [first];
}

function lookAtMost(most: number): (dates: number) => void {
  let left = most;
  return (dates) => {
    left -= dates;
    if (left < 0) throw new FeedError('too-much', 'repetitions that take too long to work out');
  };
}

function collectAtMost(most: number, entries: FeedEntry[], horizon: Horizon): (entry: Entry, one: AllDay) => void {
  let days = 0;
  let last: { entry: Entry; name: string; observance: boolean } | null = null;
  let series = 0;
  return (entry, { start, length }) => {
    const from = Math.max(start, horizon.from);
    const to = Math.min(start + length - 1, horizon.to);
    if (from > to) return;
    days += to - from + 1;
    if (days > most) throw new FeedError('too-much', `entries over more than ${most} days in all`);
    if (last?.entry !== entry) {
      last = { entry, ...wordsOf(entry) };
      series++;
    }
    entries.push({ name: last.name, from, to, observance: last.observance, series });
  };
}

function wordsOf({ raw }: Entry): { name: string; observance: boolean } {
  const [title, description] = ['SUMMARY', 'DESCRIPTION'].map((name) => {
    const property = firstOf(raw, name);
    return property === null ? '' : textOf(property);
  });
  return { name: shortName(title!), observance: OBSERVANCE.test(`${title} ${description}`) };
}

function unreadOf(entry: Entry, { line, field, found, allowed }: EntryFault, { zone }: Horizon): UnreadEntry {
  return { line, name: wordsOf(entry).name, from: firstDay(entry, zone), field, found, allowed };
}

/** The date of its beginning, where that much can be read. */
function firstDay({ raw }: Entry, zone: Horizon['zone']): EpochDay | null {
  const property = firstOf(raw, 'DTSTART');
  if (property === null) return null;
  try {
    return meantDay(readValue(property), readValue(property).text, zone).day;
  } catch (error) {
    if (error instanceof EntryFault) return null;
    throw error;
  }
}

/** A title may be cut inside a character; a calendar whose titles are mostly broken is in another encoding. */
function refuseOtherEncoding(dated: readonly Entry[]): void {
  let broken = 0;
  let whole = 0;
  let line: number | null = null;
  for (const { raw } of dated) {
    const title = firstOf(raw, 'SUMMARY');
    if (title === null) continue;
    const characters = [...textOf(title)].filter((one) => one > '\x7f');
    const bad = characters.filter((one) => one === '\uFFFD').length;
    broken += bad;
    whole += characters.length - bad;
    if (bad > 0) line ??= title.line;
  }
  if (broken > MOST_BROKEN && broken > whole)
    throw new FeedError('broken', 'found bytes that are no UTF-8; allowed: UTF-8', line);
}
