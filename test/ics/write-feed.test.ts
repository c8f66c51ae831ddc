import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { nationalHolidays } from '../../src/config/values/national-holidays.ts';
import { compileCalendar } from '../../src/core/calendar/calendar.ts';
import type { CalendarSpec, Deadlines } from '../../src/core/model.ts';
import { DEFAULT_POLICY } from '../../src/core/steps/counting.ts';
import { formatDate, parseDate } from '../../src/core/time/civil-date.ts';
import { parseInstant } from '../../src/core/time/instant.ts';
import { openZone } from '../../src/core/time/zone.ts';
import { dayFeed } from '../../src/ics/day-feed.ts';
import { deadlineFeed, type OpenDeadline } from '../../src/ics/deadline-feed.ts';
import { type FeedEvent, writeFeed } from '../../src/ics/write.ts';

const NOW = at('2026-11-20T12:00:00+09:00');
const SHOP = { id: 'tea', name: 'サンプル茶舗' };
const TOKYO = openZone('Asia/Tokyo');

function at(text: string): number {
  return parseInstant(text)!;
}

function day(text: string): number {
  return parseDate(text)!;
}

/** What another reader of calendars makes of it. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component);
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      start: event.startDate.toString(),
      end: event.endDate.toString(),
      url: component.getFirstPropertyValue('url'),
      stamp: component.getFirstPropertyValue('dtstamp')?.toString(),
    };
  });
  return { name: calendar.getFirstPropertyValue('x-wr-calname'), events };
}

function eventOf(more: Partial<FeedEvent> = {}): FeedEvent {
  return {
    uid: 'u@x',
    when: { from: day('2026-12-29'), to: day('2027-01-03') },
    summary: '休業',
    category: 'CLOSED',
    busy: false,
    ...more,
  };
}

describe('the text of a feed', () => {
  test('every line ends in CRLF, holds at most 75 octets, and no character is cut in two', () => {
    const summary = '棚卸のための休業👩‍👩‍👧'.repeat(12);
    const text = writeFeed('n', [eventOf({ summary })], NOW);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    const lines = text.split('\r\n');
    for (const line of lines) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/[\r\n]|\uFFFD/);
      expect(Buffer.from(line).toString()).toBe(line);
    }
    expect(lines.filter((line) => line.startsWith(' ')).length).toBeGreaterThan(5);
    expect(read(text).events[0]?.summary).toBe(summary);
  });

  test('special characters and line breaks come back as they were, other control characters do not', () => {
    const summary = 'a; b, c \\n d \\ e: "f"';
    const text = writeFeed('n', [eventOf({ summary, description: '1\r\n2\n3\u0007' })], NOW);
    expect(read(text).events).toMatchObject([{ summary, description: '1\n2\n3 ' }]);
  });

  test('what is invisible is left out of names, joined emoji stay', () => {
    const text = writeFeed('a\u202eb', [eventOf({ summary: '夏季\u200b休業\u202e 👩‍👩‍👧' })], NOW);
    expect(text).toContain('X-WR-CALNAME:ab\r\n');
    expect(read(text).events).toMatchObject([{ summary: '夏季休業 👩‍👩‍👧' }]);
  });

  test('a name cannot bring in lines of its own', () => {
    const text = writeFeed('n', [eventOf({ summary: 'x\r\nEND:VEVENT\r\nBEGIN:VALARM' })], NOW);
    expect(read(text).events).toHaveLength(1);
    expect(text).not.toContain('\r\nBEGIN:VALARM');
  });

  test('whole days end on the day after the last one; instants are UTC; there is no time zone', () => {
    const events = [eventOf(), eventOf({ when: { at: at('2026-12-01T10:30:00+09:00') } })];
    const text = writeFeed('n', events, NOW);
    expect(text).toContain('DTSTART;VALUE=DATE:20261229\r\nDTEND;VALUE=DATE:20270104\r\n');
    expect(read(text).events).toMatchObject([
      { start: '2026-12-29', end: '2027-01-04', stamp: '2026-11-20T03:00:00Z' },
      { start: '2026-12-01T01:30:00Z' },
    ]);
    expect(text).not.toMatch(/VTIMEZONE|TZID/);
  });

  test('a feed without events is one too', () => {
    expect(read(writeFeed('n', [], NOW)).events).toEqual([]);
  });
});

const SPEC: CalendarSpec = {
  weeklyClosed: ['sat', 'sun'],
  nationalHolidays: 'JP',
  hours: null,
  cutoff: null,
  closed: [{ kind: 'every', from: { month: 12, day: 29 }, to: { month: 1, day: 3 }, name: '年末年始' }],
  open: [{ from: day('2026-12-05'), to: day('2026-12-06'), name: '歳末市', hours: null }],
  rms: false,
};
const CALENDAR = compileCalendar(SPEC, TOKYO, nationalHolidays, null);

function days(from: string, to: string) {
  return read(dayFeed(SHOP, CALENDAR, { from: day(from), to: day(to) }, 'ja', NOW)).events;
}

describe('closed and special days', () => {
  test('a closure is one event with the days of other reasons in it', () => {
    expect(days('2026-12-28', '2027-01-05')).toMatchObject([
      {
        uid: 'tea-20261229-closed@inquiry-sla',
        summary: '休業: 年末年始',
        start: '2026-12-29',
        end: '2027-01-04',
        description: '1/1(金) 年末年始・元日\n1/2(土) 年末年始・定休日\n1/3(日) 年末年始・定休日',
      },
    ]);
  });

  test('an event has the same UID and dates whatever part of it is asked for', () => {
    expect(days('2027-01-01', '2027-01-01')).toEqual(days('2026-12-31', '2026-12-31'));
    const whole = days('2026-10-01', '2027-03-31');
    expect(new Set(whole.map(({ uid }) => uid)).size).toBe(whole.length);
    const monthly = ['2026-10', '2026-11', '2026-12', '2027-01', '2027-02', '2027-03'].flatMap((month) =>
      days(`${month}-01`, `${month}-28`),
    );
    expect(monthly.every((event) => whole.some((one) => one.uid === event.uid && one.end === event.end))).toBe(true);
  });

  test('opened days tell what they overrule; ordinary ones are not in it', () => {
    expect(days('2026-12-04', '2026-12-07')).toMatchObject([
      { uid: 'tea-20261205-open@inquiry-sla', summary: '臨時営業: 歳末市', start: '2026-12-05', end: '2026-12-07' },
    ]);
    const closed = days('2026-11-01', '2026-11-30').filter(({ summary }) => summary.startsWith('休業'));
    expect(closed.map(({ start, summary }) => `${start} ${summary}`)).toContain('2026-11-23 休業: 勤労感謝の日');
    expect(closed.map(({ start }) => start)).not.toContain('2026-11-24');
  });

  test('a calendar that never opens is one event with an end', () => {
    const spec = {
      ...SPEC,
      weeklyClosed: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const,
      closed: [],
      open: [],
      nationalHolidays: null,
    };
    const calendar = compileCalendar(spec, TOKYO, nationalHolidays, null);
    const events = read(dayFeed(SHOP, calendar, { from: day('2026-12-01'), to: day('2026-12-31') }, 'en', NOW)).events;
    expect(events).toMatchObject([{ summary: 'Closed: weekly closed day' }]);
  });
});

function deadlines(breach: string, provisional = false): Deadlines {
  const flag = at('2026-11-25T00:00:00+09:00');
  return { at: { flag, owner_alert: at('2026-11-26T00:00:00+09:00'), breach: at(breach) }, provisional };
}

function deadline(more: Partial<OpenDeadline> = {}): OpenDeadline {
  return {
    episodeId: 7,
    inquiry: '373343-20261126-00000001o',
    type: '受注問い合わせ',
    category: '配送',
    url: 'https://rmesse.example.jp/i/1',
    startedAt: at('2026-11-20T10:12:00+09:00'),
    deadlines: deadlines('2026-11-27T00:00:00+09:00'),
    policy: DEFAULT_POLICY,
    ...more,
  };
}

describe('open deadlines', () => {
  const feed = (rows: readonly OpenDeadline[], language: 'ja' | 'en' = 'ja', now = NOW) =>
    read(deadlineFeed(SHOP, TOKYO, rows, language, now));

  test('a deadline at the end of a date is that whole date; the tail of the number, no more', () => {
    expect(feed([deadline()])).toEqual({
      name: 'サンプル茶舗 返信期限',
      events: [
        {
          uid: 'tea-episode-7@inquiry-sla',
          summary: '返信期限: …0001o 受注問い合わせ・配送',
          description:
            '受信: 11/20(金) 10:12\n1営業日経過: 11/24(火) 24:00\n2営業日経過: 11/25(水) 24:00\n3営業日超過: 11/26(木) 24:00',
          start: '2026-11-26',
          end: '2026-11-27',
          url: 'https://rmesse.example.jp/i/1',
          stamp: '2026-11-20T03:00:00Z',
        },
      ],
    });
  });

  test('a deadline within a day is an instant', () => {
    const { events } = feed([deadline({ deadlines: deadlines('2026-11-26T15:30:00+09:00') })]);
    expect(events[0]?.start).toBe('2026-11-26T06:30:00Z');
  });

  test('a deadline that moves keeps its UID, one that passed is overdue, one that is none is left out', () => {
    const moved = deadline({ deadlines: deadlines('2026-12-01T00:00:00+09:00') });
    expect(feed([moved]).events[0]?.uid).toBe(feed([deadline()]).events[0]?.uid);
    expect(feed([deadline()], 'en', at('2026-11-27T00:00:00+09:00')).events[0]?.summary).toBe(
      'Overdue: …0001o 受注問い合わせ, 配送',
    );
    expect(feed([deadline({ deadlines: null })]).events).toEqual([]);
  });

  test('a link that is none is left out, and provisional deadlines say so', () => {
    const { events } = feed(
      [deadline({ url: 'see below', deadlines: deadlines('2026-11-27T00:00:00+09:00', true) })],
      'en',
    );
    expect(events[0]).toMatchObject({ url: null, description: expect.stringContaining('provisional') });
  });
});

test('dates in the feed are those of the calendar', () => {
  for (const { start } of days('2026-11-01', '2027-01-31')) {
    const first = parseDate(start);
    expect(first !== null && formatDate(first)).toBe(start);
  }
});
