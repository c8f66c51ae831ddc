// Months of a shop: a report covers one, in the shop's zone. Its bounds are local midnights, which move with DST.

import type { EpochDay, Instant } from '../model.ts';
import { civil, epochDay } from '../time/civil-date.ts';
import type { Zone } from '../time/zone.ts';

export interface Month {
  readonly year: number;
  /** 1..12 */
  readonly month: number;
}

/** A month on the wall clock of a zone: the instants [from, to) of the dates firstDay..lastDay. */
export interface MonthSpan {
  readonly month: Month;
  readonly zone: Zone;
  readonly firstDay: EpochDay;
  readonly lastDay: EpochDay;
  readonly from: Instant;
  readonly to: Instant;
}

/** Months that can be asked for: far more than any shop has, and inside what the calendars support. */
const FIRST_YEAR = 2000;
const LAST_YEAR = 2100;
export const MONTHS_ALLOWED = `YYYY-MM from ${FIRST_YEAR}-01 to ${LAST_YEAR}-12`;

/** Reads `YYYY-MM`; null when it is not written so or lies outside `MONTHS_ALLOWED`. */
export function parseMonth(text: string): Month | null {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  return year >= FIRST_YEAR && year <= LAST_YEAR ? { year, month: Number(match[2]) } : null;
}

/** `YYYY-MM` of a month. */
export function formatMonth({ year, month }: Month): string {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
}

/** The month that many months later, or earlier when negative. */
export function addMonths({ year, month }: Month, months: number): Month {
  const { year: y, month: m } = civil(epochDay(year, month + months, 1));
  return { year: y, month: m };
}

/** The month that the wall clock of a zone shows at an instant (epoch ms). */
export function monthAt(instant: Instant, zone: Zone): Month {
  const { year, month } = civil(zone.localDay(instant));
  return { year, month };
}

/** The bounds of a month in a zone. */
export function spanOf(month: Month, zone: Zone): MonthSpan {
  const firstDay = epochDay(month.year, month.month, 1);
  const next = epochDay(month.year, month.month + 1, 1);
  return { month, zone, firstDay, lastDay: next - 1, from: zone.startOfDay(firstDay), to: zone.startOfDay(next) };
}
