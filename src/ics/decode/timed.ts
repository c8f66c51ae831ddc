// ics: entries with times. They close nothing, so they are never expanded and never a reason to refuse; a few are named to
// people who may have meant a closure.

import type { EpochDay } from '../../core/model.ts';
import type { Zone } from '../../core/time/zone.ts';
import { EntryFault } from './entry-fault.ts';
import { firstOf } from './entry-revisions.ts';
import type { RawEntry } from './lines.ts';
import { meantDay, readValue, shortName, textOf } from './values.ts';

export interface TimedEntry {
  readonly name: string;
  /** Its local dates in the shop's zone; null when it repeats. */
  readonly days: { readonly from: EpochDay; readonly to: EpochDay } | null;
}

/** What to say of an entry with times; null when its dates cannot be read, which is of no consequence. */
export function timedOf(raw: RawEntry, zone: Zone): TimedEntry | null {
  const summary = firstOf(raw, 'SUMMARY');
  const name = summary === null ? '' : shortName(textOf(summary));
  if (firstOf(raw, 'RRULE') !== null || firstOf(raw, 'RDATE') !== null) return { name, days: null };
  try {
    const from = dayOf(raw, 'DTSTART', zone);
    return from === null ? null : { name, days: { from, to: Math.max(from, dayOf(raw, 'DTEND', zone, 1) ?? from) } };
  } catch (error) {
    if (error instanceof EntryFault) return null;
    throw error;
  }
}

/** `before`: how many days before a midnight its last moment lies. */
function dayOf(raw: RawEntry, name: string, zone: Zone, before = 0): EpochDay | null {
  const property = firstOf(raw, name);
  if (property === null) return null;
  const value = readValue(property);
  const { day, whole } = meantDay(value, value.text, zone);
  return whole ? day - before : day;
}
