// cli: months as grids, weeks as rows, as many beside each other as fit; why days are closed stands below each month.
// Colour is never the only sign (some see none, `| less` shows none): every day that is not ordinary has a mark.

import pc from 'picocolors';
import type { CalendarDay, CalendarMonth } from '../../core/calendar/calendar-days.ts';
import { type EpochDay, type Language, WEEKDAYS } from '../../core/model.ts';
import { weekdayName } from '../../core/time/format.ts';
import { columns } from '../../core/time/words.ts';
import { type DayKind, kindOf, legend, markOf } from '../../service/calendar/describe-days.ts';
import { brokenTo, type Line, padded, plainLine, sideBySide } from '../io/text-columns.ts';
import { monthTitle, notesOf, TODAY_MARK, todayInWords } from './words.ts';

export interface GridOptions {
  readonly language: Language;
  /** Columns of the terminal. */
  readonly width: number;
  readonly colour: boolean;
  readonly today: EpochDay;
  /** Weeks begin on Sunday, as Japanese calendars do, or on Monday. */
  readonly firstWeekday: 'sun' | 'mon';
}

type Paint = (text: string) => string;

/** A cell: today's mark, two digits, the day's mark. */
const CELL = 5;
const MONTH = 7 * CELL;
const GAP = 4;
/** Below this there is no room for a list beside a month. */
const LEAST_LIST = 30;

/** The lines of the grids with their lists, a legend at the end. */
export function gridLines(months: readonly CalendarMonth[], options: GridOptions): string[] {
  const paint = paints(options.colour);
  const perRow = Math.max(1, Math.floor((options.width + GAP) / (MONTH + GAP)));
  const lines = months.length === 1 ? oneMonth(months[0]!, options, paint) : monthRows(months, perRow, options, paint);
  return [...lines, '', ...legendLines(months, options, paint)];
}

/** One month: its list beside it where there is room, else below. */
function oneMonth(month: CalendarMonth, options: GridOptions, paint: Paints): string[] {
  const grid = monthGrid(month, 0, options, paint);
  const room = options.width - MONTH - GAP;
  if (room < LEAST_LIST)
    return sideBySide(
      [[...grid, plainLine(''), ...list(month, Math.min(options.width, 60), options, paint)]],
      MONTH,
      GAP,
    );
  return sideBySide([grid, list(month, Math.min(room, 60), options, paint)], MONTH, GAP);
}

function monthRows(months: readonly CalendarMonth[], perRow: number, options: GridOptions, paint: Paints): string[] {
  const lines: string[] = [];
  for (let i = 0; i < months.length; i += perRow) {
    const row = months.slice(i, i + perRow);
    const weeks = Math.max(...row.map((month) => weeksOf(month, options).length));
    const width = Math.min(options.width, MONTH);
    const blocks = row.map((month) => [
      ...monthGrid(month, weeks, options, paint),
      plainLine(''),
      ...list(month, width, options, paint),
    ]);
    if (i > 0) lines.push('');
    lines.push(...sideBySide(blocks, MONTH, GAP));
  }
  return lines;
}

function monthGrid(month: CalendarMonth, leastWeeks: number, options: GridOptions, paint: Paints): Line[] {
  const { language } = options;
  const title = monthTitle(month, language);
  const weekdays = weekdayOrder(options).map((day) => padded(` ${weekdayName(day, language).slice(0, 2)}`, CELL));
  const weeks = weeksOf(month, options);
  const blank = Array.from({ length: Math.max(0, leastWeeks - weeks.length) }, () => plainLine(''));
  return [
    { plain: title, shown: paint.title(title) },
    { plain: weekdays.join('').trimEnd(), shown: paint.faint(weekdays.join('').trimEnd()) },
    ...weeks.map((week) => weekLine(week, options, paint)),
    ...blank,
  ];
}

function weekdayOrder({ firstWeekday }: GridOptions) {
  return firstWeekday === 'sun' ? WEEKDAYS : [...WEEKDAYS.slice(1), WEEKDAYS[0]];
}

/** Weeks of seven; null before the first day and after the last. */
function weeksOf({ days }: CalendarMonth, options: GridOptions): (CalendarDay | null)[][] {
  const before = (weekdayOrder(options) as readonly string[]).indexOf(days[0]!.weekday);
  const cells = [...Array.from({ length: before }, () => null), ...days];
  return Array.from({ length: Math.ceil(cells.length / 7) }, (_, week) =>
    Array.from({ length: 7 }, (_, i) => cells[week * 7 + i] ?? null),
  );
}

function weekLine(week: readonly (CalendarDay | null)[], options: GridOptions, paint: Paints): Line {
  const cells = week.map((day) => (day === null ? plainLine(' '.repeat(CELL)) : cell(day, options, paint)));
  return { plain: cells.map(({ plain }) => plain).join(''), shown: cells.map(({ shown }) => shown).join('') };
}

function cell(day: CalendarDay, { language, today }: GridOptions, paint: Paints): Line {
  const kind = kindOf(day);
  const mark = markOf(kind, language, { wide: true });
  const lead = day.day === today ? TODAY_MARK : ' ';
  const text = dateOf(day) + mark;
  return {
    plain: lead + text,
    shown: paint.title(lead) + paint[kind](text.trimEnd()) + ' '.repeat(text.length - text.trimEnd().length),
  };
}

function dateOf({ date }: CalendarDay): string {
  return String(date).padStart(2);
}

function list(month: CalendarMonth, width: number, { language }: GridOptions, paint: Paints): Line[] {
  return notesOf(month, language).flatMap(({ kind, dates, words }) => {
    const mark = markOf(kind, language);
    const indent = ' '.repeat(columns(mark) + 1);
    return brokenTo([`${mark} ${dates}  `, ...words], width, indent).map((line, i) => ({
      plain: line,
      shown: i === 0 ? paint[kind](mark) + line.slice(mark.length) : line,
    }));
  });
}

function legendLines(
  months: readonly CalendarMonth[],
  { language, today, width }: GridOptions,
  paint: Paints,
): string[] {
  const days = months.flatMap((month) => month.days);
  const parts: Line[] = legend(new Set(days.map(kindOf)), language).map(({ kind, words }) => ({
    plain: words,
    shown: paint[kind](words),
  }));
  if (days.some(({ day }) => day === today)) parts.push(plainLine(todayInWords(language)));
  const rows: Line[] = [];
  for (const { plain, shown } of parts) {
    const last = rows.at(-1);
    if (last && columns(last.plain) + 3 + columns(plain) <= width)
      rows[rows.length - 1] = { plain: `${last.plain}   ${plain}`, shown: `${last.shown}   ${shown}` };
    else rows.push({ plain, shown });
  }
  return rows.map(({ shown }) => shown);
}

type Paints = Readonly<Record<DayKind | 'title' | 'faint', Paint>>;

function paints(colour: boolean): Paints {
  const colours = pc.createColors(colour);
  return {
    title: colours.bold,
    faint: colours.dim,
    open: (text) => text,
    regular: colours.red,
    entered: (text) => colours.bgRed(colours.white(text)),
    outside: (text) => colours.bgMagenta(colours.white(text)),
    opened: (text) => colours.bold(colours.green(text)),
  };
}
