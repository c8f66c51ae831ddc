// ics: one calendar a case; what it must give stands in its own X-EXPECT lines (dates, what is remarked on them, names).

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatDate, parseDate } from '../../src/core/civil-date.ts';
import type { EpochDay } from '../../src/core/model.ts';
import { openZone } from '../../src/core/zone.ts';
import { closedDays, remarksOn } from '../../src/ics/closed-days.ts';
import { decodeFeed, type Horizon } from '../../src/ics/decode.ts';
import { FeedError } from '../../src/ics/errors.ts';
import { horizonOf } from '../../src/ics/feed.ts';

const CALENDARS = join(import.meta.dirname, 'calendars');
const HORIZON: Horizon = horizonOf(parseDate('2026-06-03')!, openZone('Asia/Tokyo'));

const range = (from: EpochDay, to: EpochDay) => `${formatDate(from)}${from === to ? '' : `..${formatDate(to)}`}`;

function said(bytes: Uint8Array): string[] {
  const reading = decodeFeed(bytes, HORIZON);
  const runs: { name: string; from: EpochDay; to: EpochDay }[] = [];
  for (const { day, name } of closedDays(reading)) {
    const last = runs.at(-1);
    if (last?.name === name && last.to === day - 1) last.to = day;
    else runs.push({ name, from: day, to: day });
  }
  const remarks = remarksOn(reading, HORIZON.today);
  return [
    ...runs.map(({ name, from, to }) => `${range(from, to)} ${name}`),
    ...remarks.map(({ kind, days, name }) => `${kind} ${range(days[0]!, days.at(-1)!)} ${name}`),
  ];
}

describe('a calendar gives the dates it closes', () => {
  test.each(readdirSync(CALENDARS))('%s', (name) => {
    const bytes = readFileSync(join(CALENDARS, name));
    const expected = [...bytes.toString('utf8').matchAll(/^X-EXPECT:(.*?)\r?$/gm)].map(([, line]) => line);
    expect(said(bytes)).toEqual(expected);
  });

  test('that repeats every day for ever only within the horizon', () => {
    const days = closedDays(decodeFeed(calendar('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=DAILY'), HORIZON));
    expect([days.length, formatDate(days.at(-1)!.day)]).toEqual([1461, '2029-12-31']);
  });

  test('the same from day to day until the year is over', () => {
    const bytes = calendar('DTSTART;VALUE=DATE:20200106', 'RRULE:FREQ=WEEKLY');
    const on = (date: string) => closedDays(decodeFeed(bytes, horizonOf(parseDate(date)!, HORIZON.zone)));
    expect(on('2026-12-31')).toEqual(on('2026-01-01'));
  });
});

/** Entries of one calendar, or one entry's lines. */
function calendar(...lines: string[]): Uint8Array {
  const entry = ['BEGIN:VEVENT', 'UID:a', ...lines, 'SUMMARY:x', 'END:VEVENT'];
  return Buffer.from(['BEGIN:VCALENDAR', 'VERSION:2.0', ...entry, 'END:VCALENDAR', ''].join('\r\n'));
}

function fault(bytes: Uint8Array): string {
  try {
    decodeFeed(bytes, HORIZON, 300);
  } catch (error) {
    if (error instanceof FeedError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return 'none';
}

describe('a broken calendar is refused with its line', () => {
  test.each<[string, Uint8Array | string, string]>([
    ['nothing at all', '', 'broken: line 1: found nothing; allowed: BEGIN:VCALENDAR'],
    [
      'a web page',
      '<!DOCTYPE html>\n<html>',
      'broken: line 1: found a web page; allowed: an iCalendar (a login may be needed)',
    ],
    [
      'another component',
      'BEGIN:VCARD\nEND:VCARD',
      'broken: line 1: found another component; allowed: BEGIN:VCALENDAR',
    ],
    [
      'bytes that are no UTF-8',
      Buffer.concat([
        Buffer.from('BEGIN:VCALENDAR\nSUMMARY:'),
        Buffer.from([0x8b, 0xf3]),
        Buffer.from('\nEND:VCALENDAR'),
      ]),
      'broken: line 2: found bytes that are no UTF-8; allowed: UTF-8',
    ],
    [
      'a cut file',
      'BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\nDTSTART;VALUE=DATE:20261210',
      'broken: line 3: found no end of this VEVENT: the file is cut',
    ],
    [
      'a line without a name',
      'BEGIN:VCALENDAR\nVERSION:2.0\n年末年始\nEND:VCALENDAR',
      'broken: line 3: found neither a property nor its continuation; allowed: NAME:value',
    ],
    [
      'an end without its beginning',
      'BEGIN:VCALENDAR\nEND:VEVENT',
      'broken: line 2: found END:VEVENT without its BEGIN',
    ],
    [
      'a date that does not exist',
      calendar('DTSTART;VALUE=DATE:20260231'),
      'broken: line 5: DTSTART: found "20260231"; allowed: a date or time that exists (20261229)',
    ],
    [
      'a date in another form',
      calendar('DTSTART;VALUE=DATE:2026-12-29'),
      'broken: line 5: DTSTART: found "2026-12-29"; allowed: a date or time that exists (20261229)',
    ],
    ['an entry without a date', calendar(), 'broken: line 3: found an entry without DTSTART'],
    [
      'an entry that ends before it begins',
      calendar('DTSTART;VALUE=DATE:20261210', 'DTEND;VALUE=DATE:20261209'),
      'broken: line 3: found an entry that ends before it begins',
    ],
    [
      'a rule that is none',
      calendar('DTSTART;VALUE=DATE:20261210', 'RRULE:FREQ=SOMETIMES'),
      'broken: line 3: found a VEVENT that cannot be read',
    ],
    [
      'an end of a rule that is no date',
      calendar('DTSTART;VALUE=DATE:20261210', 'RRULE:FREQ=YEARLY;UNTIL=nonsense'),
      'broken: line 3: found a VEVENT that cannot be read',
    ],
    [
      'a rule that never comes true',
      calendar('DTSTART;VALUE=DATE:20261210', 'RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30'),
      'too-much: repetitions that cannot be worked out in time',
    ],
    [
      'too many entries',
      Buffer.from(`BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nDTSTART:20261210\nEND:VEVENT\n'.repeat(2_001)}END:VCALENDAR`),
      'too-much: found 2001 entries; allowed: 2000',
    ],
    [
      'entries over too many days',
      Buffer.from(
        `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nDTSTART:20250101\nDTEND:20300101\nEND:VEVENT\n'.repeat(3)}END:VCALENDAR`,
      ),
      'too-much: entries over more than 5000 days in all',
    ],
  ])('%s', (_case, text, expected) => {
    expect(fault(typeof text === 'string' ? Buffer.from(text) : text)).toBe(expected);
  });
});
