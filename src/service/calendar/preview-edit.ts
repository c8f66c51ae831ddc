// All that is told before a calendar edit is saved: the lines of the file, the days, the deadlines, what to look at
// twice, and what becomes of open inquiries, by the same plans that the service carries out. Reads only.

import type { EditSide, PreparedEdit } from '../../config/edit/calendar-edit.ts';
import type { Change } from '../../config/edit/change.ts';
import { type Hint, hintsOf } from '../../config/edit/hints.ts';
import { choosePolicy } from '../../config/input/shop-settings.ts';
import { type Finding, type LintOptions, lintShop } from '../../config/lint/lint.ts';
import type { Calendar } from '../../core/calendar/calendar.ts';
import type { OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { EpochDay, Instant, Policy } from '../../core/model.ts';
import {
  type CalendarPair,
  changedDays,
  type DayChange,
  type MovedDeadline,
  movedDeadlines,
} from '../../core/steps/calendar-diff.ts';
import { compileNamed } from '../compiled-calendars.ts';
import { previewConfig, type ShopPreview } from '../configuration/preview-config.ts';
import { refreshOutside } from '../outside-in-force.ts';
import type { Service } from '../service.ts';
import { type ComingChange, readComingChange } from './coming-change.ts';

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
  /** What it makes of the days ahead; null: no database answers. */
  readonly coming: readonly ComingChange[] | null;
}

export interface OpenInquiries {
  /** null: what is in force already. */
  readonly preview: ShopPreview | null;
  /** What RMS and imported calendars close. */
  readonly outside: readonly OutsideCalendar[];
  readonly coming: readonly ComingChange[];
}

/** Days are told this far ahead; a yearly closure shows up twice. */
const AHEAD_DAYS = 730;
const BACK_DAYS = 400;

/**
 * What an edit does: `changes` are what was asked for (none for an edit taken back), `open` what becomes of open
 * inquiries, null where no database answers.
 */
export function effectOf(
  edit: PreparedEdit,
  changes: readonly Change[],
  { now, open }: { readonly now: Instant; readonly open: OpenInquiries | null },
): Effect {
  const { shop } = edit.after;
  const outside = open?.outside ?? [];
  const pair = { before: calendarOf(edit.before, outside), after: calendarOf(edit.after, outside) };
  const today = pair.after.zone.localDay(now);
  const days = daysOf(pair, changes, today);
  // What the edit changes is the shop's own calendar, whatever else a policy counts on.
  const policy = choosePolicy(shop, { channel: 'r-messe' });
  const hints = eachOnce(changes.flatMap((change) => hintsOf(change, pair, today)));
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
    coming: open?.coming ?? null,
  };
}

/** What an edit would do to open inquiries, against what is in force in the database. */
export async function openInquiriesAfter(
  parts: Pick<Service, 'db' | 'clock' | 'config' | 'counting'>,
  { shopId, before, after }: PreparedEdit,
): Promise<OpenInquiries> {
  const next = { ...parts.config, shops: new Map(parts.config.shops).set(shopId, after.shop) };
  await refreshOutside(parts);
  const { shops } = await previewConfig(parts, next, new Set([shopId]));
  const preview = shops[0] ?? null;
  const sides = { before: before.shop, after: after.shop, deadlines: preview?.deadlines ?? null };
  const coming = await readComingChange(parts, sides);
  return { preview, outside: parts.counting.outsideOf(after.shop), coming };
}

/** Changes of one edit may ask the same question. */
function eachOnce(hints: readonly Hint[]): Hint[] {
  return [...new Map(hints.map((hint) => [hint.words.ja, hint])).values()];
}

function calendarOf({ shop }: EditSide, outside: readonly OutsideCalendar[]): Calendar {
  return compileNamed(shop, undefined, outside);
}

/** Past days only where they were named, or where an edit is taken back. */
function daysOf(pair: CalendarPair, changes: readonly Change[], today: EpochDay): DayChange[] {
  const named = changes.flatMap(({ entry, dates }) => (entry.on !== undefined && dates !== null ? [dates] : []));
  const first = changes.length === 0 ? today - BACK_DAYS : Math.min(today, ...named.map(({ from }) => from));
  const last = Math.max(today + AHEAD_DAYS, ...named.map(({ to }) => to));
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

export interface ChangedLine {
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
