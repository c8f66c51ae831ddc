// config: what in a shop's calendar is allowed and still looks like a mistake. Pure; `today` is the shop's local date.
// An entry is judged against the calendar without it, so of two equal entries only the later is superfluous.

import { type Calendar, compileCalendar } from '../../core/calendar/calendar.ts';
import type { OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { Bilingual, CalendarSpec, ClosedEntry, EpochDay, MonthDay, OpenEntry } from '../../core/model.ts';
import { sameHours } from '../../core/steps/calendar-diff.ts';
import { civil, parseDate } from '../../core/time/civil-date.ts';
import type { Path } from '../values/faults.ts';
import { nationalHolidays } from '../values/national-holidays.ts';
import { type Dates, type LintFacts, type LintRule, type LintWords, lintWords } from './words.ts';

/** A warning about a place of the shop file. */
export interface Finding extends LintWords {
  readonly rule: LintRule;
  readonly path: Path;
}

export function finding<R extends LintRule>(rule: R, path: Path, facts: LintFacts[R]): Finding {
  return { rule, path, ...lintWords(rule, facts) };
}

const SOON_DAYS = 14;
const LONG_DAYS = 30;
/** Yearly entries are judged by the dates they bring in these years. */
const YEARS_AHEAD = 5;
const FARTHEST_DAYS = 3_660;

/** Warnings about days that are open, closed or said twice. */
export function lintCalendar(
  calendar: Calendar,
  outside: readonly OutsideCalendar[] | null,
  today: EpochDay,
): Finding[] {
  const without = (spec: CalendarSpec) => compileCalendar(spec, calendar.zone, nationalHolidays, outside);
  return [
    ...noOpenDay(calendar, today),
    ...longClosures(calendar, today),
    ...onlyPast(calendar.spec, today),
    ...closedAnyway(calendar.spec, without, today),
    ...openAnyway(calendar.spec, without, today),
  ];
}

function noOpenDay(calendar: Calendar, today: EpochDay): Finding[] {
  const days = Array.from({ length: SOON_DAYS + 1 }, (_, n) => today + n);
  return days.some((day) => calendar.isOpen(day)) ? [] : [finding('no-open-day', ['calendar'], { days: SOON_DAYS })];
}

/** Each run of closed days once, at the longest entry that makes it. */
function longClosures(calendar: Calendar, today: EpochDay): Finding[] {
  const { closed } = calendar.spec;
  const lastEntry = Math.max(today, ...closed.map((entry) => (entry.kind === 'on' ? entry.to : today)));
  const end = Math.min(Math.max(today + 400, lastEntry + SOON_DAYS), today + FARTHEST_DAYS);
  const runs: Dates[] = [];
  for (let day = today; day <= end; day++) {
    if (calendar.isOpen(day)) continue;
    const last = runs.at(-1);
    if (last?.to === day - 1) runs[runs.length - 1] = { ...last, to: day };
    else runs.push({ from: day, to: day });
  }
  return runs
    .filter(({ from, to }) => to - from + 1 > LONG_DAYS)
    .map((run) => finding('long-closure', longestIn(closed, run), run));
}

function longestIn(closed: readonly ClosedEntry[], run: Dates): Path {
  let best = -1;
  let bestDays = 0;
  for (const [i, entry] of closed.entries()) {
    const days = Math.max(0, ...datesOf(entry, run.from).map((dates) => overlapOf(dates, run)));
    if (days > bestDays) [best, bestDays] = [i, days];
  }
  return best < 0 ? ['calendar'] : ['calendar', 'closed', best];
}

function overlapOf(a: Dates, b: Dates): number {
  return Math.min(a.to, b.to) - Math.max(a.from, b.from) + 1;
}

function onlyPast({ closed }: CalendarSpec, today: EpochDay): Finding[] {
  const ends = closed.map((entry) => (entry.kind === 'on' ? entry.to : Number.POSITIVE_INFINITY));
  const last = Math.max(...ends);
  return closed.length > 0 && last < today ? [finding('only-past-closures', ['calendar', 'closed'], { last })] : [];
}

function closedAnyway(spec: CalendarSpec, compile: (spec: CalendarSpec) => Calendar, today: EpochDay): Finding[] {
  const findings: Finding[] = [];
  let kept = [...spec.closed];
  for (const [i, entry] of [...spec.closed.entries()].reverse()) {
    const others = kept.filter((other) => other !== entry);
    const calendar = compile({ ...spec, closed: others });
    const days = daysFrom(entry, today);
    if (days.length === 0 || days.some((day) => calendar.isOpen(day))) continue;
    findings.unshift(
      finding('closed-anyway', ['calendar', 'closed', i], { name: entry.name, because: reasonsOn(calendar, days) }),
    );
    kept = others;
  }
  return findings;
}

/** Why the dates are closed, each reason once. */
export function reasonsOn(calendar: Calendar, days: readonly EpochDay[]): Bilingual {
  const reasons = days.flatMap((day) => calendar.dayInfo(day).closedBy);
  const names = (language: 'ja' | 'en') => [...new Set(reasons.map(({ name }) => name[language]))];
  return { ja: names('ja').join('・'), en: names('en').join(', ') };
}

function openAnyway(spec: CalendarSpec, compile: (spec: CalendarSpec) => Calendar, today: EpochDay): Finding[] {
  const findings: Finding[] = [];
  let kept = [...spec.open];
  for (const [i, entry] of [...spec.open.entries()].reverse()) {
    const others = kept.filter((other) => other !== entry);
    const days = daysFrom(entry, today);
    if (days.length === 0 || !changesNothing(entry, compile({ ...spec, open: others }), days)) continue;
    findings.unshift(finding('open-changes-nothing', ['calendar', 'open', i], { name: entry.name }));
    kept = others;
  }
  return findings;
}

/** Whether an open entry gives its dates nothing that they do not have without it, their hours included. */
export function changesNothing(
  { hours }: Pick<OpenEntry, 'hours'>,
  without: Calendar,
  days: readonly EpochDay[],
): boolean {
  const same = (day: EpochDay) => hours === null || sameHours(without.dayInfo(day).hours, hours);
  return days.every((day) => without.isOpen(day) && same(day));
}

function daysFrom(entry: ClosedEntry | OpenEntry, today: EpochDay): EpochDay[] {
  return datesOf(entry, today).flatMap(({ from, to }) => {
    const first = Math.max(from, today);
    return Array.from({ length: Math.max(0, Math.min(to, first + FARTHEST_DAYS) - first + 1) }, (_, n) => first + n);
  });
}

/** The dates of an entry; of a yearly one those of the year before a day and of the years after it. */
function datesOf(entry: ClosedEntry | OpenEntry, around: EpochDay): Dates[] {
  if (!('kind' in entry) || entry.kind === 'on') return [{ from: entry.from, to: entry.to }];
  const { year } = civil(around);
  const years = Array.from({ length: YEARS_AHEAD + 1 }, (_, n) => year - 1 + n);
  const crosses = entry.to.month * 100 + entry.to.day < entry.from.month * 100 + entry.from.day;
  return years.flatMap((y) => {
    const [from, to] = [dateIn(y, entry.from, 1), dateIn(crosses ? y + 1 : y, entry.to, -1)];
    return from <= to ? [{ from, to }] : [];
  });
}

/** A day of a year; 29 February where there is none is the day after it or before it. */
function dateIn(year: number, { month, day }: MonthDay, step: 1 | -1): EpochDay {
  const two = (n: number) => String(n).padStart(2, '0');
  const exact = parseDate(`${year}-${two(month)}-${two(day)}`);
  if (exact !== null) return exact;
  return step === 1 ? parseDate(`${year}-03-01`)! : parseDate(`${year}-02-28`)!;
}
