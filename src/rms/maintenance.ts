// RMS's regular maintenance: Sunday nights about 02:00 to 08:45 JST, no notice by the API (RMS.md "Errors").
// "Sunday night" is read both ways, so the early mornings of Sunday and of Monday are quiet; the price is a mail at
// 09:00 instead of in the night.

import type { Instant } from '../core/model.ts';
import { jstDay, startOfJstDay } from './jst.ts';

const FROM_MS = 2 * 3_600_000;
const TO_MS = 9 * 3_600_000;
/** 1970-01-01 was a Thursday: day + 4 counts from Sunday. */
const THURSDAY = 4;

/**
 * Until when a failure at this instant goes unmailed: 09:00 JST of that morning, or null outside of the quiet window
 * (02:00 to 09:00 JST). What still fails at the instant returned is mailed.
 */
export function quietUntil(t: Instant): Instant | null {
  const day = jstDay(t);
  const weekday = (((day + THURSDAY) % 7) + 7) % 7;
  const sinceMidnight = t - startOfJstDay(day);
  const quiet = weekday <= 1 && sinceMidnight >= FROM_MS && sinceMidnight < TO_MS;
  return quiet ? startOfJstDay(day) + TO_MS : null;
}

/** Whether a failure at this instant goes unmailed. */
export function inQuietWindow(t: Instant): boolean {
  return quietUntil(t) !== null;
}
