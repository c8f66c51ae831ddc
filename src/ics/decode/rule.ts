// ics: a repetition of whole days (RFC 5545 3.3.10), read strictly: what is left out or misread would open or close days.

import type { EpochDay, Weekday } from '../../core/model.ts';
import type { Zone } from '../../core/time/zone.ts';
import { EntryFault } from './entry-fault.ts';
import { meantDay, type Value } from './values.ts';

export type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY';

export interface Rule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | null;
  /** The last date it may give. */
  readonly until: EpochDay | null;
  readonly weekStart: Weekday;
  /** `nth` 0: each one; negative: from the end. */
  readonly byDay: readonly { readonly nth: number; readonly weekday: Weekday }[] | null;
  readonly byMonth: ReadonlySet<number> | null;
  readonly byMonthDay: ReadonlySet<number> | null;
  readonly byYearDay: ReadonlySet<number> | null;
  readonly byWeekNo: ReadonlySet<number> | null;
  readonly bySetPos: ReadonlySet<number> | null;
  /** Where it stands, and what is written there. */
  readonly line: number;
  readonly field: string;
  readonly text: string;
}

const FREQUENCIES: readonly Frequency[] = ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'];
const WEEKDAYS: Readonly<Record<string, Weekday>> = {
  SU: 'sun',
  MO: 'mon',
  TU: 'tue',
  WE: 'wed',
  TH: 'thu',
  FR: 'fri',
  SA: 'sat',
};
/** Of no meaning for whole days (RFC 5545), or the calendar that everybody means. */
const IGNORED = new Set(['BYHOUR', 'BYMINUTE', 'BYSECOND']);
const KNOWN = new Set(
  'FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO BYSETPOS BYHOUR BYMINUTE BYSECOND'.split(
    ' ',
  ),
);

/** Reads an RRULE or EXRULE. @throws EntryFault that names its part */
export function ruleOf(value: Value, zone: Zone): Rule {
  const parts = partsOf(value);
  const fault = (name: string, allowed: 'frequency' | 'whole' | 'weekday' | 'numbers' | 'rule') =>
    new EntryFault(value.property.line, value.property.name, `${name}=${parts.get(name) ?? ''}`, allowed);
  const frequency = FREQUENCIES.find((one) => one === parts.get('FREQ'));
  if (frequency === undefined) throw fault('FREQ', 'frequency');

  const whole = (name: string): number | null => {
    const text = parts.get(name);
    if (text === undefined) return null;
    if (!/^\d{1,15}$/.test(text) || Number(text) < 1) throw fault(name, 'whole');
    return Number(text);
  };
  const numbers = (name: string, most: number, negative = true): Set<number> | null => {
    const text = parts.get(name);
    if (text === undefined) return null;
    const read = new Set(text.split(',').map((one) => (/^[+-]?\d{1,3}$/.test(one) ? Number(one) : 0)));
    if ([...read].some((one) => one === 0 || Math.abs(one) > most || (one < 0 && !negative)))
      throw fault(name, 'numbers');
    return read;
  };
  const weekStart = WEEKDAYS[parts.get('WKST') ?? 'MO'];
  if (weekStart === undefined) throw fault('WKST', 'weekday');
  const rule: Rule = {
    frequency,
    weekStart,
    interval: whole('INTERVAL') ?? 1,
    count: whole('COUNT'),
    until: untilOf(value, parts.get('UNTIL'), zone),
    byDay: weekdaysOf(parts.get('BYDAY'), () => fault('BYDAY', 'weekday')),
    byMonth: numbers('BYMONTH', 12, false),
    byMonthDay: numbers('BYMONTHDAY', 31),
    byYearDay: numbers('BYYEARDAY', 366),
    byWeekNo: numbers('BYWEEKNO', 53),
    bySetPos: numbers('BYSETPOS', 366),
    line: value.property.line,
    field: value.property.name,
    text: value.text,
  };
  if (rule.byWeekNo !== null && frequency !== 'YEARLY') throw fault('BYWEEKNO', 'rule');
  const counted = rule.byDay?.some(({ nth }) => nth !== 0) === true;
  if (counted && (rule.byWeekNo !== null || frequency === 'WEEKLY' || frequency === 'DAILY'))
    throw fault('BYDAY', 'rule');
  return rule;
}

/** The parts by name; blanks, empty parts and a `;` at the end are how some programs write. */
function partsOf({ property, text }: Value): Map<string, string> {
  const parts = new Map<string, string>();
  for (const one of text.replace(/\s/g, '').split(';')) {
    const [name = '', ...rest] = one.split('=');
    if (one === '' || IGNORED.has(name)) continue;
    if (!KNOWN.has(name) || rest.length !== 1 || rest[0] === '' || parts.has(name))
      throw new EntryFault(property.line, property.name, one, 'rule');
    parts.set(name, rest[0]!);
  }
  return parts;
}

function untilOf(value: Value, text: string | undefined, zone: Zone): EpochDay | null {
  return text === undefined ? null : meantDay({ ...value, head: '' }, text, zone).day;
}

function weekdaysOf(text: string | undefined, fault: () => EntryFault): Rule['byDay'] {
  if (text === undefined) return null;
  const days = new Map<string, { nth: number; weekday: Weekday }>();
  for (const one of text.split(',')) {
    const match = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(one);
    const weekday = WEEKDAYS[match?.[2] ?? ''];
    const nth = match?.[1] === undefined ? 0 : Number(match[1]);
    if (weekday === undefined || Math.abs(nth) > 53 || (nth === 0 && match?.[1] !== undefined)) throw fault();
    days.set(`${nth}${weekday}`, { nth, weekday });
  }
  return [...days.values()];
}
