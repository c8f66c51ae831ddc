// ics: a calendar's text → its all-day entries within a horizon, and what was left out. Only all-day entries close dates.
// Traps of the library: rules that can never come true loop for ever, and dates that a month lacks roll over.

import type ICAL from 'ical.js';
import { epochDay } from '../core/civil-date.ts';
import type { EpochDay } from '../core/model.ts';
import type { Zone } from '../core/zone.ts';
import { type Components, readComponents } from './components.ts';
import { FeedError } from './errors.ts';
import { fitsRules, type Rules, rulesOf } from './rules.ts';
import { localDays } from './timed.ts';
import { withinMs } from './within.ts';

/** One all-day occurrence, both ends included. */
export interface FeedEntry {
  readonly name: string;
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** By its own words a day that is observed, not a day off: 祭日, Observance, (振替). */
  readonly observance: boolean;
}

/** An entry with times: it closes nothing. Its next occurrence, in local dates of the shop. */
export interface TimedEntry {
  readonly name: string;
  readonly from: EpochDay;
  readonly to: EpochDay;
}

export interface FeedReading {
  /** In order of their first date. */
  readonly entries: readonly FeedEntry[];
  readonly timed: readonly TimedEntry[];
}

export interface Horizon {
  readonly today: EpochDay;
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** The shop's. */
  readonly zone: Zone;
}

const MOST_ENTRIES = 2_000;
/** Occurrences looked at, of all repeated entries together. */
const MOST_STEPS = 50_000;
const MOST_DAYS = 5_000;
/** Real time, on a busy machine too. The event loop stands still meanwhile. */
const DECODE_MS = 2_000;
const OBSERVANCE = /observance|observed|in lieu|祭日|振替|振休/i;

/** Reads a calendar, in at most `mostMs` real milliseconds. @throws FeedError `broken` with its line, `too-much` */
export function decodeFeed(bytes: Uint8Array, horizon: Horizon, mostMs: number = DECODE_MS): FeedReading {
  const components = readComponents(bytes);
  if (components.events.length > MOST_ENTRIES)
    throw new FeedError('too-much', `found ${components.events.length} entries; allowed: ${MOST_ENTRIES}`);
  return withinMs(mostMs, () => read(components, horizon));
}

interface Reading {
  readonly horizon: Horizon;
  readonly entries: FeedEntry[];
  readonly timed: TimedEntry[];
  steps: number;
  days: number;
}

function read({ masters, orphans }: Components, horizon: Horizon): FeedReading {
  const reading: Reading = { horizon, entries: [], timed: [], steps: 0, days: 0 };
  for (const { event, line } of [...masters, ...orphans]) {
    if (isCancelled(event)) continue;
    try {
      if (!event.startDate.isDate) readTimed(reading, event);
      else if (event.isRecurring()) readRepeated(reading, event);
      else keep(reading, event, dayOf(event.startDate), dayOf(event.endDate));
    } catch (error) {
      if (error instanceof FeedError) throw error;
      throw new FeedError('broken', `an entry that cannot be read (${shortly(error)})`, line);
    }
  }
  const entries = reading.entries.sort((a, b) => a.from - b.from || (a.name < b.name ? -1 : Number(a.name > b.name)));
  return { entries, timed: reading.timed.sort((a, b) => a.from - b.from) };
}

function readRepeated(reading: Reading, event: ICAL.Event): void {
  const rules = rulesOf(event, reading.horizon.zone);
  const length = dayOf(event.endDate) - dayOf(event.startDate);
  const isPlain = Object.keys(event.exceptions).length === 0 && event.rangeExceptions.length === 0;
  for (const at of occurrences(reading, event, rules)) {
    if (isPlain) {
      // The library takes a hundred times as long to work out the same.
      keep(reading, event, dayOf(at), dayOf(at) + length);
      continue;
    }
    const { item, startDate, endDate } = event.getOccurrenceDetails(at);
    if (!isCancelled(item) && startDate.isDate) keep(reading, item, dayOf(startDate), dayOf(endDate));
  }
}

function* occurrences(reading: Reading, event: ICAL.Event, rules: Rules): Generator<ICAL.Time> {
  const iterator = event.iterator();
  // With dates given one by one and no rule, the library leaves out the first.
  if (rules.recurs.length === 0 && fitsRules(rules, event.startDate)) yield event.startDate;
  for (let at = iterator.next(); at; at = iterator.next()) {
    if (++reading.steps > MOST_STEPS)
      throw new FeedError('too-much', `entries that repeat more than ${MOST_STEPS} times in all`);
    if (dayOf(at) > reading.horizon.to) return;
    if (fitsRules(rules, at)) yield at;
  }
}

function readTimed(reading: Reading, event: ICAL.Event): void {
  const { zone, today } = reading.horizon;
  const add = (start: ICAL.Time, end: ICAL.Time): boolean => {
    const days = localDays(event, start, end, zone);
    if (days.to < today || days.from > reading.horizon.to) return false;
    reading.timed.push({ name: nameOf(event), ...days });
    return true;
  };
  if (!event.isRecurring()) return void add(event.startDate, event.endDate);
  for (const at of occurrences(reading, event, rulesOf(event, zone))) {
    const { startDate, endDate } = event.getOccurrenceDetails(at);
    if (add(startDate, endDate)) return;
  }
}

/** `end` is the date after the last one; an entry that ends where it begins is one of a day. */
function keep(reading: Reading, event: ICAL.Event, start: EpochDay, end: EpochDay): void {
  const from = Math.max(start, reading.horizon.from);
  const to = Math.min(Math.max(start, end - 1), reading.horizon.to);
  if (from > to) return;
  reading.days += to - from + 1;
  if (reading.days > MOST_DAYS) throw new FeedError('too-much', `entries over more than ${MOST_DAYS} days in all`);
  const said = `${event.summary ?? ''} ${event.description ?? ''}`;
  reading.entries.push({ name: nameOf(event), from, to, observance: OBSERVANCE.test(said) });
}

function nameOf({ summary }: ICAL.Event): string {
  const line = (summary ?? '').replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
  return line.length > 80 ? `${line.slice(0, 80)}…` : line;
}

function isCancelled({ component }: ICAL.Event): boolean {
  return String(component.getFirstPropertyValue('status') ?? '').toUpperCase() === 'CANCELLED';
}

function dayOf({ year, month, day }: ICAL.Time): EpochDay {
  return epochDay(year, month, day);
}

/** What the library says, without what it found. */
function shortly(error: unknown): string {
  return error instanceof Error
    ? error.message
        .replace(/["'].*$/s, '')
        .trim()
        .slice(0, 60)
    : 'unknown';
}
