// config: the lists of the day and of the week (RULES.md 9): who gets them, and when.

import { WEEKDAYS, type Weekday } from '../../core/model.ts';
import { RESERVED_CONTACTS } from '../../core/notifications/contacts.ts';
import type { ListTime, MorningRule, WeeklyRule } from '../../core/notifications/list-days.ts';
import { didYouMean } from '../values/did-you-mean.ts';
import { describe } from '../values/faults.ts';
import {
  idOfText,
  inside,
  listOf,
  optional,
  type Place,
  type Reader,
  readMap,
  refuse,
  required,
  whole,
} from '../values/readers.ts';
import { weekday } from './calendar.ts';
import { timeOfDay } from './hours.ts';

const TELL = 'a list of contacts';
const NONE = 'none';

/** `opening`, or a time of the day. */
const listTime: Reader<ListTime> = (value, at) => {
  if (value === 'opening') return value;
  if (typeof value === 'string' && /\d/.test(value)) return timeOfDay(value, at);
  const hint = typeof value === 'string' ? didYouMean(value, ['opening']) : 'put it between quotation marks';
  return refuse(at, describe(value), 'opening, or a time such as "08:30"', hint);
};

const MORNING_SHAPE = { tell: required(listOf(idOfText(), 'contacts', 1), TELL), at: optional(listTime, 'opening') };

/** The morning list; null where a shop takes none although all others do. */
export const morning: Reader<MorningRule | null> = (value, at) => {
  if (value === NONE) return null;
  const before = at.faults.length;
  const read = readMap(MORNING_SHAPE, value, at);
  if (!read || at.faults.length > before) return undefined;
  return { tell: whole(read.tell ?? []), at: read.at ?? 'opening' };
};

const WEEKLY_SHAPE = {
  on: required(weekday, `a weekday: ${WEEKDAYS.join(', ')}`),
  tell: optional(listOf(idOfText(), 'contacts', 1), ['owner']),
};

/** A weekday, for the summary to the owner; a map that names others too; or null, for none. */
export const weekly: Reader<WeeklyRule | null> = (value, at) => {
  if (value === NONE) return null;
  if (typeof value !== 'object' || value === null) {
    const on = weekday(value, at);
    return on && { on, tell: ['owner'] };
  }
  const before = at.faults.length;
  const read = readMap(WEEKLY_SHAPE, value, at);
  if (!read || at.faults.length > before) return undefined;
  return { on: read.on as Weekday, tell: whole(read.tell ?? []) };
};

/** Reports names that are neither a contact of the shop nor always there. */
export function refuseUnknownReaders(
  tell: readonly string[] | undefined,
  contacts: readonly string[] | null,
  at: Place,
): void {
  if (contacts === null) return;
  const known = [...RESERVED_CONTACTS, ...contacts];
  tell?.forEach((name, i) => {
    if (!known.includes(name))
      refuse(inside(inside(at, 'tell'), i), describe(name), known.join(', '), didYouMean(name, known));
  });
}
