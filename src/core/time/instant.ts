// Instants as text: RFC 3339 in, UTC with milliseconds out. Trap: Date.parse would accept dates that do not exist.

import type { Instant } from '../model.ts';
import { DAY_MS, MINUTE_MS, parseDate } from './civil-date.ts';

const RFC_3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,9}))?)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

/**
 * Reads an RFC 3339 instant into epoch ms (CONTRACT.md): the offset is required, seconds are optional, a fraction of
 * 1 to 9 digits is cut to milliseconds. Null for anything else, also for dates and times that do not exist.
 */
export function parseInstant(text: unknown): Instant | null {
  if (typeof text !== 'string') return null;
  const match = RFC_3339.exec(text);
  if (!match) return null;
  const [, date, hours, minutes, seconds = '0', fraction = '', sign, offsetHours = '0', offsetMinutes = '0'] = match;
  const day = parseDate(date!);
  if (day === null) return null;
  const wall = (Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds) * 1000;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MINUTE_MS * (sign === '-' ? -1 : 1);
  return day * DAY_MS + wall + ms - offset;
}

/** An instant as `YYYY-MM-DDTHH:MM:SS.mmmZ` (CONTRACT.md: instants out are UTC with milliseconds). */
export function isoUtc(instant: Instant): string {
  return new Date(instant).toISOString();
}
