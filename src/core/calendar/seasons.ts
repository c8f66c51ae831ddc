// The seasons in which shops close, and whether a shop has said anything about the next one (RULES.md 4: shops forget
// to enter New Year, Golden Week and Obon). An open entry is an answer too; who works through Obon is not asked.

import type { Bilingual, CalendarSpec, EpochDay, NationalHolidays } from '../model.ts';
import { civil, epochDay, formatDate } from '../time/civil-date.ts';
import type { Calendar } from './calendar.ts';
import { isCoveredBy } from './day-reasons.ts';
import { isEntered, type OutsideCalendar } from './outside-calendar.ts';

export interface Season {
  /** Which it is, the same every year: `new-year`, `own:08-20`. */
  readonly kind: string;
  /** The year in which it begins. */
  readonly year: number;
  readonly name: Bilingual;
  /** The dates it is about, both included. */
  readonly from: EpochDay;
  readonly to: EpochDay;
  /** An entry anywhere in here is one for this season. */
  readonly around: { readonly from: EpochDay; readonly to: EpochDay };
}

/** A season without a word about it. */
export interface MissingSeason {
  readonly season: Season;
  /** The dates closed for it last year, as entered then; empty when there were none. */
  readonly lastYear: readonly EpochDay[];
  /** 1: at least ten days before it; 2: at least seven. */
  readonly stage: 1 | 2;
}

/** What is known of a shop. */
export interface ShopDays {
  readonly calendar: Calendar;
  readonly outside: readonly OutsideCalendar[];
}

const JAPAN = 'JP';
/** Reminders go out on the last business day that is at least so many days before the season. */
const FIRST_BEFORE_DAYS = 10;
const SECOND_BEFORE_DAYS = 7;
/** Longest search back for such a business day. */
const LONGEST_BACK_DAYS = 30;
/** A closure of so many entered dates is a season of the shop's own. */
const OWN_DAYS = 3;
const OWN_AROUND_DAYS = 7;

/** The seasons of Japan that begin in a year; those of Golden Week follow its national holidays. */
export function japaneseSeasons(year: number, holidays: NationalHolidays): Season[] {
  const golden = [...holidays(JAPAN, year).keys()].filter(
    (day) => day >= epochDay(year, 4, 25) && day <= epochDay(year, 5, 8),
  );
  const season = (
    kind: string,
    name: Bilingual,
    from: EpochDay,
    to: EpochDay,
    before: number,
    after: number,
  ): Season => ({
    kind,
    year,
    name,
    from,
    to,
    around: { from: from - before, to: to + after },
  });
  return [
    season(
      'golden-week',
      { ja: 'ゴールデンウィーク', en: 'Golden Week' },
      Math.min(...golden, epochDay(year, 4, 29)),
      Math.max(...golden, epochDay(year, 5, 5)),
      4,
      5,
    ),
    season('obon', { ja: 'お盆', en: 'Obon' }, epochDay(year, 8, 13), epochDay(year, 8, 16), 6, 5),
    season('new-year', { ja: '年末年始', en: 'New Year' }, epochDay(year, 12, 29), epochDay(year + 1, 1, 3), 4, 5),
  ];
}

/**
 * The next season of which the shop has said nothing, when it is time to remind of it: it closed for it last year, or it
 * never said anything and some date of it would count as a business day. `wasReminded` says whether the shop was reminded of
 * a season in an earlier year: silence then is an answer.
 */
export function missingSeason(
  shop: ShopDays,
  today: EpochDay,
  holidays: NationalHolidays,
  wasReminded: (season: Season) => boolean,
): MissingSeason | null {
  for (const season of seasonsAhead(shop, today, holidays)) {
    const stage = stageOn(shop.calendar, season.from, today);
    if (stage === null || saidIn(shop, season.around) || !hasBusinessDay(shop.calendar, season)) continue;
    const lastYear = enteredIn(shop, yearEarlier(season.around));
    if (lastYear.length > 0) return { season, lastYear, stage };
    const isNew = !season.kind.startsWith('own:') && !saidIn(shop, yearEarlier(season.around)) && !wasReminded(season);
    if (isNew) return { season, lastYear, stage };
  }
  return null;
}

/** A season to come and what is known of it, for a look at the year. */
export interface ComingSeason {
  readonly season: Season;
  /** `missing`: nobody said anything about it and some date of it would count as a business day. */
  readonly state: 'entered' | 'closed-anyway' | 'missing';
  /** The dates closed for it by an entry, this time and last year. */
  readonly entered: readonly EpochDay[];
  readonly lastYear: readonly EpochDay[];
}

/** The next of each season of Japan that has not ended, by date; none for shops elsewhere. */
export function comingSeasons(shop: ShopDays, today: EpochDay, holidays: NationalHolidays): ComingSeason[] {
  const next = new Map<string, Season>();
  for (const season of namedSeasons(shop, today, holidays))
    if (season.to >= today && !next.has(season.kind)) next.set(season.kind, season);
  return [...next.values()]
    .sort((a, b) => a.from - b.from)
    .map((season) => ({
      season,
      state: saidIn(shop, season.around)
        ? 'entered'
        : hasBusinessDay(shop.calendar, season)
          ? 'missing'
          : 'closed-anyway',
      entered: enteredIn(shop, season.around),
      lastYear: enteredIn(shop, yearEarlier(season.around)),
    }));
}

