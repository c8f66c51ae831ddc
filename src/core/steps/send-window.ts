// When a mail may go out: inside the shop's send window on a business day (RULES.md 5.2).
// This delays the mail, never the step.

import type { Calendar } from '../calendar/calendar.ts';
import type { EpochDay, Instant, MinuteRange } from '../model.ts';
import { MINUTE_MS } from '../time/civil-date.ts';

export type SendWindow = 'always' | MinuteRange;

/**
 * The instant (epoch ms) itself when it lies in the window [from, to) of a business day, else the window's next opening
 * on a business day (RULES.md 5.2).
 * @throws NoBusinessDayError when no business day follows within 400 days.
 */
export function nextSendInstant(calendar: Calendar, window: SendWindow, instant: Instant): Instant {
  if (window === 'always') return instant;
  const { zone } = calendar;
  let day = zone.localDay(instant);
  if (!calendar.isOpen(day)) day = calendar.nextOpenDay(day);
  for (;;) {
    const opens = zone.instantOf(day, window.from * MINUTE_MS);
    const closes = zone.instantOf(day, window.to * MINUTE_MS);
    // An opening that a DST change swallows has no length and is passed over.
    if (instant < closes && opens < closes) return Math.max(instant, opens);
    day = calendar.nextOpenDay(day);
  }
}

/** How long before the end of a window a warning leaves at the latest, so that it can be tried again. */
const BEFORE_END_MS = 15 * MINUTE_MS;

/** From when on a warning may leave, and when it is too late: [from, until). */
export interface WarningSlot {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * When a warning due at `instant` leaves (RULES.md 9): at once inside a window, else 15 minutes before the end of the
 * last window that ends at or before it. Null when no window of this or an earlier date down to `earliest` does.
 */
export function warningSlot(
  calendar: Calendar,
  window: MinuteRange,
  instant: Instant,
  earliest: EpochDay,
): WarningSlot | null {
  const { zone } = calendar;
  for (let day = zone.localDay(instant); day >= earliest; day--) {
    if (!calendar.isOpen(day)) continue;
    const opens = zone.instantOf(day, window.from * MINUTE_MS);
    const closes = zone.instantOf(day, window.to * MINUTE_MS);
    if (instant >= opens && instant < closes) return { from: instant, until: closes };
    if (opens < closes && closes <= instant) return { from: Math.max(opens, closes - BEFORE_END_MS), until: closes };
  }
  return null;
}
