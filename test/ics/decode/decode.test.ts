// ics: one calendar a case; what it must give stands in its own X-EXPECT lines (dates, what is remarked on them, names).

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { EpochDay } from '../../../src/core/model.ts';
import { formatDate, parseDate } from '../../../src/core/time/civil-date.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import { closedDays, remarksOn } from '../../../src/ics/decode/closed-days.ts';
import { decodeFeed } from '../../../src/ics/decode/decode.ts';
import { FeedError } from '../../../src/ics/decode/feed-error.ts';
import { type Horizon, horizonOf } from '../../../src/ics/decode/horizon.ts';
import { unreadInWords } from '../../../src/service/outside-calendars/describe-outside.ts';

const CALENDARS = join(import.meta.dirname, '../calendars');
const HORIZON: Horizon = horizonOf(parseDate('2026-06-03')!, openZone('Asia/Tokyo'));

const range = (from: EpochDay, to: EpochDay) => `${formatDate(from)}${from === to ? '' : `..${formatDate(to)}`}`;
const dated = (days: readonly EpochDay[]) => (days.length === 0 ? '' : ` ${range(days[0]!, days.at(-1)!)}`);

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
    ...remarks.map(({ kind, days, name }) => `${kind}${dated(days)} ${name}`),
    ...reading.unread.map((entry) => `unread ${unreadInWords(entry, 'en')}`),
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
    decodeFeed(bytes, HORIZON);
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
      'titles in another encoding',
      Buffer.concat([
        Buffer.from('BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261229\nSUMMARY:'),
        Buffer.from([0x94, 0x4e, 0x96, 0x96, 0x94, 0x4e, 0x8e, 0x6e, 0x8b, 0x78, 0x8b, 0xc6]),
        Buffer.from('\nEND:VEVENT\nEND:VCALENDAR'),
      ]),
      'broken: line 4: found bytes that are no UTF-8; allowed: UTF-8',
    ],
    [
      'two bytes a character',
      Buffer.from('\uFEFFBEGIN:VCALENDAR', 'utf16le'),
      'broken: line 1: found bytes that are no UTF-8; allowed: UTF-8',
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
      'too many entries',
      Buffer.from(`BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nDTSTART:20261210\nEND:VEVENT\n'.repeat(10_001)}END:VCALENDAR`),
      'too-much: found more than 10000 all-day entries; allowed: 10000',
    ],
    [
      'entries over too many days',
      Buffer.from(
        `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nDTSTART:20250101\nDTEND:20260101\nEND:VEVENT\n'.repeat(300)}END:VCALENDAR`,
      ),
      'too-much: entries over more than 100000 days in all',
    ],
    [
      'series that are counted from too long ago',
      Buffer.from(
        `BEGIN:VCALENDAR\n${'BEGIN:VEVENT\nDTSTART:00010101\nRRULE:FREQ=DAILY;COUNT=900000\nEND:VEVENT\n'.repeat(9)}END:VCALENDAR`,
      ),
      'too-much: repetitions that take too long to work out',
    ],
    [
      'an end of what no database takes',
      'BEGIN:VCALENDAR\nEND:V\0カレンダー\x18\nEND:VCALENDAR',
      'broken: line 2: found END:V カレンダー without its BEGIN',
    ],
    [
      'components inside each other without end',
      `BEGIN:VCALENDAR\n${'BEGIN:VTODO\n'.repeat(30)}`,
      'broken: line 21: found a component 20 deep inside others; allowed: fewer',
    ],
  ])('%s', (_case, text, expected) => {
    expect(fault(typeof text === 'string' ? Buffer.from(text) : text)).toBe(expected);
  });
});

/** What is said of one entry's lines: its dates, then what cannot be read. */
const entrySaid = (...lines: string[]): string[] => said(calendar(...lines));

