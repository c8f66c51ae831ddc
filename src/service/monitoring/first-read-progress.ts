// How far the first read of a polled shop has come, in days and inquiries.

import type { EpochDay, Instant } from '../../core/model.ts';
import { jstDay } from '../../rms/jst.ts';

/** What the first read of a shop takes: R-Messe keeps no more. */
export const FIRST_READ_DAYS = 90;

export interface FirstReadProgress {
  readonly days: number;
  readonly daysRead: number;
  readonly inquiries: number;
}

/** The progress of a first read that is under way, or waits to go on; null where there is none. */
export function firstReadProgress(
  source: { readonly firstBackTo: EpochDay | null; readonly firstInquiries: number | null } | undefined,
  now: Instant,
): FirstReadProgress | null {
  const { firstBackTo, firstInquiries } = source ?? {};
  if (firstBackTo == null || firstInquiries == null) return null;
  const daysRead = Math.min(FIRST_READ_DAYS, Math.max(0, jstDay(now) - firstBackTo));
  return { days: FIRST_READ_DAYS, daysRead, inquiries: firstInquiries };
}
