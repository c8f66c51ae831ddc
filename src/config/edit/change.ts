// config: what an admin asks to change in a calendar (`calendar close …`, `calendar open …`) → the entry to write.
// Nothing here knows the file; yaml-insert.ts puts the entry into its text.

import type { EpochDay } from '../../core/model.ts';
import { civil, formatDate, parseDate } from '../../core/time/civil-date.ts';
import { dayHours, formatRange } from '../input/hours.ts';
import { dateRange, yearlyRange } from '../values/dates.ts';
import { describe, type Fault } from '../values/faults.ts';
import { inside, lineOfText, type Place, place, refuse } from '../values/readers.ts';

/** The two lists of a calendar that are edited by command. */
type EditedList = 'closed' | 'open';

/** As typed by a person; nothing checked yet. */
export interface ChangeRequest {
  readonly list: EditedList;
  /** 2026-10-17, 2026-12-29..2027-01-03; with `every` also 12-29..01-03. */
  readonly range: string;
  readonly name?: string | undefined;
  readonly every?: boolean | undefined;
  /** 10:00-12:00,13:00-15:00 */
  readonly hours?: string | undefined;
}

/** An entry as the file writes it. */
export interface FileEntry {
  readonly on?: string;
  readonly every?: string;
  readonly name?: string;
  readonly hours?: readonly string[];
}

export interface Change {
  readonly list: EditedList;
  readonly entry: FileEntry;
  /** The dates that were named; null for a yearly closure given without a year. */
  readonly dates: { readonly from: EpochDay; readonly to: EpochDay } | null;
}

const DAYS_OF_A_YEAR = 365;

/** Checks what was asked; faults carry the name of the argument as their path. */
export function readChange(asked: ChangeRequest): { change: Change } | { faults: readonly Fault[] } {
  const at = place();
  const dates = readDates(asked, at);
  const name = asked.name === undefined ? undefined : lineOfText()(asked.name, inside(at, '--name'));
  const hours = asked.hours === undefined ? undefined : readHours(asked.hours, inside(at, '--hours'));
  if (at.faults.length > 0 || !dates) return { faults: at.faults };
  const entry = { ...dates.written, ...(name ? { name } : {}), ...(hours ? { hours } : {}) };
  return { change: { list: asked.list, entry, dates: dates.dates } };
}

interface ReadDates {
  readonly written: { readonly on: string } | { readonly every: string };
  readonly dates: Change['dates'];
}

function readDates({ range, every, list }: ChangeRequest, at: Place): ReadDates | undefined {
  const here = inside(at, 'range');
  const yearless = /^\d{2}-\d{2}(\.\.\d{2}-\d{2})?$/.test(range);
  if (every && list === 'open')
    return refuse(
      inside(at, '--every'),
      'a yearly open date',
      'only dates of one year: the file knows no yearly open ones',
    );
  if (yearless && !every) return refuse(here, describe(range), 'dates with a year', 'for every year add --every');
  if (yearless) return yearlyRange(range, here) && { written: { every: range }, dates: null };
  const dates = dateRange(range, here);
  if (!dates) return undefined;
  if (!every) return { written: { on: written(dates.from, dates.to, formatDate) }, dates };
  if (dates.to - dates.from + 1 >= DAYS_OF_A_YEAR)
    return refuse(here, `${dates.to - dates.from + 1} days`, 'less than a year with --every');
  return { written: { every: written(dates.from, dates.to, monthDay) }, dates };
}

function readHours(text: string, at: Place): readonly string[] | undefined {
  return dayHours(1)(
    text.split(',').map((part) => part.trim()),
    at,
  )?.map(formatRange);
}

function written(from: EpochDay, to: EpochDay, write: (day: EpochDay) => string): string {
  return from === to ? write(from) : `${write(from)}..${write(to)}`;
}

function monthDay(day: EpochDay): string {
  return formatDate(day).slice(5);
}

/** The dates of a written entry in the years around a day: one stretch for `on`, one a year for `every`. */
export function stretchesOf(entry: FileEntry, around: EpochDay): { from: EpochDay; to: EpochDay }[] {
  const [first = '', last = first] = (entry.on ?? entry.every ?? '').split('..');
  if (entry.on !== undefined) {
    const [from, to] = [parseDate(first), parseDate(last)];
    return from === null || to === null ? [] : [{ from, to }];
  }
  const { year } = civil(around);
  return [year - 1, year, year + 1, year + 2].flatMap((y) => {
    const [from, to] = [parseDate(`${y}-${first}`), parseDate(`${last < first ? y + 1 : y}-${last}`)];
    return from === null || to === null ? [] : [{ from, to }];
  });
}
