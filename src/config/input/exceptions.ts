// config: closed and open entries of a calendar, and what they must not say against each other (RULES.md 4).

import type { ClosedEntry, OpenEntry } from '../../core/model.ts';
import { formatDate, weekdayOf } from '../../core/time/civil-date.ts';
import { dateRange, yearlyRange } from '../values/dates.ts';
import { formatPath } from '../values/faults.ts';
import {
  inside,
  lineOfText,
  optional,
  orNull,
  type Place,
  type Reader,
  readMap,
  refuse,
  required,
} from '../values/readers.ts';
import { dayHours, type WeekHours } from './hours.ts';

type Dated = { readonly from: number; readonly to: number };
type Items<T> = readonly (T | undefined)[];

const CLOSED_NEEDS = '`on` (a date or range) or `every` (a day of each year or range)';

export const closedEntry: Reader<ClosedEntry> = (value, at) => {
  const read = readMap(
    {
      on: orNull(dateRange),
      every: orNull(yearlyRange),
      name: optional(lineOfText(), ''),
    },
    value,
    at,
  );
  if (!read) return undefined;
  const { on, every, name } = read;
  if (on === null && every === null) return refuse(at, 'neither', CLOSED_NEEDS);
  if (on !== null && every !== null) return refuse(at, 'both `on` and `every`', `one of ${CLOSED_NEEDS}`);
  if (on) return { kind: 'on', ...on, name: name || '臨時休業' };
  return every ? { kind: 'every', ...every, name: name || '定例休業' } : undefined;
};

export const openEntry: Reader<OpenEntry> = (value, at) => {
  const read = readMap(
    {
      on: required(dateRange, 'a date or a range of dates'),
      name: optional(lineOfText(), '臨時営業'),
      hours: orNull(dayHours(1)),
    },
    value,
    at,
  );
  return read?.on && { ...read.on, name: read.name ?? '', hours: read.hours ?? null };
};

/** A date both closed once and open is a contradiction; the fault names both entries. */
export function refuseContradictions(closed: Items<ClosedEntry>, open: Items<OpenEntry>, at: Place): void {
  open.forEach((opening, i) => {
    const j = opening ? closed.findIndex((entry) => entry?.kind === 'on' && overlap(entry, opening)) : -1;
    const closing = closed[j];
    if (!opening || closing?.kind !== 'on') return;
    const here = inside(inside(at, 'open'), i);
    const there = formatPath([...at.path, 'closed', j]);
    const found = `${formatDate(Math.max(opening.from, closing.from))} open (${opening.name}) and closed in ${there} (${closing.name})`;
    refuse(inside(here, 'on'), found, 'a date only in one of `open` and one-off `closed`');
  });
}

/** Two open entries for one date must not give it two different hours. */
export function refuseTwoHours(open: Items<OpenEntry>, at: Place): void {
  const hoursOf = (entry: OpenEntry) => JSON.stringify(entry.hours);
  open.forEach((entry, i) => {
    if (!entry) return;
    const j = open.findIndex((e, k) => e && k < i && overlap(e, entry) && hoursOf(e) !== hoursOf(entry));
    const other = open[j];
    if (!other) return;
    const first = formatPath([...at.path, 'open', j]);
    const found = `${formatDate(Math.max(entry.from, other.from))} with other hours than in ${first} (${other.name})`;
    refuse(inside(inside(at, 'open'), i), found, 'one set of hours a date');
  });
}

/** Where hours are given per weekday, an open date on a weekday without them needs its own. */
export function refuseOpenWithoutHours(open: Items<OpenEntry>, hours: WeekHours, at: Place): void {
  open.forEach((entry, i) => {
    if (!entry || entry.hours) return;
    const days = Array.from({ length: Math.min(7, entry.to - entry.from + 1) }, (_, n) => entry.from + n);
    const bare = days.find((day) => hours[weekdayOf(day)] === undefined);
    if (bare === undefined) return;
    const found = `${formatDate(bare)} (${weekdayOf(bare)}) without hours`;
    refuse(inside(inside(at, 'open'), i), found, '`hours` of its own, since that weekday has none');
  });
}

function overlap(a: Dated, b: Dated): boolean {
  return a.from <= b.to && b.from <= a.to;
}
