// Where the calendar in force differs from what RMS says of the same dates: the shop's own file wins, but the mall may
// count those days otherwise (RMS.md "ShopAPI"). What repeats is one difference, not one a date.

import type { Bilingual, EpochDay, NationalHolidays, Weekday } from '../model.ts';
import { formatDate, weekdayOf } from '../time/civil-date.ts';
import type { Calendar, ClosedReason } from './calendar.ts';
import { openEntryOn } from './day-reasons.ts';
import { closesInRms, type RmsCalendar } from './outside-calendar.ts';

/** One cause of differing dates. */
export interface Drift {
  /** Stays the same from day to day, for telling it once. */
  readonly key: string;
  /** `closed`: closed here, open in RMS. `open`: the other way round. */
  readonly here: 'closed' | 'open';
  readonly name: Bilingual;
  /** The weekday of a weekly closed day that RMS does not have, else null. */
  readonly weekday: Weekday | null;
  /** In order, never empty. */
  readonly days: readonly EpochDay[];
}

/** The differences within [from, to], those that begin first before the others. */
export function driftOf(
  calendar: Calendar,
  rms: RmsCalendar,
  span: { readonly from: EpochDay; readonly to: EpochDay },
  holidays: NationalHolidays,
): Drift[] {
  const found = new Map<string, Drift & { days: EpochDay[] }>();
  for (let day = span.from; day <= span.to; day++) {
    const drift = driftOn(calendar, closesInRms(rms, day, holidays), day);
    if (drift === null) continue;
    const known = found.get(drift.key);
    if (known === undefined) found.set(drift.key, { ...drift, days: [day] });
    else known.days.push(day);
  }
  return [...found.values()];
}

function driftOn(calendar: Calendar, closedInRms: boolean, day: EpochDay): Omit<Drift, 'days'> | null {
  const { open, closedBy } = calendar.dayInfo(day);
  if (open !== closedInRms) return null;
  if (open) {
    const entry = openEntryOn(calendar.spec, day);
    if (entry === null) return null;
    const name = { ja: entry.name, en: entry.name };
    return { key: `open:${entry.name}:${formatDate(entry.from)}`, here: 'open', name, weekday: null };
  }
  const [reason] = closedBy;
  if (reason === undefined || reason.source === 'skipped') return null;
  return { key: keyOf(calendar, reason, day), here: 'closed', ...nameOf(reason, day) };
}

function nameOf({ source, name }: ClosedReason, day: EpochDay): Pick<Drift, 'name' | 'weekday'> {
  if (source === 'weekly') return { name, weekday: weekdayOf(day) };
  if (source === 'national') return { name: { ja: '国民の祝日', en: 'national holidays' }, weekday: null };
  return { name, weekday: null };
}

function keyOf({ spec }: Calendar, { source, name }: ClosedReason, day: EpochDay): string {
  if (source === 'weekly') return `weekly:${weekdayOf(day)}`;
  if (source === 'national') return 'national';
  const entry = spec.closed.find((one) => one.kind === 'on' && one.from <= day && day <= one.to);
  const from = source === 'file' && entry?.kind === 'on' ? `:${formatDate(entry.from)}` : '';
  return `${source}:${name.ja}${from}`;
}
