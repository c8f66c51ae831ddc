// config: the calendars beside a shop's own, and what policies need to know of each (CONTRACT.md "Files that admins edit").

import { type CalendarSpec, OWN_CALENDAR, WEEKDAYS } from '../../core/model.ts';
import { describe } from '../values/faults.ts';
import { idOfText, inside, type Reader, refuse } from '../values/readers.ts';
import { readCalendar } from './calendar.ts';

/** By name, the shop's own among them: whether a calendar gives opening hours, and whether its clock never stops. */
export type CalendarTraits = ReadonlyMap<string, { readonly hasHours: boolean; readonly neverStops: boolean }>;

export type NamedCalendars = Readonly<Record<string, CalendarSpec>>;

/** A map of calendars by name; undefined when one of them was refused. */
export const namedCalendars: Reader<NamedCalendars> = (value, at) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(at, describe(value), 'a map of calendars by name');
  const before = at.faults.length;
  const read = Object.entries(value).map(([name, spec]) => {
    if (name === OWN_CALENDAR)
      refuse(
        inside(at, name),
        `the name ${OWN_CALENDAR}`,
        'another name: this one is the own calendar',
        undefined,
        'key',
      );
    else idOfText()(name, inside(at, name));
    return [name, readCalendar(spec, inside(at, name))] as const;
  });
  return at.faults.length > before ? undefined : (Object.fromEntries(read) as NamedCalendars);
};

/** A shop's calendar by its name; without one, its own. */
export function namedSpec(
  { calendar, calendars = {} }: { readonly calendar: CalendarSpec; readonly calendars?: NamedCalendars },
  name: string = OWN_CALENDAR,
): CalendarSpec {
  return name === OWN_CALENDAR ? calendar : calendars[name]!;
}

/** What policies need to know of calendars, by name. */
export function calendarTraits(calendars: ReadonlyMap<string, CalendarSpec>): CalendarTraits {
  const traits = (spec: CalendarSpec) => ({ hasHours: spec.hours !== null, neverStops: neverStops(spec) });
  return new Map([...calendars].map(([name, spec]) => [name, traits(spec)]));
}

/** Of a shop's own calendar and those beside it. */
export const traitsOf = (own: CalendarSpec, named: NamedCalendars): CalendarTraits =>
  calendarTraits(new Map([[OWN_CALENDAR, own], ...Object.entries(named)]));

/** Every hour of every day, whatever closes others. */
function neverStops({ weeklyClosed, nationalHolidays, hours, closed, open, rms, ics }: CalendarSpec): boolean {
  if (weeklyClosed.length > 0 || nationalHolidays !== null || closed.length > 0 || rms || ics) return false;
  const isWhole = (day: (typeof WEEKDAYS)[number]) =>
    hours?.[day]?.length === 1 && hours[day][0]!.from === 0 && hours[day][0]!.to === 24 * 60;
  return WEEKDAYS.every(isWhole) && open.every((entry) => entry.hours === null);
}
