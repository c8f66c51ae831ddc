// config: one event that marketplaces write, from NDJSON or HTTP → InquiryEvent (CONTRACT.md); all others: thread-event.ts.
// A source may put a customer's text into `message`; a fault never repeats it.

import { EVENT_TYPES, type InquiryEvent, type Instant, THREAD_EVENT_TYPES } from '../../core/model.ts';
import { characters, isStorable } from '../../core/text.ts';
import { parseInstant } from '../../core/time/instant.ts';
import { describe, type Fault, type Path } from '../values/faults.ts';
import { idOfText, inside, oneOf, optional, place, type Reader, readMap, refuse, required } from '../values/readers.ts';

const INSTANT = 'an RFC 3339 instant with an offset, such as 2026-06-01T10:00:00+09:00';
const YEARS = { first: 1900, last: 2199 };
const MISSING = Symbol('not given');

/** An instant (epoch ms) of the years 1900 to 2199 as written. */
export const instant: Reader<Instant> = (value, at) => {
  const read = parseInstant(value);
  if (read === null || typeof value !== 'string') return refuse(at, describe(value), INSTANT, offsetHint(value));
  const year = Number(value.slice(0, 4));
  if (year >= YEARS.first && year <= YEARS.last) return read;
  return refuse(at, describe(value), `an instant of the years ${YEARS.first} to ${YEARS.last}`);
};

const messageId: Reader<string> = (value, at) => {
  const fits = typeof value === 'string' && value !== '' && isStorable(value) && characters(value) <= 200;
  return fits ? value : refuse(at, 'no id', 'the id of the deleted message');
};

/** Exact in JSON, here and in the database. */
const MAX_SEQ = Number.MAX_SAFE_INTEGER;
const SEQ = `a whole number from 0 to ${MAX_SEQ}`;

/** The number of a message inside its inquiry. */
export const seq: Reader<number> = (value, at) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : refuse(at, describe(value), SEQ);

const SHAPE = {
  type: required(oneOf(THREAD_EVENT_TYPES), THREAD_EVENT_TYPES.join(', ')),
  id: required(idOfText(), 'the event’s id'),
  at: required(instant, INSTANT),
  message: optional<string | typeof MISSING>(messageId, MISSING),
  seq: optional<number | typeof MISSING>(seq, MISSING),
};

const readEvent: Reader<InquiryEvent> = (value, at) => {
  const read = readMap(SHAPE, value, at);
  if (!read) return undefined;
  const { id, at: when, message, seq: number } = read;
  const type = EVENT_TYPES.find((known) => known === read.type);
  if (type === 'message_deleted' && message === MISSING)
    return refuse(inside(at, 'message'), 'nothing', 'the id of the deleted message');
  if (type && type !== 'message_deleted' && message !== MISSING)
    return refuse(inside(at, 'message'), 'a message', 'this key only with the type message_deleted', undefined, 'key');
  if (!type || !id || when === undefined || message === undefined || number === undefined) return undefined;
  return { type, id, at: when, ...(message !== MISSING && { message }), ...(number !== MISSING && { seq: number }) };
};

/** What a reader made of an event; `code` tells a bad `at` from everything else that can be wrong (CONTRACT.md). */
export type EventRead<E> = { event: E } | { code: 'invalid-event' | 'invalid-instant'; faults: readonly Fault[] };

/** An event of one of the six types that marketplaces write, by itself. */
export function parseEvent(value: unknown, path: Path = ['event']): EventRead<InquiryEvent> {
  return parseEventWith(readEvent, value, path);
}

/** An event by itself, read by this reader. */
export function parseEventWith<E>(read: Reader<E>, value: unknown, path: Path): EventRead<E> {
  const at = place(path);
  const event = read(value, at);
  if (event && at.faults.length === 0) return { event };
  const onlyInstant = at.faults.every((f) => f.path.length === path.length + 1 && f.path.at(-1) === 'at');
  return { code: onlyInstant ? 'invalid-instant' : 'invalid-event', faults: at.faults };
}

function offsetHint(value: unknown): string | undefined {
  return typeof value === 'string' && parseInstant(`${value}Z`) !== null ? 'the offset is missing' : undefined;
}
