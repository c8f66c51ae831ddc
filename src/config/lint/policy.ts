// config: policies and send windows that leave too little time, tried out on the days to come. Pure.
// A chat desk's steps are minutes apart by design; only what the send window takes away is a warning.

import { type Calendar, NoBusinessDayError } from '../../core/calendar/calendar.ts';
import { EQUINOX_OFFICIAL_UNTIL } from '../../core/calendar/holiday-act.ts';
import { type Instant, type Policy, STEPS } from '../../core/model.ts';
import { businessMsBetween, computeDeadlines } from '../../core/steps/counting.ts';
import { nextSendInstant } from '../../core/steps/send-window.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import { formatDuration } from '../input/duration.ts';
import { policiesInUse, type ShopConfig } from '../input/shop-settings.ts';
import { type Finding, finding } from './calendar.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Two weeks of arrivals meet every weekday and, near one, a holiday. */
const TRIED_DAYS = 14;

/** A calendar of the shop by the name that a policy gives; without one, its own. */
export type CalendarBy = (name?: string) => Calendar;

/** Warnings about mails that come too late to act on, and about deadlines that may still move. */
export function lintPolicies(shop: ShopConfig, calendarBy: CalendarBy, now: Instant, leastHours: number): Finding[] {
  const policies = policiesInUse(shop);
  return [
    ...policies.flatMap((policy) => lateMail(shop, calendarBy, policy, now, leastHours)),
    ...provisional(calendarBy, policies, now),
  ];
}

/** `day-end 1d/2d/3d` */
export function formatPolicy(policy: Policy): string {
  return `${policy.counting} ${STEPS.map((step) => formatDuration(policy.after[step])).join('/')}`;
}

function lateMail(
  shop: ShopConfig,
  calendarBy: CalendarBy,
  policy: Policy,
  now: Instant,
  leastHours: number,
): Finding[] {
  const { sendWindow } = shop.mail;
  if (sendWindow === 'always') return [];
  const calendars = { own: calendarBy(), counted: calendarBy(policy.calendar) };
  let worst = Number.POSITIVE_INFINITY;
  for (const startedAt of arrivals(policy, now)) {
    const left = leftAfterMail(calendars, policy, sendWindow, startedAt);
    if (left === null) continue;
    const least = Math.min(leastHours * HOUR_MS, left.atOnce);
    if (left.inWindow < least) worst = Math.min(worst, left.inWindow);
  }
  if (worst === Number.POSITIVE_INFINITY) return [];
  const facts = { policy: formatPolicy(policy), minutesLeft: worst / MINUTE_MS, leastHours };
  return [finding('late-mail', ['mail', 'sendWindow'], facts)];
}

/** Whole days fall due at midnight whatever the hour of arrival; other steps are tried every hour. */
function arrivals({ counting, after }: Policy, now: Instant): Instant[] {
  const step = 'days' in after.flag && counting !== 'elapsed' ? DAY_MS : HOUR_MS;
  return Array.from({ length: (TRIED_DAYS * DAY_MS) / step }, (_, n) => now + n * step);
}

/** Business ms from the owner's mail to the breach, sent in the window and sent at once; null without a deadline. */
function leftAfterMail(
  { own, counted }: { readonly own: Calendar; readonly counted: Calendar },
  policy: Policy,
  window: Exclude<ShopConfig['mail']['sendWindow'], 'always'>,
  startedAt: Instant,
): { readonly inWindow: number; readonly atOnce: number } | null {
  try {
    const { at } = computeDeadlines(counted, policy, startedAt);
    const sentAt = nextSendInstant(own, window, at.owner_alert);
    return {
      inWindow: businessMsBetween(counted, sentAt, at.breach),
      atOnce: businessMsBetween(counted, at.owner_alert, at.breach),
    };
  } catch (error) {
    if (error instanceof NoBusinessDayError || error instanceof RangeError) return null;
    throw error;
  }
}

function provisional(calendarBy: CalendarBy, policies: readonly Policy[], now: Instant): Finding[] {
  const ends = (policy: Policy): boolean => {
    try {
      return computeDeadlines(calendarBy(policy.calendar), policy, now + TRIED_DAYS * DAY_MS).provisional;
    } catch (error) {
      if (error instanceof NoBusinessDayError || error instanceof RangeError) return false;
      throw error;
    }
  };
  if (!policies.some(ends)) return [];
  return [finding('provisional', ['calendar', 'nationalHolidays'], { until: EQUINOX_OFFICIAL_UNTIL })];
}
