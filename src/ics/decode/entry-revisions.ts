// ics: entries by themselves → those that count. Of several revisions of one entry the newest does, also a cancelled one
// (RFC 5546 2.1.4: SEQUENCE, then DTSTAMP). Whether an entry is one of whole days is decided here, without reading more.

import type { Zone } from '../../core/time/zone.ts';
import { EntryFault } from './entry-fault.ts';
import { ALL_DAY_MARKS, type Property, type RawEntry } from './lines.ts';
import { isTime, type MeantDay, meantDay, parameterOf, readValue, type Value } from './values.ts';

export interface Entry {
  readonly raw: RawEntry;
  /** Null: it has none, so nothing else is a revision of it. */
  readonly uid: string | null;
  /** The occurrence of a series that it stands for; null for an entry by itself. */
  readonly instead: Instead | null;
  readonly sequence: number;
  readonly stamp: string;
  readonly cancelled: boolean;
  readonly isAllDay: boolean;
}

export interface Instead {
  /** The date of the occurrence; a fault when it cannot be read. */
  readonly of: MeantDay | EntryFault;
  /** As it is written. */
  readonly text: string;
  /** RANGE=THISANDFUTURE. */
  readonly onwards: boolean;
}

/** What is decided of an entry before it is read; never refuses. */
export function entryOf(raw: RawEntry, zone: Zone): Entry {
  const text = (name: string): string => {
    const property = firstOf(raw, name);
    return property === null ? '' : readValue(property).text;
  };
  const sequence = Number(text('SEQUENCE'));
  const stamp = text('DTSTAMP');
  const uid = firstOf(raw, 'UID');
  return {
    raw,
    uid: uid === null ? null : uid.rest.toString('latin1', 1).trim(),
    instead: insteadOf(raw, zone),
    sequence: Number.isSafeInteger(sequence) ? sequence : 0,
    stamp: /^\d{8}T\d{6}Z?$/.test(stamp) ? stamp : '',
    cancelled: raw.withdrawn || text('STATUS') === 'CANCELLED',
    isAllDay: isAllDay(raw, zone),
  };
}

/** The first property of a name that says anything. */
export function firstOf({ properties }: RawEntry, name: string): Property | null {
  for (const one of properties) if (one.name === name && readValue(one).text !== '') return one;
  return null;
}

/** The properties of a name, without those that say nothing: `RRULE:` is how some programs write "none". */
export function allOf({ properties }: Pick<RawEntry, 'properties'>, name: string): Property[] {
  return properties.filter((one) => one.name === name && readValue(one).text !== '');
}

/** Everything but a time; a time when a mark says so and it is a midnight. */
function isAllDay(raw: RawEntry, zone: Zone): boolean {
  const start = firstOf(raw, 'DTSTART');
  if (start === null) return true;
  const value = readValue(start);
  if (!isTime(value.text) || parameterOf(value, 'VALUE').toUpperCase() === 'DATE') return true;
  return ALL_DAY_MARKS.some((mark) => isSet(firstOf(raw, mark))) && isMidnight(value, zone);
}

function isSet(mark: Property | null): boolean {
  return mark !== null && ['TRUE', '1'].includes(readValue(mark).text);
}

function isMidnight(value: Value, zone: Zone): boolean {
  const meant = orFault(() => meantDay(value, value.text, zone));
  return meant instanceof EntryFault || meant.whole;
}

function insteadOf(raw: RawEntry, zone: Zone): Instead | null {
  const property = firstOf(raw, 'RECURRENCE-ID');
  if (property === null) return null;
  const value = readValue(property);
  const onwards = parameterOf(value, 'RANGE').toUpperCase() === 'THISANDFUTURE';
  return { of: orFault(() => meantDay(value, value.text, zone)), text: value.text, onwards };
}

function orFault<T>(read: () => T): T | EntryFault {
  try {
    return read();
  } catch (error) {
    if (error instanceof EntryFault) return error;
    throw error;
  }
}

/** Of each entry, and of each changed occurrence, the newest; all of them where nothing says which one is. */
export function newestOf(entries: readonly Entry[]): Entry[] {
  const byKey = new Map<string, Entry[]>();
  entries.forEach((entry, at) => {
    const key = keyOf(entry, at);
    const same = byKey.get(key);
    if (same === undefined) byKey.set(key, [entry]);
    else same.push(entry);
  });
  return [...byKey.values()].flatMap((same) => {
    if (same.length === 1) return same;
    const newest = same.reduce((a, b) => (compare(a, b) < 0 ? b : a));
    return same.filter((one) => compare(one, newest) === 0);
  });
}

function keyOf({ uid, instead }: Entry, at: number): string {
  if (uid === null) return `#${at}`;
  if (instead === null) return `=${uid}`;
  const occurrence = !(instead.of instanceof EntryFault) && instead.of.whole ? instead.of.day : instead.text;
  return `=${uid}\n${occurrence}`;
}

/** Older first; of two that are as old, one that was cancelled is the newer. */
function compare(a: Entry, b: Entry): number {
  if (a.sequence !== b.sequence) return a.sequence - b.sequence;
  if (a.stamp !== b.stamp) return a.stamp < b.stamp ? -1 : 1;
  return Number(a.cancelled) - Number(b.cancelled);
}
