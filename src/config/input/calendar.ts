// config: the `calendar` of a shop file or of an NDJSON request → CalendarSpec (CONTRACT.md "Files that admins edit").

import { type CalendarSpec, WEEKDAYS, type Weekday } from '../../core/model.ts';
import { describe, type Fault, type Path } from '../values/faults.ts';
import { isKnownCountry, suggestCountry } from '../values/national-holidays.ts';
import {
  inside,
  listOf,
  oneOf,
  optional,
  type Place,
  place,
  type Reader,
  readMap,
  refuse,
  trueOrFalse,
  whole,
} from '../values/readers.ts';
import { closedEntry, openEntry, refuseContradictions, refuseOpenWithoutHours, refuseTwoHours } from './exceptions.ts';
import { calendarFeeds } from './feed.ts';
import { timeOfDay, type WeekHours, weekHours } from './hours.ts';

const country: Reader<string | null> = (value, at) => {
  if (value === 'none') return null;
  if (typeof value === 'string' && isKnownCountry(value)) return value;
  const hint = typeof value === 'string' ? suggestCountry(value) : undefined;
  return refuse(at, describe(value), 'a country code known to date-holidays (JP, US, DE, …), or none', hint);
};

const KANJI: Readonly<Record<string, Weekday>> = {
  日: 'sun',
  月: 'mon',
  火: 'tue',
  水: 'wed',
  木: 'thu',
  金: 'fri',
  土: 'sat',
};

/** A weekday by its English short name. */
export const weekday: Reader<Weekday> = (value, at) => {
  const text = String(value);
  const known = WEEKDAYS.find((day) => day === value);
  if (known) return known;
  const meant = KANJI[text[0] ?? ''] ?? WEEKDAYS.find((day) => text.toLowerCase().startsWith(day));
  const hint = value === 'HOLIDAY' ? 'national holidays are closed by `nationalHolidays: JP`' : undefined;
  return refuse(at, describe(value), WEEKDAYS.join(', '), hint ?? (meant && `did you mean "${meant}"?`));
};

const SHAPE = {
  weeklyClosed: optional(listOf(weekday, `weekdays: ${WEEKDAYS.join(', ')}`), ['sat', 'sun']),
  nationalHolidays: optional(country, 'JP'),
  hours: optional(weekHours, null),
  cutoff: optional<number | null>(timeOfDay, null),
  closed: optional(listOf(closedEntry, 'entries { on or every, name }'), []),
  open: optional(listOf(openEntry, 'entries { on, name, hours }'), []),
  rms: optional(trueOrFalse, false),
  ics: optional(calendarFeeds, []),
  seasons: optional(oneOf(['on', 'off'] as const), 'on'),
};

/**
 * Reads a calendar; what is left out gets the contract's defaults.
 * Answers undefined when a fault was reported at `at` (other faults may have been reported even if it answers).
 */
export const readCalendar: Reader<CalendarSpec> = (value, at) => {
  const before = at.faults.length;
  const read = readMap(SHAPE, value, at);
  if (!read) return undefined;
  const { closed = [], open = [], hours, weeklyClosed } = read;
  if (!at.fragment) {
    refuseContradictions(closed, open, at);
    refuseTwoHours(open, at);
    if (hours) refuseOpenWithoutHours(open, hours, at);
    if (hours && weeklyClosed && !weeklyClosed.includes(undefined)) refuseMissingHours(hours, whole(weeklyClosed), at);
  }
  if (at.faults.length > before) return undefined;
  return {
    weeklyClosed: WEEKDAYS.filter((day) => weeklyClosed?.includes(day)),
    nationalHolidays: read.nationalHolidays ?? null,
    hours: hours ?? null,
    cutoff: read.cutoff ?? null,
    closed: whole(closed),
    open: whole(open),
    rms: read.rms ?? false,
    // Only where given: what does not concern a shop leaves its revision alone.
    ...(read.ics && read.ics.length > 0 && { ics: read.ics }),
    ...(read.seasons === 'off' && { seasons: read.seasons }),
  };
};

/** A calendar by itself, its faults under the path `calendar`. */
export function parseCalendar(
  value: unknown,
  path: Path = ['calendar'],
): { calendar: CalendarSpec } | { faults: readonly Fault[] } {
  const at = place(path);
  const calendar = readCalendar(value, at);
  return calendar ? { calendar } : { faults: at.faults };
}

function refuseMissingHours(hours: WeekHours, weeklyClosed: readonly Weekday[], at: Place): void {
  const missing = WEEKDAYS.filter((day) => !hours[day] && !weeklyClosed.includes(day));
  if (missing.length === 0) return;
  const found = `no hours for ${missing.join(', ')}`;
  refuse(inside(at, 'hours'), found, 'hours for every weekday that is not in weeklyClosed');
}
