// cli: `calendar <shop>`, the days of a shop month by month, with the reason and source of every closed one.

import { formatRange } from '../../config/input/hours.ts';
import { describe } from '../../config/values/faults.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { compileCalendar } from '../../core/calendar/calendar.ts';
import { type CalendarMonth, monthsOf } from '../../core/calendar/calendar-days.ts';
import type { Instant, Language } from '../../core/model.ts';
import { civil, formatDate } from '../../core/time/civil-date.ts';
import { dayFeed } from '../../ics/day-feed.ts';
import { hoursInWords } from '../../service/calendar/describe-days.ts';
import { outsideSources } from '../../service/outside-sources.ts';
import type { CommandIo, ExitCode } from '../io/io.ts';
import { languagesOf } from '../io/language-option.ts';
import { type OpenedShop, openShop } from '../io/open-shop.ts';
import { brokenTo } from '../io/text-columns.ts';
import { type GridOptions, gridLines } from './grid.ts';
import { knownOutside } from './outside.ts';
import { OUTSIDE_LEFT_OUT } from './words.ts';

export interface CalendarOptions {
  readonly from?: string | undefined;
  readonly months: string;
  readonly json?: boolean | undefined;
  readonly ics?: boolean | undefined;
  /** With `ics`: the shop's open deadlines instead of its days. */
  readonly deadlines?: boolean | undefined;
  /** Weeks begin on Monday. */
  readonly monday?: boolean | undefined;
  readonly lang?: string | undefined;
  readonly config: string;
  readonly data: string;
}

const MOST_MONTHS = 120;

/** Writes the calendar as month grids, as JSON or as an iCalendar feed; exit code 2 for an unknown shop or month. */
export async function calendar(id: string, options: CalendarOptions, io: CommandIo): Promise<ExitCode> {
  const wrong = wrongOptions(options);
  for (const line of wrong) io.error(line);
  const languages = languagesOf(options.lang, io);
  if (!languages || wrong.length > 0) return 2;
  if (options.deadlines) return (await import('./write-deadline-feed.ts')).calendarDeadlines(id, options, io);
  const opened = await withOutside(openShop(id, options.config, io), options.data);
  if (typeof opened === 'number') return opened;
  const months = requestedMonths(options, opened, io.now());
  const language = options.lang ? languages[0]! : opened.shop.language;
  if (options.json) await io.write(JSON.stringify(asJson(opened, months)));
  else if (options.ics) await io.write(feedOf(opened, months, language, io.now()));
  else await io.write(inWords(opened, months, gridOptions(opened, language, options, io)).join('\n'));
  return 0;
}

interface Shown extends OpenedShop {
  /** Whether what RMS and imported calendars close is in it, as far as the shop takes it. */
  readonly whole: boolean;
}

async function withOutside(opened: OpenedShop | ExitCode, data: string): Promise<Shown | ExitCode> {
  if (typeof opened === 'number') return opened;
  const { shop, calendar: own } = opened;
  if (outsideSources(shop).length === 0) return { ...opened, whole: !shop.calendar.rms };
  const known = await knownOutside([shop], data);
  if (known === null) return { ...opened, whole: false };
  const outside = known.get(shop.id)?.calendars ?? [];
  return { shop, calendar: compileCalendar(shop.calendar, own.zone, nationalHolidays, outside), whole: true };
}

function gridOptions(
  { calendar }: OpenedShop,
  language: Language,
  { monday }: CalendarOptions,
  io: CommandIo,
): GridOptions {
  const today = calendar.zone.localDay(io.now());
  return { language, width: io.columns, colour: io.colour, today, firstWeekday: monday ? 'mon' : 'sun' };
}

/** Without the last line break, which writing adds. */
function feedOf(
  { shop, calendar }: OpenedShop,
  months: readonly CalendarMonth[],
  language: Language,
  now: Instant,
): string {
  const days = { from: months[0]!.days[0]!.day, to: months.at(-1)!.days.at(-1)!.day };
  return dayFeed(shop, calendar, days, language, now).replace(/\n$/, '');
}

function wrongOptions({ from, months, json, ics, deadlines }: CalendarOptions): string[] {
  const wrong: string[] = [];
  if (from !== undefined && !/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/.test(from))
    wrong.push(`--from: found ${describe(from)}; allowed: a month from 1900-01 to 2199-12, such as 2026-10`);
  if (!/^\d{1,3}$/.test(months) || Number(months) < 1 || Number(months) > MOST_MONTHS)
    wrong.push(`--months: found ${describe(months)}; allowed: a whole number from 1 to ${MOST_MONTHS}`);
  if (deadlines && !ics) wrong.push('found --deadlines without --ics; allowed: both, or neither');
  if (json && ics) wrong.push('found both --json and --ics; allowed: one of them');
  return wrong;
}

function requestedMonths(options: CalendarOptions, { calendar }: OpenedShop, now: Instant): CalendarMonth[] {
  const today = civil(calendar.zone.localDay(now));
  const [year = today.year, month = today.month] = options.from?.split('-').map(Number) ?? [];
  return monthsOf(calendar, year, month, Number(options.months));
}

function inWords({ shop, calendar, whole }: Shown, months: readonly CalendarMonth[], options: GridOptions): string[] {
  const { language, width } = options;
  const broken = (line: string) => brokenTo(line, width, '  ');
  return [
    ...broken(`${shop.name} (${shop.id}, ${shop.timeZone})`),
    ...hoursInWords(calendar.spec.hours, language).flatMap(broken),
    '',
    ...gridLines(months, options),
    ...(whole ? [] : ['', ...broken(OUTSIDE_LEFT_OUT[language])]),
  ];
}

function asJson({ shop, whole }: Shown, months: readonly CalendarMonth[]): object {
  return {
    shop: shop.id,
    timeZone: shop.timeZone,
    revision: shop.revision,
    outsideKnown: whole,
    days: months
      .flatMap(({ days }) => days)
      .map(({ day, weekday, open, closedBy, openBy, overruled, hours }) => ({
        date: formatDate(day),
        weekday,
        open,
        closedBy,
        openBy,
        overruled,
        hours: hours?.map(formatRange) ?? null,
      })),
  };
}
