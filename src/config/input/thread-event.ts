// config: an event of an inquiry, for every way in alike (CONTRACT.md): those that marketplaces write, and answers given
// elsewhere and promises with their withdrawals (RULES.md 10).

import {
  ANSWER_WAYS,
  type Instant,
  PROMISE_EVENT_TYPES,
  PROMISE_REASONS,
  type PromiseEventType,
  type PromiseReason,
  type ThreadEvent,
} from '../../core/model.ts';
import { parseDate } from '../../core/time/civil-date.ts';
import type { Zone } from '../../core/time/zone.ts';
import { describe, type Path } from '../values/faults.ts';
import {
  idOfText,
  inside,
  lineOfText,
  oneOf,
  optional,
  type Place,
  place,
  type Reader,
  readMap,
  refuse,
  required,
} from '../values/readers.ts';
import { type EventRead, instant, parseEvent, parseEventWith, seq } from './event.ts';

/** Of who did it. */
const LONGEST_NAME = 80;
const UNTIL = 'an instant with an offset or a date (its end), after the promise';

/** One event of a thread in this zone; `code` tells a bad `at` from everything else that can be wrong. */
export function parseThreadEvent(value: unknown, zone: Zone, path: Path): EventRead<ThreadEvent> {
  const type = typeOf(value);
  return type === null ? parseEvent(value, path) : parseEventWith(READERS[type](zone), value, path);
}

function typeOf(value: unknown): PromiseEventType | null {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : null;
  return PROMISE_EVENT_TYPES.find((known) => known === type) ?? null;
}

const COMMON = {
  type: required(oneOf(PROMISE_EVENT_TYPES), 'the event’s type'),
  id: required(idOfText(), 'the event’s id'),
  at: required(instant, 'an RFC 3339 instant with an offset'),
  seq: optional<number | null>(seq, null),
  by: optional<string | null>(lineOfText(LONGEST_NAME), null),
};

const READERS: Readonly<Record<PromiseEventType, (zone: Zone) => Reader<ThreadEvent>>> = {
  answered_elsewhere: () => (value, at) => {
    const read = readMap({ ...COMMON, how: required(oneOf(ANSWER_WAYS), ANSWER_WAYS.join(', ')) }, value, at);
    const event = read && common(read);
    return event && read?.how ? { ...event, how: read.how } : undefined;
  },
  answer_withdrawn: () => (value, at) => {
    const read = readMap({ ...COMMON, answer: required(idOfText(), 'the id of the answer') }, value, at);
    return read && withdrawal(read, read.answer);
  },
  promise_withdrawn: () => (value, at) => {
    const read = readMap({ ...COMMON, promise: required(idOfText(), 'the id of the promise') }, value, at);
    return read && withdrawal(read, read.promise);
  },
  promised: (zone) => (value, at) => {
    const shape = { until: required(untilOf(zone), UNTIL), reason: optional<PromiseReason | null>(reason, null) };
    const read = readMap({ ...COMMON, ...shape }, value, at);
    const event = read && common(read);
    if (event === undefined || read?.until === undefined) return undefined;
    if (read.until > event.at) return { ...event, until: read.until, ...(read.reason && { reason: read.reason }) };
    return refuse(inside(at, 'until'), 'an instant that is not after the promise', UNTIL);
  },
};

const reason = oneOf(PROMISE_REASONS);

interface Common {
  readonly type: PromiseEventType | undefined;
  readonly id: string | undefined;
  readonly at: Instant | undefined;
  readonly seq: number | null | undefined;
  readonly by: string | null | undefined;
}

function common({ type, id, at, seq, by }: Common): ThreadEvent | undefined {
  if (!type || !id || at === undefined) return undefined;
  return { type, id, at, ...(typeof seq === 'number' && { seq }), ...(by && { by }) };
}

function withdrawal(read: Common, withdraws: string | undefined): ThreadEvent | undefined {
  const event = common(read);
  return event && withdraws !== undefined ? { ...event, withdraws } : undefined;
}

/** A date means its end. */
const untilOf =
  (zone: Zone): Reader<Instant> =>
  (value, at: Place) => {
    const day = typeof value === 'string' ? parseDate(value) : null;
    if (day !== null) return zone.startOfDay(day + 1);
    return instant(value, place()) ?? refuse(at, describe(value), UNTIL);
  };
