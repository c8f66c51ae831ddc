// config: dates, ranges of dates and yearly dates as people write them: 2026-10-17, 2026-08-12..2026-08-14, 12-29..01-03.

import type { EpochDay, MonthDay } from '../../core/model.ts';
import { parseDate } from '../../core/time/civil-date.ts';
import { describe } from './faults.ts';
import { type Reader, refuse } from './readers.ts';

const DATES = 'a date that exists (2026-10-17) or a range of dates (2026-08-12..2026-08-14)';
const YEARLY = 'a day of the year (08-13) or a range (12-29..01-03)';
/** 29 February may be closed every year; it simply does not come in most of them. */
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** One date, no range. `what` says which and how it is written. */
export const oneDate =
  (what: string): Reader<EpochDay> =>
  (value, at) => {
    const day = typeof value === 'string' ? parseDate(value) : null;
    return day ?? refuse(at, describe(value), what, typeof value === 'string' ? dateHint(value) : undefined);
  };

/** A date or a range with both ends included; ranges run forward. */
export const dateRange: Reader<{ from: EpochDay; to: EpochDay }> = (value, at) => {
  if (typeof value !== 'string') return refuse(at, describe(value), DATES);
  const [first = '', last = first, ...rest] = value.split('..');
  const from = parseDate(first);
  const to = parseDate(last);
  if (rest.length > 0 || from === null || to === null) return refuse(at, describe(value), DATES, dateHint(value));
  if (from > to) return refuse(at, describe(value), 'a range that runs forward', `did you mean "${last}..${first}"?`);
  return { from, to };
};

/** A day of every year or a range of them, which may cross the year's end. */
export const yearlyRange: Reader<{ from: MonthDay; to: MonthDay }> = (value, at) => {
  if (typeof value !== 'string') return refuse(at, describe(value), YEARLY);
  const [first = '', last = first, ...rest] = value.split('..');
  const from = parseMonthDay(first);
  const to = parseMonthDay(last);
  if (rest.length === 0 && from && to) return { from, to };
  return refuse(at, describe(value), YEARLY, yearlyHint(value));
};

function parseMonthDay(text: string): MonthDay | null {
  const match = /^(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const [month, day] = [Number(match[1]), Number(match[2])];
  return day >= 1 && day <= (LONGEST_MONTHS[month - 1] ?? 0) ? { month, day } : null;
}

function dateHint(text: string): string | undefined {
  for (const part of text.split('..')) {
    const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(part);
    if (match && parseDate(part) === null) return missingDay(Number(match[1]), Number(match[2]));
  }
  const written = text
    .normalize('NFKC')
    .replace(/(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/g, (_, y, m, d) => `${y}-${two(m)}-${two(d)}`);
  const fixed = written.replace(/\s*(?:\.{2,3}|~|～|〜|から|-(?=\s*\d{4}-))\s*/u, '..').trim();
  return fixed !== text && fixed.split('..').every((part) => parseDate(part) !== null)
    ? `did you mean "${fixed}"?`
    : undefined;
}

function yearlyHint(text: string): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return 'for the dates of one year write `on` instead of `every`';
  for (const part of text.split('..')) {
    const match = /^(\d{2})-(\d{2})$/.exec(part);
    if (match && !parseMonthDay(part)) return missingDay(null, Number(match[1]));
  }
  const days = text.normalize('NFKC').replace(/(\d{1,2})[-/月](\d{1,2})日?/g, (_, m, d) => `${two(m)}-${two(d)}`);
  const fixed = days.replace(/\s*(?:\.{2,3}|~|〜|から|\s-\s)\s*/u, '..').trim();
  return fixed !== text && fixed.split('..').every((part) => parseMonthDay(part))
    ? `did you mean "${fixed}"?`
    : undefined;
}

function missingDay(year: number | null, month: number): string {
  const longest = LONGEST_MONTHS[month - 1];
  if (longest === undefined) return `there is no month ${two(month)}`;
  const days = year !== null && month === 2 && parseDate(`${year}-02-29`) === null ? 28 : longest;
  return `${year === null ? 'month ' : `${year}-`}${two(month)} has ${days} days`;
}

function two(part: string | number): string {
  return String(part).padStart(2, '0');
}
