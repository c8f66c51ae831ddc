// ics: which of the occurrences that the library gives are real. Traps: it rolls 30 February over into March, and an
// EXDATE written with a time does not match the date it means.

import type ICAL from 'ical.js';
import { epochDay } from '../core/civil-date.ts';
import type { EpochDay } from '../core/model.ts';
import type { Zone } from '../core/zone.ts';
import { instantOf } from './timed.ts';

export interface Rules {
  readonly start: ICAL.Time;
  readonly recurs: readonly ICAL.Recur[];
  /** Dates given one by one. */
  readonly added: ReadonlySet<EpochDay>;
  /** Dates taken out of an all-day entry. */
  readonly taken: ReadonlySet<EpochDay>;
}

/** The rules of a repeated entry; times are read as local dates of the shop. */
export function rulesOf(event: ICAL.Event, zone: Zone): Rules {
  const { component, startDate: start } = event;
  const values = (name: string) => component.getAllProperties(name).flatMap((property) => property.getValues());
  const days = (name: string) =>
    values(name).map((value: ICAL.Time | ICAL.Period) => dateOf('start' in value ? value.start : value, zone));
  return {
    start,
    recurs: values('rrule'),
    added: new Set(days('rdate')),
    taken: start.isDate ? new Set(days('exdate')) : new Set(),
  };
}

/** Whether an occurrence is one by the rules. */
export function fitsRules({ start, recurs, added, taken }: Rules, at: ICAL.Time): boolean {
  const day = epochDay(at.year, at.month, at.day);
  if (taken.has(day)) return false;
  return recurs.length === 0 || added.has(day) || recurs.some((recur) => fits(recur, start, at));
}

function fits({ freq, parts }: ICAL.Recur, start: ICAL.Time, { month, day }: ICAL.Time): boolean {
  const months = parts.BYMONTH;
  const days = parts.BYMONTHDAY;
  if (months && !months.includes(month)) return false;
  if (days?.every((one) => one > 0) && !days.includes(day)) return false;
  const plain = !days && !parts.BYDAY && !parts.BYYEARDAY && !parts.BYWEEKNO;
  if (!plain || (freq !== 'YEARLY' && freq !== 'MONTHLY')) return true;
  return day === start.day && (freq === 'MONTHLY' || months !== undefined || month === start.month);
}

function dateOf(time: ICAL.Time, zone: Zone): EpochDay {
  const isUtc = !time.isDate && time.zone?.tzid === 'UTC';
  return isUtc ? zone.localDay(instantOf(time, null, zone)) : epochDay(time.year, time.month, time.day);
}
