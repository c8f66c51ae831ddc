// The lists that come by the day and by the week (RULES.md 9): on which date one goes out, when, and until when it still may.

import type { Calendar } from '../calendar/calendar.ts';
import type { EpochDay, Instant, Weekday } from '../model.ts';
import type { SendWindow } from '../steps/send-window.ts';
import { MINUTE_MS, mondayOf, weekdayOf } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';

/** A minute of the local day, or when the shop opens. */
export type ListTime = 'opening' | number;

/** The morning list of a shop. */
export interface MorningRule {
  readonly tell: readonly string[];
  readonly at: ListTime;
}

/** The weekly summary of a shop. */
export interface WeeklyRule {
  readonly tell: readonly string[];
  readonly on: Weekday;
}

/** The days on which a list may go out, and its minute and latest minute on each. */
export interface ListDays {
  readonly zone: Zone;
  isOpen(day: EpochDay): boolean;
  /** Minute of the local day. */
  minuteOn(day: EpochDay): number;
  /** Past this minute of the local day it goes out no more. */
  readonly lastMinute: number;
}

/** Where mails may go at any time, and ops' lists. */
const USUAL = { from: 9 * 60, to: 18 * 60 };
const DAY_MINUTES = 24 * 60;

/** The days of a shop's lists. Hours that run on from the day before are no opening; without one the send window begins. */
export function shopListDays(calendar: Calendar, window: SendWindow, at: ListTime): ListDays {
  const { from } = window === 'always' ? USUAL : window;
  return {
    zone: calendar.zone,
    isOpen: (day) => calendar.isOpen(day),
    minuteOn: (day) => (at === 'opening' ? (openingOf(calendar, day) ?? from) : at),
    lastMinute: window === 'always' ? DAY_MINUTES : window.to,
  };
}

function openingOf(calendar: Calendar, day: EpochDay): number | undefined {
  return calendar.dayInfo(day).hours?.find(({ from }) => from > 0)?.from;
}

/** Days of a list about several shops: those on which one of them is open, at 9 in the morning of this zone. */
export function commonListDays(calendars: readonly Pick<Calendar, 'isOpen'>[], zone: Zone): ListDays {
  return {
    zone,
    isOpen: (day) => calendars.some((calendar) => calendar.isOpen(day)),
    minuteOn: () => USUAL.from,
    lastMinute: USUAL.to,
  };
}

/** When the list of a date goes out, and until when it may still: [at, until), in epoch ms. */
export interface ListSlot {
  readonly day: EpochDay;
  readonly at: Instant;
  readonly until: Instant;
}

/** The slot of a date: until the end of the send window; of a list that begins after it, until the end of the date. */
export function listSlot(days: ListDays, day: EpochDay): ListSlot {
  const minute = days.minuteOn(day);
  const last = days.lastMinute > minute ? days.lastMinute : DAY_MINUTES;
  const until = last === DAY_MINUTES ? days.zone.startOfDay(day + 1) : days.zone.instantOf(day, last * MINUTE_MS);
  return { day, at: days.zone.instantOf(day, minute * MINUTE_MS), until };
}

/** The slot in which `now` lies, or null: on a closed day, before its time, or too late. */
export function slotNow(days: ListDays, now: Instant): ListSlot | null {
  const today = days.zone.localDay(now);
  if (!days.isOpen(today)) return null;
  const slot = listSlot(days, today);
  return slot.at <= now && now < slot.until ? slot : null;
}

/** Days looked ahead for the next slot; when none is found it is looked for again then. */
const AHEAD_DAYS = 40;

/** The first slot after `now` (epoch ms), or an instant at which to look for it again. */
export function nextListInstant(days: ListDays, now: Instant): Instant {
  const today = days.zone.localDay(now);
  for (let day = today; day <= today + AHEAD_DAYS; day++) {
    if (!days.isOpen(day)) continue;
    const { at } = listSlot(days, day);
    if (at > now) return at;
  }
  return days.zone.startOfDay(today + AHEAD_DAYS);
}

/** Monday to Sunday, by its Monday. */
export interface Weeks {
  readonly first: EpochDay;
  readonly last: EpochDay;
}

/** Longer closures than this leave a week without a summary. */
const LONGEST_CLOSURE_DAYS = 60;

/**
 * Which weeks the summary of this date is about, by their Mondays; null on a date without one. On a closed day it waits for
 * the next business day, and there those of several weeks come as one.
 */
export function weeksToldOn({ isOpen }: Pick<ListDays, 'isOpen'>, on: Weekday, day: EpochDay): Weeks | null {
  if (!isOpen(day)) return null;
  let first: EpochDay | null = null;
  let last: EpochDay | null = null;
  for (let nominal = day; nominal === day || (!isOpen(nominal) && nominal > day - LONGEST_CLOSURE_DAYS); nominal--) {
    if (weekdayOf(nominal) !== on) continue;
    first = mondayOf(nominal) - 7;
    last ??= first;
  }
  return first === null || last === null ? null : { first, last };
}

/** The last week, by its Monday, that the summary which went out on this date was about, whatever is closed by now. */
export function lastWeekToldOn(on: Weekday, day: EpochDay): EpochDay {
  let nominal = day;
  while (weekdayOf(nominal) !== on) nominal--;
  return mondayOf(nominal) - 7;
}

/** Days looked back for a summary that was not sent in time. */
const BACK_DAYS = 13;

/** The latest date up to `day` that has a summary, with its weeks; null when the last two weeks had none. */
export function latestWeeks(
  days: Pick<ListDays, 'isOpen'>,
  on: Weekday,
  day: EpochDay,
): { readonly day: EpochDay; readonly weeks: Weeks } | null {
  for (let back = day; back >= day - BACK_DAYS; back--) {
    const weeks = weeksToldOn(days, on, back);
    if (weeks !== null) return { day: back, weeks };
  }
  return null;
}
