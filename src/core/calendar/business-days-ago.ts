// How long ago something is in business days: so many of them lie wholly between then and today.

import type { Instant } from '../model.ts';
import type { Calendar } from './calendar.ts';

/** Further back nothing is looked for. */
const FURTHEST_DAYS = 400;

/**
 * The instant before which something happened that is older than `days` business days at `now`: so many business days of the calendar
 * lie after its date and before today's. Null when there are not so many in the 400 days before.
 */
export function beforeBusinessDays(calendar: Calendar, days: number, now: Instant): Instant | null {
  const today = calendar.zone.localDay(now);
  let left = days;
  for (let day = today - 1; day >= today - FURTHEST_DAYS; day--)
    if (calendar.isOpen(day) && --left === 0) return calendar.zone.startOfDay(day);
  return null;
}
