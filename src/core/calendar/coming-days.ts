// The business days ahead, and the closed dates between them, as lists of what is coming show them (RULES.md 4).

import type { EpochDay, Instant } from '../model.ts';
import { type Calendar, NoBusinessDayError } from './calendar.ts';

/** A business day alone, or all closed dates up to the next one. */
export interface ComingDays {
  readonly from: EpochDay;
  readonly to: EpochDay;
  readonly isOpen: boolean;
}

/**
 * The next `count` business days from the local date of `now` (epoch ms) on, today among them when it is one, and the
 * closed dates between them (RULES.md 4). Fewer when the calendar has no business day within 400 days.
 */
export function comingDays(calendar: Calendar, now: Instant, count: number): ComingDays[] {
  const days: ComingDays[] = [];
  let last = calendar.zone.localDay(now) - 1;
  for (let open = 0; open < count; open++) {
    const next = openDayAfter(calendar, last);
    if (next === null) break;
    if (next > last + 1) days.push({ from: last + 1, to: next - 1, isOpen: false });
    days.push({ from: next, to: next, isOpen: true });
    last = next;
  }
  return days;
}

function openDayAfter(calendar: Calendar, day: EpochDay): EpochDay | null {
  try {
    return calendar.nextOpenDay(day);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
