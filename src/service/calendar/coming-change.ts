// What an edit of a calendar makes of the days ahead: how many deadlines lie on each date, before and after.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import { comingDays } from '../../core/calendar/coming-days.ts';
import type { EpochDay, Instant } from '../../core/model.ts';
import { breachesWithin } from '../../store/board/due-within.ts';
import { COMING_DAYS } from '../board/read-coming.ts';
import { stretchOf } from '../board/read-open-page.ts';
import type { Service } from '../service.ts';

interface ComingSide {
  readonly isOpen: boolean;
  readonly due: number;
}

/** A date on which the shop is open, or on which something falls due, on either side. */
export interface ComingChange {
  readonly day: EpochDay;
  readonly before: ComingSide;
  readonly after: ComingSide;
}

/** `deadlines`: those of every open inquiry after the edit; null: the edit moves none. */
interface Sides {
  readonly before: ShopConfig;
  readonly after: ShopConfig;
  readonly deadlines: readonly (Instant | null)[] | null;
}

/** From today to the later of both tenth business days (RULES.md 4); of today only what is still to come. */
export async function readComingChange(
  { db, clock, counting }: Pick<Service, 'db' | 'clock' | 'counting'>,
  { before, after, deadlines }: Sides,
): Promise<ComingChange[]> {
  const now = clock.now();
  const [was, is] = [counting.calendarOf(before), counting.calendarOf(after)];
  const days = datesOf([was, is], now);
  const stretches = days.map((day) => ({
    shop: before.id,
    ...stretchOf(before.timeZone, { from: day, to: day }, now),
  }));
  const dueBefore = await breachesWithin(db, stretches);
  const dueAfter = deadlines === null ? null : countByDay(is, deadlines, now);
  return days
    .map((day, i) => ({
      day,
      before: { isOpen: was.isOpen(day), due: dueBefore[i]! },
      after: { isOpen: is.isOpen(day), due: dueAfter === null ? dueBefore[i]! : (dueAfter.get(day) ?? 0) },
    }))
    .filter(({ before, after }) => before.isOpen || after.isOpen || before.due + after.due > 0);
}

/** The dates on which the two sides differ. */
export const changedComing = (coming: readonly ComingChange[]): ComingChange[] =>
  coming.filter(({ before, after }) => before.isOpen !== after.isOpen || before.due !== after.due);

function datesOf(calendars: readonly Calendar[], now: Instant): EpochDay[] {
  const ahead = calendars.flatMap((calendar) => comingDays(calendar, now, COMING_DAYS));
  const [first, last] = [Math.min(...ahead.map(({ from }) => from)), Math.max(...ahead.map(({ to }) => to))];
  return ahead.length === 0 ? [] : Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

/** A deadline at the start of a date belongs to the date before (RULES.md 3). */
function countByDay(
  { zone }: Calendar,
  deadlines: readonly (Instant | null)[],
  now: Instant,
): ReadonlyMap<EpochDay, number> {
  const due = new Map<EpochDay, number>();
  for (const at of deadlines) {
    if (at === null || at <= now) continue;
    const day = zone.localDay(at - 1);
    due.set(day, (due.get(day) ?? 0) + 1);
  }
  return due;
}
