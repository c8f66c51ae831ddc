// A year of a shop's calendar at a glance, from this month on or a calendar year: its days, those that are not as every week, the seasons to come, where RMS
// differs, what is held, and who changed what. Reads only.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import type { Calendar, DayInfo } from '../../core/calendar/calendar.ts';
import { type CalendarDay, type CalendarMonth, monthsOf } from '../../core/calendar/calendar-days.ts';
import type { Drift } from '../../core/calendar/drift.ts';
import { type ComingSeason, comingSeasons } from '../../core/calendar/seasons.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { civil, epochDay } from '../../core/time/civil-date.ts';
import { revisionsOf } from '../../store/configuration/revisions.ts';
import { type OutsideRow, outsideOfShop } from '../../store/outside-calendars/outside-calendars.ts';
import { type HeldCalendar, heldCalendars } from '../outside-calendars/accept-held-calendar.ts';
import { findDrift } from '../outside-calendars/track-drift.ts';
import { outsideSources } from '../outside-sources.ts';
import type { Service } from '../service.ts';
import { type DayKind, kindOf } from './describe-days.ts';

/** Neighbouring dates that are not as every week, with the same cause. */
export interface ExceptionalDays extends DayInfo {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly kind: Exclude<DayKind, 'open'>;
}

/** A calendar elsewhere that the shop takes. */
export interface OutsideState {
  /** The feed's name; null for RMS. */
  readonly name: string | null;
  readonly readAt: Instant | null;
  readonly failure: string | null;
}

export interface CalendarYear {
  readonly shop: ShopConfig;
  readonly calendar: Calendar;
  /** The year asked for; null: from this month on. */
  readonly year: number | null;
  readonly today: EpochDay;
  /** Twelve and one more, into which New Year closures reach: from the year's January, or from this month. */
  readonly months: readonly CalendarMonth[];
  /** This year's months that are over, where the months begin with this one. */
  readonly past: readonly CalendarMonth[];
  readonly exceptions: readonly ExceptionalDays[];
  readonly seasons: readonly ComingSeason[];
  readonly outside: readonly OutsideState[];
  readonly drift: readonly Drift[];
  readonly held: readonly HeldCalendar[];
  /** The newest first. */
  readonly history: Awaited<ReturnType<typeof revisionsOf>>;
}

const MONTHS = 13;
const SHOWN_REVISIONS = 20;

/** The year asked for, or what comes from this month in the shop's zone on; null for a shop that is not configured. */
export async function readCalendarYear(
  service: Pick<Service, 'db' | 'clock' | 'config' | 'counting'>,
  shopId: string,
  asked: number | null,
): Promise<CalendarYear | null> {
  const { db, clock, config, counting } = service;
  const shop = config.shops.get(shopId);
  if (shop === undefined) return null;
  const calendar = counting.calendarOf(shop);
  const today = calendar.zone.localDay(clock.now());
  const { year, month } = civil(today);
  const months = asked === null ? monthsOf(calendar, year, month, MONTHS) : monthsOf(calendar, asked, 1, MONTHS);
  return {
    shop,
    calendar,
    year: asked,
    today,
    months,
    past: asked === null ? monthsOf(calendar, year, 1, month - 1) : [],
    exceptions: exceptionsIn(months.slice(0, 12).flatMap(({ days }) => days)),
    seasons: comingSeasons({ calendar, outside: counting.outsideOf(shop) }, today, nationalHolidays),
    outside: outsideStates(shop, await outsideOfShop(db, shopId)),
    drift: findDrift(service, shop, clock.now()),
    held: await heldCalendars(service, shop),
    history: await revisionsOf(db, shopId, SHOWN_REVISIONS),
  };
}

/** The days from..to of a shop's calendar feed: last year to the end of the next. */
export function feedDays({ zone }: Calendar, now: Instant): { from: EpochDay; to: EpochDay } {
  const { year } = civil(zone.localDay(now));
  return { from: epochDay(year - 1, 1, 1), to: epochDay(year + 1, 12, 31) };
}

/** Weekly closed days are left out; the strongest reason decides which neighbours belong together. */
function exceptionsIn(days: readonly CalendarDay[]): ExceptionalDays[] {
  const runs: CalendarDay[][] = [];
  for (const day of days) {
    const cause = causeOf(day);
    if (cause === null) continue;
    const last = runs.at(-1);
    if (last !== undefined && last.at(-1)!.day === day.day - 1 && causeOf(last[0]!) === cause) last.push(day);
    else runs.push([day]);
  }
  return runs.map(asException);
}

function causeOf(day: CalendarDay): string | null {
  if (day.open) return day.openBy === null ? null : `open ${day.openBy} ${JSON.stringify(day.hours)}`;
  const [strongest] = day.closedBy;
  return strongest === undefined || strongest.source === 'weekly' ? null : `${strongest.source} ${strongest.name.ja}`;
}

function asException(run: readonly CalendarDay[]): ExceptionalDays {
  const { open, openBy, hours } = run[0]!;
  const all = (of: (day: CalendarDay) => DayInfo['closedBy']) => [
    ...new Map(run.flatMap(of).map((reason) => [`${reason.source} ${reason.name.ja}`, reason])).values(),
  ];
  return {
    from: run[0]!.day,
    to: run.at(-1)!.day,
    kind: kindOf(run[0]!) as ExceptionalDays['kind'],
    open,
    openBy,
    hours,
    closedBy: all((day) => day.closedBy),
    overruled: all((day) => day.overruled),
  };
}

function outsideStates(shop: ShopConfig, rows: readonly OutsideRow[]): OutsideState[] {
  const byKey = new Map(rows.map((row) => [row.source, row]));
  return outsideSources(shop).map(({ key, feed }) => ({
    name: feed?.name ?? null,
    readAt: byKey.get(key)?.readAt ?? null,
    failure: byKey.get(key)?.failure ?? null,
  }));
}
