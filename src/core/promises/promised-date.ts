// The date that a holding reply names (RULES.md 10.6): 「11月27日までに」, 「11/27(金)」. Pure: the text goes in, a date comes
// out, and nothing of the text is kept.

import type { EpochDay } from '../model.ts';
import { WEEKDAYS } from '../model.ts';
import { civil, epochDay, weekdayOf } from '../time/civil-date.ts';

/** A date further away is no promise. */
const MOST_DAYS = 60;
const NAMES = '日月火水木金土';

const YEAR = String.raw`(?:(?<year>20\d{2})\s*[年/.-]\s*)?`;
const WEEKDAY = String.raw`(?:\s*[(（]?\s*(?<weekday>[${NAMES}])\s*(?:曜日?)?\s*[)）]|\s*(?<spelt>[${NAMES}])曜日?)?`;
const BY = String.raw`(?<by>\s*[^。\n]{0,4}?まで)?`;
/** `11月27日` anywhere; with a slash only where a year, a weekday or まで says that it is a date. */
const KANJI = new RegExp(`(?<!\\d)${YEAR}(?<month>\\d{1,2})\\s*月\\s*(?<day>\\d{1,2})\\s*日${WEEKDAY}${BY}`, 'gu');
const SLASHED = new RegExp(
  `(?<![\\d/.-])${YEAR}(?<month>\\d{1,2})[/-](?<day>\\d{1,2})(?![\\d/-])${WEEKDAY}${BY}`,
  'gu',
);

interface Found {
  readonly day: EpochDay;
  readonly at: number;
  /** It says まで. */
  readonly isLimit: boolean;
}

/**
 * The date that the text names, from `from` (the local date on which it was written) to 60 days after; null when it names
 * none. Of several the first with まで, else the first. A date whose weekday is another one is none.
 */
export function promisedDay(text: string, from: EpochDay): EpochDay | null {
  const plain = text.normalize('NFKC');
  const found = [...read(plain, KANJI, from, false), ...read(plain, SLASHED, from, true)].sort((a, b) => a.at - b.at);
  return (found.find(({ isLimit }) => isLimit) ?? found[0])?.day ?? null;
}

function read(plain: string, pattern: RegExp, from: EpochDay, isBare: boolean): Found[] {
  return [...plain.matchAll(pattern)].flatMap(({ groups = {}, index }) => {
    const { year, month, day: date, weekday = groups.spelt, by } = groups;
    if (isBare && year === undefined && weekday === undefined && by === undefined) return [];
    const day = dateOf(year === undefined ? null : Number(year), Number(month), Number(date), from);
    if (day === null || day < from || day - from > MOST_DAYS) return [];
    if (weekday !== undefined && WEEKDAYS.indexOf(weekdayOf(day)) !== NAMES.indexOf(weekday)) return [];
    return [{ day, at: index, isLimit: by !== undefined }];
  });
}

/** Without a year the next such date; null when there is none of that name. */
function dateOf(year: number | null, month: number, date: number, from: EpochDay): EpochDay | null {
  const now = civil(from).year;
  const day = existing(year ?? now, month, date);
  return year === null && (day === null || day < from) ? existing(now + 1, month, date) : day;
}

function existing(year: number, month: number, date: number): EpochDay | null {
  const day = epochDay(year, month, date);
  const read = civil(day);
  return read.month === month && read.day === date ? day : null;
}
