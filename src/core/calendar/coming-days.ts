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
 * As `comingDays` for several calendars together: from the date `first` on, among the next `horizon` dates, a date is a
 * business day when `isOpen` says that one of them is open.
 */
export function comingDaysTogether(
  isOpen: (day: EpochDay) => boolean,
  first: EpochDay,
  { count, horizon }: { readonly count: number; readonly horizon: number },
): ComingDays[] {
  const open: EpochDay[] = [];
  for (let day = first; day < first + horizon && open.length < count; day++) if (isOpen(day)) open.push(day);
  return withGaps(open, first);
}

/**
 * The next `count` business days from the local date of `now` (epoch ms) on, today among them when it is one, and the
 * closed dates between them (RULES.md 4). Fewer when the calendar has no business day within 400 days.
 */
export function comingDays(calendar: Calendar, now: Instant, count: number): ComingDays[] {
  const first = calendar.zone.localDay(now);
  const open: EpochDay[] = [];
  while (open.length < count) {
    const next = openDayAfter(calendar, open.at(-1) ?? first - 1);
    if (next === null) break;
    open.push(next);
  }
  return withGaps(open, first);
}

/** The business days with what is closed before each as one stretch. */
function withGaps(open: readonly EpochDay[], first: EpochDay): ComingDays[] {
  return open.flatMap((day, i) => {
    const from = i === 0 ? first : open[i - 1]! + 1;
    const alone = { from: day, to: day, isOpen: true };
    return from < day ? [{ from, to: day - 1, isOpen: false }, alone] : [alone];
  });
}

function openDayAfter(calendar: Calendar, day: EpochDay): EpochDay | null {
  try {
    return calendar.nextOpenDay(day);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
