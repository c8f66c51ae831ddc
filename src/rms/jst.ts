// Japan's wall clock, which every date of RMS is in: +09:00 all year, no DST since 1951. Two dialects: answers carry
// an offset, queries must not. The licence's expiry date comes without offset and is JST all the same.

import type { EpochDay, Instant } from '../core/model.ts';

const JST_MS = 9 * 3_600_000;
const DAY_MS = 86_400_000;
const PATTERN = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):?(\d\d))?$/;

/** The instant of an RMS date time; without offset it is JST. Null for another form or a time that does not exist. */
export function parseRmsTime(text: unknown): Instant | null {
  const match = typeof text === 'string' ? PATTERN.exec(text) : null;
  if (match === null) return null;
  const wall = wallTime(match);
  const offset = offsetMs(match);
  return wall === null || offset === null ? null : wall - offset;
}

function wallTime(match: RegExpExecArray): number | null {
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, ...number[]];
  if (day === undefined || utcDay(year, month!, day) === null) return null;
  if (hour! > 23 || minute! > 59 || second! > 59) return null;
  const milli = Number((match[7] ?? '').padEnd(3, '0').slice(0, 3));
  return Date.UTC(year, month! - 1, day, hour, minute, second, milli);
}

function offsetMs(match: RegExpExecArray): number | null {
  if (match[8] === 'Z') return 0;
  if (match[9] === undefined) return JST_MS;
  const [hours, minutes] = [Number(match[10]), Number(match[11])];
  if (hours > 23 || minutes > 59) return null;
  return (match[9] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** A date as days since 1970-01-01, or null when it does not exist. */
export function utcDay(year: number, month: number, day: number): EpochDay | null {
  const ms = Date.UTC(year, month - 1, day);
  const date = new Date(ms);
  const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? ms / DAY_MS : null;
}

/** JST in the only form queries take: `yyyy-MM-ddTHH:mm:ss`, milliseconds cut off, no offset. */
export function formatRmsTime(t: Instant): string {
  return new Date(t + JST_MS).toISOString().slice(0, 19);
}

/** A date as `YYYY-MM-DD`. */
export function formatRmsDate(day: EpochDay): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The date in Japan at an instant. */
export function jstDay(t: Instant): EpochDay {
  return Math.floor((t + JST_MS) / DAY_MS);
}

/** The instant at which a date begins in Japan. */
export function startOfJstDay(day: EpochDay): Instant {
  return day * DAY_MS - JST_MS;
}
