// When a mute or a token ends, as people write it: a date, an instant, or how long from now. A mute always ends, within
// 90 days.
// 3d is three times 24 hours by the clock, not business days: whoever mutes thinks of their own absence.

import type { Instant } from '../model.ts';
import { DAY_MS, MINUTE_MS } from './civil-date.ts';
import { readWhen } from './when.ts';
import type { Zone } from './zone.ts';

export const LONGEST_MUTE_MS = 90 * DAY_MS;
/** What is allowed, for a refusal. */
export const ENDS =
  'a date (2026-12-01, until its end), a local time (2026-12-01 12:00), an instant with its offset, or 3d, 4h, 90m from now';

const UNITS: Readonly<Record<string, number>> = { d: DAY_MS, h: 60 * MINUTE_MS, m: MINUTE_MS };

/** The end (epoch ms) of a mute that begins at `now`, or why it cannot be. A date is local to the zone. */
export function parseMuteEnd(text: string, now: Instant, zone: Zone): { end: Instant } | { fault: string } {
  const end = parseEnd(text.trim(), now, zone);
  if (end === null) return { fault: `allowed: ${ENDS}` };
  if (end <= now) return { fault: 'which is past; allowed: a time to come' };
  if (end - now > LONGEST_MUTE_MS) return { fault: 'which is too far away; allowed: at most 90 days' };
  return { end };
}

/** An end (epoch ms) in any of the ways of ENDS, possibly past; null for anything else. */
export function parseEnd(text: string, now: Instant, zone: Zone): Instant | null {
  const length = /^([1-9]\d{0,5})([dhm])$/.exec(text);
  if (length) return now + Number(length[1]) * UNITS[length[2]!]!;
  const when = readWhen(text, now, zone);
  if ('fault' in when) return null;
  return when.date === null ? when.at : zone.startOfDay(when.date + 1);
}
