// When a mail may go out: inside the shop's send window on a business day (RULES.md 5.2).
// This delays the mail, never the step.

import type { Calendar } from '../calendar/calendar.ts';
import type { Instant, MinuteRange } from '../model.ts';
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
