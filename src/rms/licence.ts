// The end of a licence key: 90 days after issue at 23:59:59 JST, read from RMS and never computed (RMS.md "Key").
// An unreadable date is a warning of its own, not "no warning".

import type { Instant } from '../core/model.ts';
import { jstDay, parseRmsTime } from './jst.ts';

const LICENCE_WARNING_DAYS = [14, 7, 3, 1, 0] as const;
export type LicenceWarning = (typeof LICENCE_WARNING_DAYS)[number];

/** The end of a key out of the expiry endpoint's answer; `unreadable` for anything that holds no date. */
export function decodeExpiry(text: string): Instant | 'unreadable' {
  try {
    const body: unknown = JSON.parse(text);
    const date = typeof body === 'object' && body !== null && 'expiryDate' in body ? body.expiryDate : null;
    return parseRmsTime(date) ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/**
 * The strongest warning that is due, in whole dates of Japan: 0 on the last day and after it, 14 from a fortnight
 * before, null earlier. A caller that tells each value once per key loses none to a missed run.
 */
export function licenceWarning(expiresAt: Instant, now: Instant): LicenceWarning | null {
  const daysLeft = jstDay(expiresAt) - jstDay(now);
  return LICENCE_WARNING_DAYS.findLast((days) => daysLeft <= days) ?? null;
}
