// A moment to come, as an address names it: a date, whose start it is, or an instant. Not past, and at most a year ahead.

import type { EpochDay, Instant } from '../model.ts';
import { formatDate, parseDate } from './civil-date.ts';
import { isoUtc, parseInstant } from './instant.ts';
import type { Zone } from './zone.ts';

/** So many local dates ahead one may look: a leap year, and no calendar is known further. */
export const FARTHEST_DAYS = 366;

/** The first and the last date that may be asked for. */
export interface AheadLimits {
  readonly first: EpochDay;
  readonly last: EpochDay;
}

/** From tomorrow, in local dates of the zone, to 366 days ahead. */
export function aheadLimits(now: Instant, zone: Zone): AheadLimits {
  const today = zone.localDay(now);
  return { first: today + 1, last: today + FARTHEST_DAYS };
}

/** The moment (epoch ms), or null for what cannot be read, is not to come, or lies beyond the start of the last date. */
export function readAhead(text: string, now: Instant, zone: Zone): Instant | null {
  const day = parseDate(text);
  const at = day === null ? parseInstant(text) : zone.startOfDay(day);
  return at === null || at <= now || at > zone.startOfDay(aheadLimits(now, zone).last) ? null : at;
}

/** The shortest text that `readAhead` reads as this moment: a date where it is the start of one in the zone. */
export function writeAhead(at: Instant, zone: Zone): string {
  const day = zone.localDay(at);
  return zone.startOfDay(day) === at ? formatDate(day) : isoUtc(at);
}
