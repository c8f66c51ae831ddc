// ics: events as the text of an iCalendar feed (RFC 5545). Traps: lines end in CRLF and hold at most 75 octets, not
// characters; the end of an all-day event is the day after the last one; a UID must stay the same in every export.

import type { EpochDay, Instant } from '../core/model.ts';
import { visible } from '../core/text.ts';
import { formatDate } from '../core/time/civil-date.ts';
import { isoUtc } from '../core/time/instant.ts';

export interface FeedEvent {
  /** Unique in all feeds of this service and the same in every export of the same thing. */
  readonly uid: string;
  /** Whole days with both ends included, or an instant. No time zone is ever written. */
  readonly when: { readonly from: EpochDay; readonly to: EpochDay } | { readonly at: Instant };
  readonly summary: string;
  readonly description?: string;
  readonly url?: string;
  readonly category: string;
  /** Whether it takes up the time of who subscribes. */
  readonly busy: boolean;
}

const MAX_OCTETS = 75;

/** A whole feed, the last line ended too. `now` (epoch ms) is when it was made. */
export function writeFeed(name: string, events: readonly FeedEvent[], now: Instant): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//inquiry-sla//calendar//EN',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    `X-WR-CALNAME:${escaped(name)}`,
    ...events.flatMap((event) => eventLines(event, now)),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(event: FeedEvent, now: Instant): string[] {
  const { uid, summary, description, url, category, busy } = event;
  return [
    'BEGIN:VEVENT',
    `UID:${escaped(uid)}`,
    `DTSTAMP:${instant(now)}`,
    ...whenLines(event.when),
    `SUMMARY:${escaped(summary)}`,
    ...(description ? [`DESCRIPTION:${escaped(description)}`] : []),
    ...(url ? [`URL:${new URL(url).href}`] : []),
    `CATEGORIES:${escaped(category)}`,
    `TRANSP:${busy ? 'OPAQUE' : 'TRANSPARENT'}`,
    'END:VEVENT',
  ];
}

function whenLines(when: FeedEvent['when']): string[] {
  if ('at' in when) return [`DTSTART:${instant(when.at)}`];
  return [`DTSTART;VALUE=DATE:${compactDate(when.from)}`, `DTEND;VALUE=DATE:${compactDate(when.to + 1)}`];
}

/** `20261017` */
export function compactDate(day: EpochDay): string {
  return formatDate(day).replaceAll('-', '');
}

function instant(at: Instant): string {
  return isoUtc(at).replace(/[-:]|\.\d+/g, '');
}

/** TEXT: backslash, semicolon, comma and line breaks escaped; other control characters have no place in it. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ');
}

/** Folds at 75 octets without cutting a character in two. */
function folded(line: string): string {
  const parts: string[] = [''];
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      parts.push(' ');
      octets = 1;
    }
    parts[parts.length - 1] += character;
    octets += size;
  }
  return parts.join('\r\n');
}