/** The run of three or more closed dates that begins tomorrow, when today is a business day; null for none. */
export function closureAhead(calendar: Calendar, today: EpochDay): { from: EpochDay; to: EpochDay } | null {
  if (!calendar.isOpen(today) || calendar.isOpen(today + 1)) return null;
  let to = today + 1;
  // Who is closed for a year has closed for good: there is no day after it to speak of.
  while (!calendar.isOpen(to + 1)) if (++to - today > 366) return null;
  return to - today >= 3 ? { from: today + 1, to } : null;
}

/** Those that begin within the days in which reminders go out, by date. */
function seasonsAhead(shop: ShopDays, today: EpochDay, holidays: NationalHolidays): Season[] {
  const named = namedSeasons(shop, today, holidays);
  const own = ownSeasons(shop, today).filter(
    (one) => !named.some(({ around }) => around.from <= one.to && one.from <= around.to),
  );
  return [...named, ...own]
    .filter(({ from }) => from > today && from <= today + LONGEST_BACK_DAYS)
    .sort((a, b) => a.from - b.from);
}

/** Those of last year, this one and the next: a New Year may be under way. */
function namedSeasons({ calendar }: ShopDays, today: EpochDay, holidays: NationalHolidays): Season[] {
  const { spec, zone } = calendar;
  if (spec.nationalHolidays !== JAPAN && zone.name !== 'Asia/Tokyo') return [];
  const { year } = civil(today);
  return [year - 1, year, year + 1].flatMap((one) => japaneseSeasons(one, holidays));
}

/** Closures of three or more dates that were entered for about now last year, a year later. */
function ownSeasons(shop: ShopDays, today: EpochDay): Season[] {
  const before = yearEarlier({ from: today, to: today + LONGEST_BACK_DAYS });
  const days = enteredIn(shop, { from: before.from - OWN_AROUND_DAYS, to: before.to + OWN_AROUND_DAYS });
  const runs: EpochDay[][] = [];
  for (const day of days) {
    const run = runs.at(-1);
    if (run !== undefined && joined(shop.calendar, run.at(-1)!, day)) run.push(day);
    else runs.push([day]);
  }
  return runs.filter((run) => run.length >= OWN_DAYS).map((run) => ownSeason(shop, run));
}

/** Nothing but closed dates between two. */
function joined(calendar: Calendar, from: EpochDay, to: EpochDay): boolean {
  for (let day = from + 1; day < to; day++) if (calendar.isOpen(day)) return false;
  return true;
}

function ownSeason({ calendar }: ShopDays, run: readonly EpochDay[]): Season {
  const from = yearLater(run[0]!);
  const to = from + run.at(-1)! - run[0]!;
  const [reason] = calendar.dayInfo(run[0]!).closedBy;
  return {
    kind: `own:${formatDate(from).slice(5)}`,
    year: civil(from).year,
    name: reason?.name ?? { ja: '休業', en: 'closure' },
    from,
    to,
    around: { from: from - OWN_AROUND_DAYS, to: to + OWN_AROUND_DAYS },
  };
}

function stageOn(calendar: Calendar, begins: EpochDay, today: EpochDay): 1 | 2 | null {
  if (today >= begins) return null;
  const second = lastOpenUpTo(calendar, begins - SECOND_BEFORE_DAYS);
  if (second !== null && today >= second) return 2;
  const first = lastOpenUpTo(calendar, begins - FIRST_BEFORE_DAYS);
  return first !== null && today >= first ? 1 : null;
}

function lastOpenUpTo(calendar: Calendar, latest: EpochDay): EpochDay | null {
  for (let day = latest; day > latest - LONGEST_BACK_DAYS; day--) if (calendar.isOpen(day)) return day;
  return null;
}

function hasBusinessDay(calendar: Calendar, { from, to }: Season): boolean {
  for (let day = from; day <= to; day++) if (calendar.isOpen(day)) return true;
  return false;
}

type Span = Season['around'];

/** Whether anybody entered anything for these dates, closed or open. */
function saidIn(shop: ShopDays, span: Span): boolean {
  const { open } = shop.calendar.spec;
  return open.some(({ from, to }) => from <= span.to && span.from <= to) || enteredIn(shop, span).length > 0;
}

/** The dates of a span that somebody closed, one by one or every year; weekly closed days and holidays are none. */
function enteredIn({ calendar, outside }: ShopDays, { from, to }: Span): EpochDay[] {
  const days = Array.from({ length: to - from + 1 }, (_, n) => from + n);
  return days.filter((day) => isClosedByEntry(calendar.spec, day) || outside.some((one) => isEntered(one, day)));
}

function isClosedByEntry(spec: CalendarSpec, day: EpochDay): boolean {
  return spec.closed.some((entry) => isCoveredBy(entry, day));
}

function yearEarlier({ from, to }: Span): Span {
  const { year, month, day } = civil(from);
  const start = epochDay(year - 1, month, day);
  return { from: start, to: start + to - from };
}

function yearLater(day: EpochDay): EpochDay {
  const { year, month, day: date } = civil(day);
  return epochDay(year + 1, month, date);
}
