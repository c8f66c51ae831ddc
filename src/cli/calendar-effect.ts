// cli: all that is told before a calendar edit is saved: the lines of the file, the days, the deadlines, what to look at
// twice, and, where a database answers, what becomes of open inquiries.

import type { EditSide, PreparedEdit } from '../config/edit.ts';
import type { Change } from '../config/edit-change.ts';
import {
  type CalendarPair,
  changedDays,
  type DayChange,
  type MovedDeadline,
  movedDeadlines,
} from '../config/edit-effect.ts';
import { type Hint, hintsOf } from '../config/edit-hints.ts';
import { type Finding, type LintOptions, lintShop } from '../config/lint.ts';
import { nationalHolidays } from '../config/national-holidays.ts';
import { choosePolicy } from '../config/shop-input.ts';
import { type Calendar, compileCalendar } from '../core/calendar.ts';
import type { Instant, Policy } from '../core/model.ts';
import type { OutsideCalendar } from '../core/outside.ts';
import { openZone } from '../core/zone.ts';
import { type OpenInquiries, openInquiriesAfter } from './calendar-open-inquiries.ts';

export interface Effect {
  readonly edit: PreparedEdit;
  readonly lines: readonly ChangedLine[];
  readonly days: readonly DayChange[];
  /** The policy that `moved` is told for. */
  readonly policy: Policy;
  readonly moved: readonly MovedDeadline[];
  readonly hints: readonly Hint[];
  /** Warnings of the linter that the edit brings. */
  readonly warnings: readonly Finding[];
  readonly calendar: Calendar;
  /** What becomes of open inquiries; null: nothing, or no database answers. */
  readonly open: OpenInquiries['preview'];
  readonly openKnown: boolean;
}

export interface EffectOptions {
  readonly config: string;
  readonly data: string;
  readonly now: Instant;
}

/** Days are told this far ahead; a yearly closure shows up twice. */
const AHEAD_DAYS = 730;
const BACK_DAYS = 400;

/** Reads only; what cannot be known is left out. */
export async function effectOf(
  edit: PreparedEdit,
  change: Change | null,
  { now, data, config }: EffectOptions,
): Promise<Effect> {
  const { shop } = edit.after;
  const open = await openInquiriesAfter(edit, config, data);
  const outside = open?.outside ?? [];
  const pair = { before: calendarOf(edit.before, outside), after: calendarOf(edit.after, outside) };
  const today = pair.after.zone.localDay(now);
  const days = daysOf(pair, change, today);
  const policy = choosePolicy(shop, { channel: 'r-messe' });
  const hints = change ? hintsOf(change, pair, today) : [];
  return {
    edit,
    lines: changedLines(edit.read.text, edit.text),
    days,
    policy,
    moved: movedDeadlines(pair, policy, days, today),
    hints,
    warnings: newWarnings(edit, { now, outsideOf: () => outside }, hints),
    calendar: pair.after,
    open: open?.preview ?? null,
    openKnown: open !== null,
  };
}

function calendarOf({ shop }: EditSide, outside: readonly OutsideCalendar[]): Calendar {
  return compileCalendar(shop.calendar, openZone(shop.timeZone), nationalHolidays, outside);
}

/** Past days only where they were named, or where an edit is taken back. */
function daysOf(pair: CalendarPair, change: Change | null, today: number): DayChange[] {
  const first =
    change === null ? today - BACK_DAYS : Math.min(today, change.entry.on ? (change.dates?.from ?? today) : today);
  const last = Math.max(today + AHEAD_DAYS, change?.entry.on ? (change.dates?.to ?? today) : today);
  return changedDays(pair, first, last);
}

/** Rules that a hint has told already. */
const TOLD = new Set(['closed-anyway', 'open-changes-nothing']);

function newWarnings({ before, after }: PreparedEdit, options: LintOptions, hints: readonly Hint[]): Finding[] {
  const known = new Set(lintShop(before.shop, options).map(({ what }) => what.ja));
  const long = hints.some(({ code }) => code === 'long');
  return lintShop(after.shop, options).filter(
    ({ rule, what }) => !known.has(what.ja) && !TOLD.has(rule) && !(long && rule === 'long-closure'),
  );
}

interface ChangedLine {
  /** Its number in the file as it was (gone) or will be (new). */
  readonly line: number;
  readonly change: 'gone' | 'new';
  readonly text: string;
}

/** The lines between the first and the last that differ. */
function changedLines(before: string, after: string): ChangedLine[] {
  const [a, b] = [before, after].map((text) => text.split(/\r?\n/)) as [string[], string[]];
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a.at(-1 - tail) === b.at(-1 - tail)) tail++;
  const cut = (lines: string[], change: ChangedLine['change']) =>
    lines.slice(head, lines.length - tail).map((text, i) => ({ line: head + i + 1, change, text }));
  return [...cut(a, 'gone'), ...cut(b, 'new')];
}
