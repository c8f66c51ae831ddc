// Dates on which deadlines lie, as an address says them: `2026-11-30`, or `2026-11-28..2026-11-29` for several.

import { formatDate, parseDate } from '../core/time/civil-date.ts';
import type { DayRange } from '../core/time/day-ranges.ts';

export const DUE_DAYS_ALLOWED = 'a date such as 2026-11-30, or 2026-11-28..2026-11-29';

/** Null for anything else, and for dates that run backward. */
export function readDueDays(text: string): DayRange | null {
  const [first = '', last = first, ...more] = text.split('..');
  const [from, to] = [parseDate(first), parseDate(last)];
  return from === null || to === null || to < from || more.length > 0 ? null : { from, to };
}

export const writeDueDays = ({ from, to }: DayRange): string =>
  from === to ? formatDate(from) : `${formatDate(from)}..${formatDate(to)}`;
