// ics: which local dates of the shop an entry with times covers. It closes none of them; this is for telling people.

import type ICAL from 'ical.js';
import { DAY_MS, epochDay } from '../core/civil-date.ts';
import type { EpochDay, Instant } from '../core/model.ts';
import type { Zone } from '../core/zone.ts';
import { ianaZone } from './components.ts';

/** From the local date of the first moment to that of the last. */
export function localDays(
  { component }: ICAL.Event,
  start: ICAL.Time,
  end: ICAL.Time,
  zone: Zone,
): { from: EpochDay; to: EpochDay } {
  const id = component.getFirstProperty('dtstart')?.getFirstParameter('tzid') ?? null;
  const from = instantOf(start, id, zone);
  const to = instantOf(end, id, zone);
  return { from: zone.localDay(from), to: zone.localDay(Math.max(from, to - 1)) };
}

/** The instant of a time with its TZID, or of one without, on the shop's own clock (epoch ms). */
export function instantOf(time: ICAL.Time, tzid: string | null, zone: Zone): Instant {
  if (time.zone?.tzid === 'UTC') return time.toUnixTime() * 1_000;
  const known = tzid === null ? null : ianaZone(tzid);
  if (known === null && tzid !== null && time.zone && time.zone.tzid !== 'floating') return time.toUnixTime() * 1_000;
  const wallMs = Math.min(((time.hour * 60 + time.minute) * 60 + time.second) * 1_000, DAY_MS - 1);
  return (known ?? zone).instantOf(epochDay(time.year, time.month, time.day), wallMs);
}
