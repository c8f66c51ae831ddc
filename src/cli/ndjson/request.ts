// cli: the parts that the requests of `deadlines` and `replay` share. Calendars repeat from line to line, so each distinct
// (zone, calendar) is checked and compiled once.

import { parseCalendar } from '../../config/input/calendar.ts';
import { instant } from '../../config/input/event.ts';
import { parsePolicy } from '../../config/input/policy.ts';
import { timeZone } from '../../config/input/shop-settings.ts';
import { type Fault, summarise } from '../../config/values/faults.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { place } from '../../config/values/readers.ts';
import { type Calendar, compileCalendar } from '../../core/calendar/calendar.ts';
import type { Deadlines, Instant, Policy } from '../../core/model.ts';
import { computeDeadlines, DEFAULT_POLICY } from '../../core/steps/counting.ts';
import { openZone } from '../../core/time/zone.ts';
import { type ErrorCode, type Request, RequestError } from './ndjson.ts';

/** A compiled calendar takes some 30 KB; this many are kept. */
const KEPT = 256;

/** The calendar and policy of a request, the calendar from a cache of its own. */
export function requestReader(): (request: Request) => { calendar: Calendar; policy: Policy } {
  const compiled = new Map<string, Calendar>();
  return (request) => {
    const key = cacheKey(request);
    const calendar = compiled.get(key) ?? readCalendar(request);
    // Deleting and setting moves it to the end, so that the first one is always the least recently used.
    compiled.delete(key);
    compiled.set(key, calendar);
    if (compiled.size > KEPT) compiled.delete(compiled.keys().next().value!);
    return { calendar, policy: readPolicy(request, calendar) };
  };
}

function cacheKey(request: Request): string {
  try {
    return JSON.stringify([request.timeZone, request.calendar]);
  } catch {
    throw new RequestError('invalid-calendar', 'calendar: found lists or maps nested too deep; allowed: a calendar');
  }
}

/** A named instant of a request (epoch ms). @throws RequestError invalid-instant */
export function readInstant(request: Request, name: string): Instant {
  const at = place([name]);
  const read = instant(request[name], at);
  return read ?? refuse('invalid-instant', at.faults);
}

/** As in the core; a deadline beyond the tables is a fault of the policy. */
export function deadlinesOf(calendar: Calendar, policy: Policy, startedAt: Instant): Deadlines {
  try {
    return computeDeadlines(calendar, policy, startedAt);
  } catch (error) {
    if (error instanceof RangeError) throw new RequestError('invalid-policy', error.message);
    throw error;
  }
}

export function refuse(code: ErrorCode, faults: readonly Fault[]): never {
  throw new RequestError(code, summarise(faults));
}

function readCalendar(request: Request): Calendar {
  const at = place(['timeZone']);
  const zone = Object.hasOwn(request, 'timeZone') ? timeZone(request.timeZone, at) : 'Asia/Tokyo';
  const read = parseCalendar(Object.hasOwn(request, 'calendar') ? request.calendar : {});
  if (zone === undefined || 'faults' in read)
    return refuse('invalid-calendar', [...at.faults, ...('faults' in read ? read.faults : [])]);
  return compileCalendar(read.calendar, openZone(zone), nationalHolidays, null);
}

function readPolicy(request: Request, calendar: Calendar): Policy {
  if (!Object.hasOwn(request, 'policy')) return DEFAULT_POLICY;
  const read = parsePolicy(request.policy, calendar.spec.hours !== null);
  return 'faults' in read ? refuse('invalid-policy', read.faults) : read.policy;
}