describe('an all-day entry that cannot be read is told with its line, and stops no other', () => {
  const DATE = 'a date or time that exists (20261229)';
  const RULE = 'a repetition as RFC 5545 has it';
  const NUMBERS = 'whole numbers in the range of RFC 5545';
  const START = 'DTSTART;VALUE=DATE:20261210';
  test.each<[string, string[], string]>([
    ['no beginning', [], `line 3 “x”: DTSTART: found nothing to read; allowed: ${DATE}`],
    [
      'a date that does not exist',
      ['DTSTART;VALUE=DATE:20260231'],
      `line 5 “x”: DTSTART: found “20260231”; allowed: ${DATE}`,
    ],
    [
      'a date in another form',
      ['DTSTART;VALUE=DATE:2026-12-29'],
      `line 5 “x”: DTSTART: found “2026-12-29”; allowed: ${DATE}`,
    ],
    ['a word for a date', ['DTSTART:あした'], `line 5 “x”: DTSTART: found “あした”; allowed: ${DATE}`],
    [
      'two beginnings',
      [START, 'DTSTART;VALUE=DATE:20261211'],
      'line 6 “x” (2026-12-10): DTSTART: found “20261211”; allowed: only one',
    ],
    ['an end that is none', [START, 'DTEND:None'], `line 6 “x” (2026-12-10): DTEND: found “NONE”; allowed: ${DATE}`],
    [
      'an end before the beginning',
      [START, 'DTEND;VALUE=DATE:20261209'],
      'line 6 “x” (2026-12-10): DTEND: found “20261209”; allowed: a date after the beginning',
    ],
    [
      'an end in the year 9999',
      [START, 'DTEND;VALUE=DATE:99991231'],
      'line 6 “x” (2026-12-10): DTEND: found “99991231”; allowed: at most 400 days',
    ],
    [
      'a length of ages',
      [START, 'DURATION:P900000000W'],
      'line 6 “x” (2026-12-10): DURATION: found “P900000000W”; allowed: at most 400 days',
    ],
    [
      'a length beyond counting',
      [START, 'DURATION:P900000000000000W'],
      'line 6 “x” (2026-12-10): DURATION: found “P900000000000000W”; allowed: days or weeks, such as P3D or P1W',
    ],
    [
      'a length backwards',
      [START, 'DURATION:-P1D'],
      'line 6 “x” (2026-12-10): DURATION: found “-P1D”; allowed: days or weeks, such as P3D or P1W',
    ],
    [
      'a length without a number',
      [START, 'DURATION:P'],
      'line 6 “x” (2026-12-10): DURATION: found “P”; allowed: days or weeks, such as P3D or P1W',
    ],
    [
      'a rule that is none',
      [START, 'RRULE:FREQ=SOMETIMES'],
      'line 6 “x” (2026-12-10): RRULE: found “FREQ=SOMETIMES”; allowed: FREQ=YEARLY, MONTHLY, WEEKLY or DAILY',
    ],
    [
      'an end of a rule that is no date',
      [START, 'RRULE:FREQ=YEARLY;UNTIL=nonsense'],
      `line 6 “x” (2026-12-10): RRULE: found “NONSENSE”; allowed: ${DATE}`,
    ],
    [
      'a rule with a part that nobody knows',
      [START, 'RRULE:FREQ=YEARLY;BYMOON=1'],
      `line 6 “x” (2026-12-10): RRULE: found “BYMOON=1”; allowed: ${RULE}`,
    ],
    [
      'an interval of nothing',
      [START, 'RRULE:FREQ=DAILY;INTERVAL=0'],
      'line 6 “x” (2026-12-10): RRULE: found “INTERVAL=0”; allowed: a whole number from 1',
    ],
    [
      'a month beyond December',
      [START, 'RRULE:FREQ=YEARLY;BYMONTH=13'],
      `line 6 “x” (2026-12-10): RRULE: found “BYMONTH=13”; allowed: ${NUMBERS}`,
    ],
    [
      'a weekday that is none',
      [START, 'RRULE:FREQ=WEEKLY;BYDAY=MO,XX'],
      'line 6 “x” (2026-12-10): RRULE: found “BYDAY=MO,XX”; allowed: weekdays such as MO, TU, 2WE or -1FR',
    ],
    [
      'a date that is taken out and does not exist',
      [START, 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20261299'],
      `line 7 “x” (2026-12-10): EXDATE: found “20261299”; allowed: ${DATE}`,
    ],
    [
      'a series counted from before the calendar',
      ['DTSTART;VALUE=DATE:00010101', 'RRULE:FREQ=DAILY;COUNT=999999999999'],
      'line 6 “x” (0001-01-01): RRULE: found “FREQ=DAILY;COUNT=999999999999”; allowed: a series of at most 500 years',
    ],
    [
      'dates without end',
      [START, ...Array.from({ length: 2_000 }, () => 'EXDATE:20261210')],
      'line 2004 (2026-12-10): VEVENT: found more; allowed: at most 2,000 lines and 10,000 dates',
    ],
    [
      'an occurrence that names no date',
      ['RECURRENCE-ID:the third', START],
      `line 5 “x” (2026-12-10): RECURRENCE-ID: found “THE THIRD”; allowed: ${DATE}`,
    ],
    [
      'a rule that goes on in a line of its own',
      [START, 'RRULE:FREQ=DAILY;', 'COUNT=3'],
      'line 7 “x” (2026-12-10): VEVENT: found something else; allowed: NAME:value',
    ],
    [
      'a list that is too long',
      [START, `EXDATE:${'20261210,'.repeat(12_000)}20261210`],
      'line 6 “x” (2026-12-10): EXDATE: found more; allowed: at most 100,000 bytes',
    ],
  ])('%s', (_case, lines, expected) => {
    expect(entrySaid(...lines)).toEqual(expected === '' ? [] : [`unread ${expected}`]);
  });
});
