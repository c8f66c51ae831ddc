// A shop's outside calendar: what its server shows, late, cut, empty or wrong now and then and for hours; and what of it the service
// counts with. Once it does, that is the truth, as after an edit of the shop's file; it has to be what was shown.

import type { FeedCalendar } from '../../../src/core/calendar/outside-calendar.ts';
import { formatDate } from '../../../src/core/time/civil-date.ts';
import { openZone } from '../../../src/core/time/zone.ts';
import type { Random } from '../random.ts';
import { FEED_FAULTS, type FeedDays, type FeedFault } from '../settings/feed-settings.ts';
import type { World } from '../world.ts';
import { type Reply, takeOverNetwork } from './network.ts';

/** Somebody asked. */
export interface Asked {
  readonly at: number;
  /** It was shown a whole calendar, and took it to its last byte. */
  isRead: boolean;
  /** What that closes, where it counts without a person's word; null: not so. */
  readonly days: FeedDays | null;
}

export interface Feed {
  readonly asked: readonly Asked[];
  /** What counts, and since when it was known to (epoch ms). */
  inForce(): { readonly days: FeedDays; readonly since: number } | null;
  /** Looks what the service has of it; whether that changed. */
  learn(): Promise<boolean>;
}

const TOKYO = openZone('Asia/Tokyo');
const MINUTE_MS = 60_000;
const CHANGED_MS = 20 * MINUTE_MS;
/** These are calendars, if odd ones. */
const WHOLE: readonly FeedFault[] = ['late', 'nothing closed', 'much closed', 'unreadable entry'];
/** More than are taken without a word. */
const MUCH = Array.from({ length: 15 }, (_, nth) => `2027-01-${String(nth + 10)}`);

export function createFeed(world: World, random: Random): Feed {
  const { host, engine, settings, log } = world;
  const began = host.monotonic();
  const asked: Asked[] = [];
  let known: { readonly days: FeedDays; readonly since: number } | null = null;
  let seen = engine.calendars();
  /** Nobody knew it until people were there: it stays as it came then, one change is enough. */
  let stays: FeedDays | null = null;

  /** Once people are there, what it closes beyond what is known lies ahead: a day that has begun stays what it is. */
  function shown(): FeedDays {
    const { days, later, changesAfterMs } = settings.feed!;
    if (stays !== null) return stays;
    const now = host.monotonic() - began;
    const today = formatDate(TOKYO.localDay(host.wall()));
    const all = now >= changesAfterMs ? later : days;
    return now < MINUTE_MS ? all : all.filter((day) => day > today || known?.days.includes(day));
  }

  function faultNow(): FeedFault | null {
    const { outages, faults } = settings.feed!;
    const now = host.monotonic() - began;
    const outage = outages.find(({ afterMs, ms }) => afterMs <= now && now < afterMs + ms);
    const struck = faults > 0 && random.oneIn(faults) ? random.pick(FEED_FAULTS) : null;
    return outage?.kind ?? struck;
  }

  function serve(): Reply {
    const wanted = faultNow();
    // A first calendar is taken as it is.
    const fault = known === null && (wanted === 'nothing closed' || wanted === 'much closed') ? '500' : wanted;
    const days = shown();
    const one: Asked = { at: host.wall(), isRead: false, days: fault === null || fault === 'late' ? days : null };
    asked.push(one);
    log.write('calendar', `is asked: ${fault ?? 'well'}`);
    const onTaken = (): void => {
      one.isRead = fault === null || WHOLE.includes(fault);
    };
    return { ...answerOf(fault, days, random), onTaken };
  }

  takeOverNetwork(() => serve());

  return {
    asked,
    inForce: () => known,
    learn: async () => {
      if (settings.feed === null || engine.calendars() === seen) return false;
      seen = engine.calendars();
      const [row] = await engine.ask<{ readonly calendar: FeedCalendar }>(
        'select in_force as calendar from outside_calendar where in_force is not null',
      );
      const days = row?.calendar.days.map(({ day }) => formatDate(day));
      if (days === undefined || String(days) === String(known?.days)) return false;
      if (!asked.some((one) => one.isRead && String(one.days) === String(days)))
        world.fault(`the outside calendar counts with ${days}, which it did not say`);
      log.write('calendar', `the service counts with ${days}`);
      const isFirst = known === null && host.monotonic() - began < MINUTE_MS;
      known = { days, since: host.wall() };
      settings.closes(days, isFirst ? null : host.wall());
      if (isFirst) return true;
      stays = days;
      world.disturb(host.wall() + CHANGED_MS, 'an outside calendar changed');
      return true;
    },
  };
}

function answerOf(fault: FeedFault | null, days: FeedDays, random: Random): Reply {
  const well: Reply = {
    afterMs: random.whole(20, 400),
    kind: 'answer',
    status: 200,
    headers: { 'content-type': 'text/calendar' },
    body: Buffer.from(calendarText(days)),
  };
  switch (fault) {
    case null:
      return well;
    case 'late':
      return { ...well, afterMs: random.whole(3, 9) * 1_000 };
    case 'silence':
    case 'refused':
      return { ...well, kind: fault };
    case 'cut off':
      return { ...well, kind: 'cut' };
    case 'empty':
      return { ...well, body: Buffer.alloc(0) };
    case 'HTML':
      return { ...well, body: Buffer.from('<!doctype html><title>メンテナンス中</title>') };
    case 'cut calendar':
      return { ...well, body: well.body.subarray(0, Math.floor(well.body.length * 0.7)) };
    case '404':
    case '500':
      return { ...well, status: Number(fault) };
    case 'in circles':
      return { ...well, status: 302, headers: { location: '/closed.ics' } };
    case 'nothing closed':
      return { ...well, body: Buffer.from(calendarText([])) };
    case 'much closed':
      return { ...well, body: Buffer.from(calendarText([...days, ...MUCH])) };
    case 'unreadable entry':
      return { ...well, body: Buffer.from(calendarText(days, ['DTSTART;VALUE=DATE:20261399'])) };
  }
}

/** A calendar that closes these days, each by an entry; `odd`: what stands in one more. */
function calendarText(days: FeedDays, odd: readonly string[] = []): string {
  const entry = (uid: string, lines: readonly string[]) => [
    'BEGIN:VEVENT',
    `UID:${uid}@world.example`,
    'DTSTAMP:20261101T000000Z',
    ...lines,
    'SUMMARY:商店街',
    'END:VEVENT',
  ];
  const entries = days.map((day) => entry(day, [`DTSTART;VALUE=DATE:${day.replaceAll('-', '')}`]));
  if (odd.length > 0) entries.push(entry('odd', odd));
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//world//feed//JA'],
    ...entries.flat(),
    'END:VCALENDAR',
    '',
  ].join('\r\n');
}
