// cli: the parts that the requests of `deadlines` and `replay` share. Calendars repeat from line to line, so each distinct
// (zone, calendar) is checked and compiled once.

import { readCalendar } from '../../config/input/calendar.ts';
import { instant } from '../../config/input/event.ts';
import { calendarTraits, namedCalendars } from '../../config/input/named-calendars.ts';
import { parseRequestPolicy } from '../../config/input/request-policy.ts';
import { DEFAULT_WINDOW, sendWindow } from '../../config/input/shop-mail.ts';
import { timeZone } from '../../config/input/shop-settings.ts';
import { type Fault, summarise } from '../../config/values/faults.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { place } from '../../config/values/readers.ts';
import { type Calendar, compileCalendar } from '../../core/calendar/calendar.ts';
import { type CalendarSpec, type Deadlines, type Instant, OWN_CALENDAR, type Policy } from '../../core/model.ts';
import { computeDeadlines, DEFAULT_POLICY } from '../../core/steps/counting.ts';
import { type NoticeCounting, noticeAt } from '../../core/steps/notices.ts';
import type { SendWindow } from '../../core/steps/send-window.ts';
import { openZone } from '../../core/time/zone.ts';
import { type ErrorCode, type Request, RequestError } from './ndjson.ts';

/** A compiled calendar takes some 30 KB; this many are kept. */
const KEPT = 256;

/** The keys that `deadlines` and `replay` share. */
export const SHARED_KEYS = ['id', 'timeZone', 'calendar', 'calendars', 'sendWindow', 'policy'] as const;

/** The calendar and policy of a request, calendars from a cache of its own. */
export function requestReader(): (request: Request) => NoticeCounting {
  const compiled = new Map<string, ReadonlyMap<string, Calendar>>();
  return (request) => {
    const key = cacheKey(request);
    const calendars = compiled.get(key) ?? readCalendars(request);
    // Deleting and setting moves it to the end, so that the first one is always the least recently used.
    compiled.delete(key);
    compiled.set(key, calendars);
    if (compiled.size > KEPT) compiled.delete(compiled.keys().next().value!);
    const policy = readPolicy(request, calendars);
    const calendar = calendars.get(policy.calendar ?? OWN_CALENDAR)!;
    return { policy, calendar, sendWindow: readSendWindow(request) };
  };
}

function cacheKey(request: Request): string {
  try {
    return JSON.stringify([request.timeZone, request.calendar, request.calendars]);
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
export function deadlinesOf({ calendar, policy }: NoticeCounting, startedAt: Instant): Deadlines {
  return withinTables(() => computeDeadlines(calendar, policy, startedAt));
}

/** When each notice of the policy is due (epoch ms), in their order; null where there is none. */
export function noticesOf(counted: NoticeCounting, deadlines: Deadlines, startedAt: Instant): (Instant | null)[] {
  return withinTables(() =>
    (counted.policy.notices ?? []).map((time) => noticeAt(counted, time, deadlines, startedAt)),
  );
}

function withinTables<T>(count: () => T): T {
  try {
    return count();
  } catch (error) {
    if (error instanceof RangeError) throw new RequestError('invalid-policy', error.message);
    throw error;
  }
}

export function refuse(code: ErrorCode, faults: readonly Fault[]): never {
  throw new RequestError(code, summarise(faults));
}

/** By name: the shop's own and those under `calendars`. */
function readCalendars(request: Request): ReadonlyMap<string, Calendar> {
  const [zoneAt, ownAt, namedAt] = [place(['timeZone']), place(['calendar']), place(['calendars'])];
  const zone = Object.hasOwn(request, 'timeZone') ? timeZone(request.timeZone, zoneAt) : 'Asia/Tokyo';
  const own = readCalendar(Object.hasOwn(request, 'calendar') ? request.calendar : {}, ownAt);
  const named = Object.hasOwn(request, 'calendars') ? namedCalendars(request.calendars, namedAt) : {};
  const faults = [zoneAt, ownAt, namedAt].flatMap((at) => at.faults);
  if (!zone || !own || !named || faults.length > 0) return refuse('invalid-calendar', faults);
  const compiled = (spec: CalendarSpec) => compileCalendar(spec, openZone(zone), nationalHolidays, null);
  return new Map([
    [OWN_CALENDAR, compiled(own)],
    ...Object.entries(named).map(([name, spec]) => [name, compiled(spec)] as const),
  ]);
}

function readPolicy(request: Request, calendars: ReadonlyMap<string, Calendar>): Policy {
  if (!Object.hasOwn(request, 'policy')) return DEFAULT_POLICY;
  const traits = calendarTraits(new Map([...calendars].map(([name, { spec }]) => [name, spec])));
  const read = parseRequestPolicy(request.policy, traits);
  return 'faults' in read ? refuse('invalid-policy', read.faults) : read;
}

function readSendWindow(request: Request): SendWindow {
  if (!Object.hasOwn(request, 'sendWindow')) return DEFAULT_WINDOW;
  const at = place(['sendWindow']);
  return sendWindow(request.sendWindow, at) ?? refuse('invalid-request', at.faults);
}
