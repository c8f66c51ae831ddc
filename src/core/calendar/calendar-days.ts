// The days of some months of a shop's calendar, for the terminal, for pages, for JSON and for iCalendar alike.

import type { EpochDay, Weekday } from '../model.ts';
import { civil, epochDay, weekdayOf } from '../time/civil-date.ts';
import type { Calendar, DayInfo } from './calendar.ts';

export interface CalendarDay extends DayInfo {
  readonly day: EpochDay;
  /** 1..31 */
  readonly date: number;
  readonly weekday: Weekday;
}

export interface CalendarMonth {
  readonly year: number;
  readonly month: number;
  readonly days: readonly CalendarDay[];
}

/** `count` months from the one given (month 1..12). */
export function monthsOf(calendar: Calendar, year: number, month: number, count: number): CalendarMonth[] {
  return Array.from({ length: count }, (_, n) => monthOf(calendar, epochDay(year, month + n, 1)));
}

function monthOf(calendar: Calendar, first: EpochDay): CalendarMonth {
  const { year, month } = civil(first);
  const length = epochDay(year, month + 1, 1) - first;
  const days = Array.from({ length }, (_, n) => {
    const day = first + n;
    return { day, date: n + 1, weekday: weekdayOf(day), ...calendar.dayInfo(day) };
  });
  return { year, month, days };
}
