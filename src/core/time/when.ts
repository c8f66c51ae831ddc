// A date or a time as a person writes it, in the zone of a shop: 2026-12-28 16:00, 2026/12/28(月) 16:00, 今日 9時, full
// width or not. For people only: what programs send keeps to instant.ts. Nothing is guessed in silence; what was
// assumed is in the notes, and a date without its year is refused.

import type { Bilingual, EpochDay, Instant } from '../model.ts';
import { DAY_MS, epochDay, formatDate, MINUTE_MS, weekdayOf } from './civil-date.ts';
import { formatMonthDay, weekdayName } from './format.ts';
import { parseInstant } from './instant.ts';
import type { Zone } from './zone.ts';

export interface When {
  readonly at: Instant;
  /** The local date when no time of day was written; its `at` is the date's start. */
  readonly date: EpochDay | null;
  /** `instant`: an offset was written; `local`: it was taken as the zone's local time. */
  readonly as: 'instant' | 'local';
  /** What was assumed, for whoever reads the answer. */
  readonly notes: readonly Bilingual[];
}

type WhenFault = { readonly fault: string };

const WHEN = 'a local time such as "2026-12-28 16:00" (also 2026/12/28, 今日 16:00), or an instant with its offset';
const YEARS = { first: 1900, last: 2199 };
const RELATIVE: Readonly<Record<string, number>> = {
  今日: 0,
  本日: 0,
  昨日: -1,
  明日: 1,
  today: 0,
  yesterday: -1,
  tomorrow: 1,
};

/** Reads what a person wrote at `now`, or says why it cannot be read: what was found stands before it. */
export function readWhen(text: string, now: Instant, zone: Zone): When | WhenFault {
  const plain = plainText(text);
  if (plain === 'now' || plain === '今' || plain === '現在') return { at: now, date: null, as: 'instant', notes: [] };
  const exact = parseInstant(withOffset(plain));
  if (exact !== null) return inYears({ at: exact, date: null, as: 'instant', notes: [] }, zone);
  const found = splitDate(plain, zone.localDay(now));
  if ('fault' in found) return found;
  const minutes = found.time === '' ? null : readTime(found.time);
  if (minutes === 'invalid') return { fault: `allowed: ${WHEN}` };
  return inYears(localWhen(found.day, minutes, zone), zone);
}

/** Widths, dashes and words of dates as one way of writing: full width and half width are all the same. */
function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[‐‑‒–—−ー]/g, '-')
    .replace(/\s+/g, ' ');
}

/** `… +9:00`, `… +0900`, `…z` as RFC 3339 has it; a text without an offset stays as it is. */
function withOffset(plain: string): string {
  const match = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})[t ](\d{1,2}:\d{2}\S*?) ?(z|utc|[+-]\d{1,2}(?::?\d{2})?)$/.exec(
    plain,
  );
  if (!match) return plain;
  const [, year, month, day, time, offset] = match;
  const [, sign, hours, minutes = '00'] = /^([+-])(\d{1,2}):?(\d{2})?$/.exec(offset!) ?? [];
  const zoned = sign === undefined ? 'Z' : `${sign}${two(hours!)}:${minutes}`;
  return `${year}-${two(month!)}-${two(day!)}T${time!.replace(/^\d:/, '0$&')}${zoned}`;
}

type Found = { readonly day: EpochDay; readonly time: string };

function splitDate(plain: string, today: EpochDay): Found | WhenFault {
  const word = /^(今日|本日|昨日|明日|today|yesterday|tomorrow)(?: |の|t)?(.*)$/.exec(plain);
  if (word) return { day: today + RELATIVE[word[1]!]!, time: word[2]!.trim() };
  const dated =
    /^(\d{4})(?:[-/.]|年 ?)(\d{1,2})(?:[-/.]|月 ?)(\d{1,2})日?(?: ?\((.{1,3})\))?(?:[t ]|(?=午|$)|(?<=[日)])) ?(.*)$/.exec(
      plain,
    );
  if (dated) return datedOf(dated);
  const yearless = /^(\d{1,2})(?:[-/.]|月 ?)(\d{1,2})日?(?: ?\(.{1,3}\))?(?: |$)(.*)$/.exec(plain);
  if (yearless) return { fault: withoutYear(yearless, today) };
  return { fault: `allowed: ${WHEN}` };
}

