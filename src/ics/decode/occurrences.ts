// ics: the dates that a rule gives within a span, by integers alone. Without COUNT it begins where the span begins, so a
// series since the year 1 costs what one since last year does; a rule that never comes true ends with the span.
// Dates that a month lacks are left out, never moved (30 February is not 2 March).

import { type EpochDay, WEEKDAYS, type Weekday } from '../../core/model.ts';
import { civil, epochDay, weekdayOf } from '../../core/time/civil-date.ts';
import type { Rule } from './rule.ts';

export interface Span {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** The dates of a rule in the span, in order; `look` is told how many dates are looked at and may throw. */
export function* occurrences(
  rule: Rule,
  start: EpochDay,
  { from, to }: Span,
  look: (dates: number) => void,
): Generator<EpochDay> {
  const last = Math.min(to, rule.until ?? to);
  const first = rule.count === null ? Math.max(start, from) : start;
  if (first > last) return;
  const { unitOf, daysOf } = PERIODS[rule.frequency](rule, start);
  const end = Math.floor(unitOf(last) / rule.interval);
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  for (let k = Math.ceil(unitOf(first) / rule.interval); k <= end; k++) {
    look(1);
    for (const day of placed(daysOf(k * rule.interval, look), rule.bySetPos)) {
      if (day < start) continue;
      if (day > last || left-- <= 0) return;
      if (day >= from) yield day;
    }
  }
}

/** The periods that a rule repeats in, counted from the one of its start. */
interface Periods {
  unitOf(day: EpochDay): number;
  /** The dates of a period that the rule means, in order, before BYSETPOS. */
  daysOf(unit: number, look: (dates: number) => void): EpochDay[];
}

const PERIODS: Readonly<Record<Rule['frequency'], (rule: Rule, start: EpochDay) => Periods>> = {
  DAILY: (rule, start) => ({
    unitOf: (day) => day - start,
    daysOf: (unit) => (fits(rule, start, start + unit) ? [start + unit] : []),
  }),
  WEEKLY: (rule, start) => {
    const week = start - daysAfter(weekdayOf(start), rule.weekStart);
    return {
      unitOf: (day) => Math.floor((day - week) / 7),
      daysOf: (unit, look) => {
        look(7);
        return daysFrom(week + unit * 7, 7).filter((day) => fits(rule, start, day));
      },
    };
  },
  MONTHLY: (rule, start) => {
    const begun = monthsOf(start);
    return {
      unitOf: (day) => monthsOf(day) - begun,
      daysOf: (unit, look) => daysOfMonth(rule, start, begun + unit, look),
    };
  },
  YEARLY: (rule, start) => {
    const { year, month } = civil(start);
    const months = rule.byMonth !== null || namesDays(rule) ? Array.from({ length: 12 }, (_, n) => n) : [month - 1];
    return {
      unitOf: (day) => civil(day).year - year,
      daysOf: (unit, look) => months.flatMap((one) => daysOfMonth(rule, start, (year + unit) * 12 + one, look)),
    };
  },
};

/** Months since the year 0. */
function monthsOf(day: EpochDay): number {
  const { year, month } = civil(day);
  return year * 12 + month - 1;
}

function daysOfMonth(rule: Rule, start: EpochDay, months: number, look: (dates: number) => void): EpochDay[] {
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  if (rule.byMonth !== null && !rule.byMonth.has(month)) return [];
  const first = epochDay(year, month, 1);
  const length = epochDay(year, month + 1, 1) - first;
  if (namesDays(rule)) {
    look(length);
    return daysFrom(first, length).filter((day) => fits(rule, start, day));
  }
  const { day } = civil(start);
  return day <= length ? [first + day - 1] : [];
}

const daysFrom = (first: EpochDay, length: number): EpochDay[] => Array.from({ length }, (_, n) => first + n);

/** Whether the rule says itself which days of a month or year it means; otherwise it is the day of the start. */
function namesDays({ byDay, byMonthDay, byYearDay, byWeekNo }: Rule): boolean {
  return byDay !== null || byMonthDay !== null || byYearDay !== null || byWeekNo !== null;
}

function fits(rule: Rule, start: EpochDay, day: EpochDay): boolean {
  const { byDay, byMonth, byMonthDay, byYearDay, byWeekNo } = rule;
  const weekday = weekdayOf(day);
  if (byDay !== null && !byDay.some((one) => one.weekday === weekday)) return false;
  const takesStarts = byDay === null && (byWeekNo !== null || rule.frequency === 'WEEKLY');
  if (takesStarts && weekday !== weekdayOf(start)) return false;
  if (byWeekNo !== null && !fitsWeek(byWeekNo, day, rule.weekStart)) return false;
  const isCounted = byDay?.every(({ nth }) => nth !== 0) === true;
  if (byMonth === null && byMonthDay === null && byYearDay === null && !isCounted) return true;
  const inMonth = placeIn(day, 'month');
  if (byMonth !== null && !byMonth.has(civil(day).month)) return false;
  if (byMonthDay !== null && !isOneOf(byMonthDay, inMonth.place, inMonth.length)) return false;
  const inYear = placeIn(day, 'year');
  if (byYearDay !== null && !isOneOf(byYearDay, inYear.place, inYear.length)) return false;
  return (
    byDay === null || fitsCount(rule, weekday, rule.frequency === 'MONTHLY' || byMonth !== null ? inMonth : inYear)
  );
}

interface Place {
  /** From 1. */
  readonly place: number;
  readonly length: number;
}

function placeIn(day: EpochDay, unit: 'month' | 'year'): Place {
  const { year, month } = civil(day);
  const [first, next] =
    unit === 'year'
      ? [epochDay(year, 1, 1), epochDay(year + 1, 1, 1)]
      : [epochDay(year, month, 1), epochDay(year, month + 1, 1)];
  return { place: day - first + 1, length: next - first };
}

/** Whether a weekday is one of those named, also as the second (2MO) or the last (-1MO) of its month or year. */
function fitsCount({ byDay }: Rule, weekday: Weekday, { place, length }: Place): boolean {
  const fromStart = Math.ceil(place / 7);
  const fromEnd = -Math.ceil((length - place + 1) / 7);
  return byDay!.some((one) => one.weekday === weekday && [0, fromStart, fromEnd].includes(one.nth));
}

/** Whether a place counted from 1 is in the list, also when the list counts it from the end. */
function isOneOf(list: ReadonlySet<number>, place: number, length: number): boolean {
  return list.has(place) || list.has(place - length - 1);
}

/** Weeks as ISO 8601 numbers them, beginning on any weekday: the first has at least four days in its year. */
function fitsWeek(weeks: ReadonlySet<number>, day: EpochDay, weekStart: Weekday): boolean {
  // The middle of a week lies in the year that the week belongs to, and so many weeks into it.
  const middleOf = (one: EpochDay): EpochDay => one - daysAfter(weekdayOf(one), weekStart) + 3;
  const weekOf = (middle: EpochDay): number => Math.ceil(placeIn(middle, 'year').place / 7);
  const middle = middleOf(day);
  const { year } = civil(middle);
  // 28 December is always in the last week.
  return isOneOf(weeks, weekOf(middle), weekOf(middleOf(epochDay(year, 12, 28))));
}

function daysAfter(weekday: Weekday, weekStart: Weekday): number {
  return (WEEKDAYS.indexOf(weekday) - WEEKDAYS.indexOf(weekStart) + 7) % 7;
}

function placed(days: EpochDay[], places: ReadonlySet<number> | null): EpochDay[] {
  return places === null ? days : days.filter((_, at) => isOneOf(places, at + 1, days.length));
}
