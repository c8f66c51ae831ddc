// ics: one entry of whole days → its dates. What cannot be read of it is a fault of this entry alone.

import type { EpochDay } from '../../core/model.ts';
import { EntryFault } from './entry-fault.ts';
import { allOf, firstOf } from './entry-revisions.ts';
import type { Horizon } from './horizon.ts';
import type { RawEntry } from './lines.ts';
import { occurrences } from './occurrences.ts';
import { type Rule, ruleOf } from './rule.ts';
import { daysLong, meantDay, readValue, type Value } from './values.ts';

export interface AllDay {
  readonly start: EpochDay;
  /** How many dates, at least 1. */
  readonly length: number;
}

/** A changed occurrence, as its series sees it. */
export interface Changed {
  /** The date that the series would have given. */
  readonly day: EpochDay;
  /** Given when it holds for the later ones too, moved and as long as this; null: they are gone. */
  readonly onwards?: AllDay | null;
}

/** A closure longer than that is a mistake; it is also as far as a deadline is looked for (RULES.md 3). */
const MOST_LENGTH = 400;

/** The first date and the length. @throws EntryFault */
export function allDayOf(raw: RawEntry, { zone }: Horizon): AllDay {
  if (raw.tooMany !== null) throw new EntryFault(raw.tooMany, 'VEVENT', '', 'fewer');
  if (raw.strayLine !== null) throw new EntryFault(raw.strayLine, 'VEVENT', '', 'property');
  for (const { cut, line, name } of raw.properties)
    if (cut && name !== 'SUMMARY' && name !== 'DESCRIPTION') throw new EntryFault(line, name, '', 'shorter');
  const [property, second] = allOf(raw, 'DTSTART');
  if (property === undefined) throw new EntryFault(raw.line, 'DTSTART', '', 'date');
  if (second !== undefined && readValue(second).text !== readValue(property).text)
    throw new EntryFault(second.line, 'DTSTART', readValue(second).text, 'once');
  const value = readValue(property);
  const { day: start, whole } = meantDay(value, value.text, zone);
  if (!whole) throw new EntryFault(property.line, 'DTSTART', value.text, 'date');
  return { start, length: lengthOf(raw, start, zone) };
}

function lengthOf(raw: RawEntry, start: EpochDay, zone: Horizon['zone']): number {
  const end = firstOf(raw, 'DTEND');
  const duration = firstOf(raw, 'DURATION');
  const said = end ?? duration;
  if (said === null) return 1;
  const value = readValue(said);
  const length = end === null ? daysLong(value) : daysUntil(value, start, zone);
  if (length < 0) throw new EntryFault(said.line, said.name, value.text, 'after-start');
  if (length > MOST_LENGTH) throw new EntryFault(said.line, said.name, value.text, 'length');
  return Math.max(1, length);
}

/** The end is the date after the last one; a time within a date still covers it. */
function daysUntil(value: Value, start: EpochDay, zone: Horizon['zone']): number {
  const { day, whole } = meantDay(value, value.text, zone);
  return day - start + (whole ? 0 : 1);
}

/** Dates looked at for one entry: every day for 500 years. */
const MOST_STEPS = 200_000;
const MOST_LISTED = 10_000;

/** The first dates of its occurrences that touch the horizon, each once; `look` is told how many were looked at. @throws EntryFault */
export function datesOf(
  raw: RawEntry,
  { start, length }: AllDay,
  horizon: Horizon,
  look: (dates: number) => void,
): ReadonlySet<EpochDay> {
  const { zone, to } = horizon;
  const span = { from: horizon.from - length + 1, to };
  let steps = 0;
  const given = (rule: Rule): Iterable<EpochDay> =>
    occurrences(rule, start, span, (dates) => {
      steps += dates;
      look(dates);
      if (steps > MOST_STEPS) throw new EntryFault(rule.line, rule.field, rule.text, 'steps');
    });
  const rules = (name: string): Rule[] => allOf(raw, name).map((property) => ruleOf(readValue(property), zone));
  const repeats = rules('RRULE');
  const days = new Set(repeats.length === 0 ? [start] : []);
  for (const rule of repeats) for (const day of given(rule)) days.add(day);
  for (const day of listed(raw, 'RDATE', zone)) days.add(day);
  for (const rule of rules('EXRULE')) for (const day of given(rule)) days.delete(day);
  for (const day of listed(raw, 'EXDATE', zone)) days.delete(day);
  return days;
}

function* listed(raw: RawEntry, name: string, zone: Horizon['zone']): Generator<EpochDay> {
  let dates = 0;
  for (const property of allOf(raw, name)) {
    const value = readValue(property);
    for (const one of value.text.split(',')) {
      // A period begins with its date.
      const text = one.trim().split('/')[0]!;
      if (text === '') continue;
      if (++dates > MOST_LISTED) throw new EntryFault(property.line, name, '', 'fewer');
      yield meantDay(value, text, zone).day;
    }
  }
}

/** The occurrences of a series after its changed ones were taken out, moved and cut as they say. */
export function withChanges(days: Iterable<EpochDay>, { length }: AllDay, changes: readonly Changed[]): AllDay[] {
  const changed = new Set(changes.map(({ day }) => day));
  const onwards = changes.filter((one) => one.onwards !== undefined).sort((a, b) => a.day - b.day);
  return [...days]
    .filter((day) => !changed.has(day))
    .flatMap((day) => {
      const rule = onwards.findLast((one) => one.day <= day);
      if (rule?.onwards === undefined) return [{ start: day, length }];
      if (rule.onwards === null) return [];
      return [{ start: day + rule.onwards.start - rule.day, length: rule.onwards.length }];
    });
}