function datedOf([, year, month, date, weekday, time]: RegExpExecArray): Found | WhenFault {
  const day = epochDay(Number(year), Number(month), Number(date));
  if (formatDate(day) !== `${year}-${two(month!)}-${two(date!)}`)
    return { fault: `which is a date that does not exist; allowed: ${WHEN}` };
  const named = weekdayOf(day);
  const names = [weekdayName(named, 'ja'), weekdayName(named, 'en').toLowerCase()];
  if (weekday !== undefined && !names.includes(weekday))
    return {
      fault: `but ${formatMonthDay(day, 'en', true)} is a ${weekdayName(named, 'en')} (${names[0]}); allowed: ${WHEN}`,
    };
  return { day, time: time!.trim() };
}

/** Which year is meant is asked, with the nearest one as the proposal. */
function withoutYear([, month, date, rest]: RegExpExecArray, today: EpochDay): string {
  const thisYear = Number(formatDate(today).slice(0, 4));
  const near = [thisYear - 1, thisYear, thisYear + 1]
    .map((year) => ({ year, day: epochDay(year, Number(month), Number(date)) }))
    .sort((a, b) => Math.abs(a.day - today) - Math.abs(b.day - today))[0]!;
  const meant = [`${near.year}-${two(month!)}-${two(date!)}`, rest!.trim()].filter((part) => part !== '').join(' ');
  return `which has no year; did you mean "${meant}"?`;
}

/** Minutes of the local day, 1440 for 24:00; with seconds as a fraction. */
function readTime(text: string): number | 'invalid' {
  const match = /^(午前|午後|am|pm)? ?(\d{1,2})(?::|時)(?:(\d{1,2})分?)?(?::(\d{2}))? ?(am|pm)?$/.exec(text);
  if (!match) return 'invalid';
  const [, before, hour, minute = '0', second = '0', after] = match;
  const half = before ?? after;
  const [h, m, s] = [Number(hour), Number(minute), Number(second)];
  if (m > 59 || s > 59 || (half !== undefined && h > 12)) return 'invalid';
  const isAfternoon = half === '午後' || half === 'pm';
  const hours = half === undefined ? h : (h % 12) + (isAfternoon ? 12 : 0);
  const minutes = hours * 60 + m + s / 60;
  return minutes <= 24 * 60 ? minutes : 'invalid';
}

function localWhen(day: EpochDay, minutes: number | null, zone: Zone): When {
  if (minutes === null) return { at: zone.startOfDay(day), date: day, as: 'local', notes: [startNote] };
  const wall = Math.round(minutes * MINUTE_MS);
  const at = wall === DAY_MS ? zone.startOfDay(day + 1) : zone.instantOf(day, wall);
  return { at, date: null, as: 'local', notes: notesOf(at, (day * DAY_MS + wall) as Instant, zone) };
}

const startNote: Bilingual = {
  ja: '時刻がないため、その日の0:00としました',
  en: 'no time of day was given: taken as the start of that date',
};

/** Local times that the zone does not have, or has twice (RULES.md 3). */
function notesOf(at: Instant, local: number, zone: Zone): Bilingual[] {
  if (at + zone.offsetAt(at) !== local)
    return [
      {
        ja: 'この時刻は時計の切り替えで存在しないため、その直後としました',
        en: 'the clocks skip this local time: taken as the first instant after it',
      },
    ];
  const later = zone
    .transitions(at, at + DAY_MS)
    .some((change) => change + zone.offsetAt(change) <= local && change > at);
  return later
    ? [
        {
          ja: 'この時刻は時計の切り替えで2回あるため、先のほうとしました',
          en: 'the clocks show this local time twice: taken as the earlier',
        },
      ]
    : [];
}

function inYears(when: When, zone: Zone): When | WhenFault {
  const year = Number(formatDate(zone.localDay(when.at)).slice(0, 4));
  if (year >= YEARS.first && year <= YEARS.last) return when;
  return { fault: `allowed: a time of the years ${YEARS.first} to ${YEARS.last}` };
}

const two = (part: string): string => part.padStart(2, '0');
