// Reports as CSV (RFC 4180, UTF-8 with a mark so that Excel reads Japanese). A cell that a spreadsheet would take
// for a formula is put behind an apostrophe, for texts come from outside.

import { type Instant, type Language, STEPS, type Step } from '../../../core/model.ts';
import type { Outcome } from '../../../core/reports/episode.ts';
import { stepDueAt } from '../../../core/reports/episode.ts';
import type { GroupNumbers } from '../../../core/reports/tally.ts';
import { visible } from '../../../core/text.ts';
import { DAY_MS, formatDate, MINUTE_MS } from '../../../core/time/civil-date.ts';
import type { Zone } from '../../../core/time/zone.ts';
import type { EpisodeLine, Report, ShopMonthRow } from '../../../service/reports/read-month.ts';
import { GOAL_STATES, goalLines, worstGoalState } from '../goals.tsx';
import type { Words } from '../words.ts';
import type { GoalsOfShop } from './goals-table.tsx';
import { REPORT_WORDS, type ReportWords } from './words.ts';

export type Cell = string | number | null;

/** In front of a file: tells Excel that it is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

/** One line with its end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

/** Spreadsheets skip blanks in front, and take the full-width signs for the others. */
const FORMULA = /^[\s\p{Z}\p{Cc}]*[=+\-@＝＋－＠−﹢﹣﹦﹫]|^[\t\r\n]/u;

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = visible(cell);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** An instant with the offset of a zone: `2026-11-26T10:00:00.000+09:00`. */
export function isoWithOffset(instant: Instant, zone: Zone): string {
  const minutes = Math.round(zone.offsetAt(instant) / MINUTE_MS);
  // RFC 3339 knows whole minutes; the local time is that of the offset written.
  const wall = instant + minutes * MINUTE_MS;
  const time = new Date(((wall % DAY_MS) + DAY_MS) % DAY_MS).toISOString().slice(11, 23);
  const size = Math.abs(minutes);
  const offset = `${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${formatDate(Math.floor(wall / DAY_MS))}T${time}${minutes < 0 ? '-' : '+'}${offset}`;
}

const two = (value: number): string => String(value).padStart(2, '0');
const minutesOf = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : Math.floor(ms / MINUTE_MS);

/** The month's numbers: the total, the month before, then by channel, type and category. */
export function monthCsv(language: Language, report: Report, { shop, goals }: GoalsOfShop): string {
  const { csv: own } = REPORT_WORDS[language];
  const { kinds } = own;
  const before = report.previous;
  const groups = [
    [kinds.channel, report.byChannel],
    [kinds.type, report.byType],
    [kinds.category, report.byCategory],
  ] as const;
  const rows: Cell[][] = [
    [...groupCells(kinds.total, report.month, report.total), ...PROMISED.map((one) => report.promises[one])],
    ...(before.total === null ? [] : [unpromised(groupCells(kinds.previous, before.month, before.total))]),
    ...groups.flatMap(([kind, list]) => list.map((group) => unpromised(groupCells(kind, group.key ?? '', group)))),
    ...goalLines(shop, goals, language).map((line) => [kinds.goal, line, ...blank(own.group.length - 2)]),
  ];
  return BYTE_ORDER_MARK + [own.group, ...rows].map(csvLine).join('');
}

function groupCells(kind: string, name: string, { episodes, steps, endings, replyTime }: GroupNumbers): Cell[] {
  const { answered, answeredElsewhere, completedWithoutReply, noReplyNeeded, deleted, open } = endings;
  return [
    kind,
    name,
    episodes,
    ...STEPS.flatMap((step) => {
      const one = steps[step];
      const outcomes = [one.met, one.missed, one.pending, one.lapsed, one.uncounted];
      return [...outcomes, one.asKnownThen, one.onlyAsKnownThen, one.onlyAsCorrected];
    }),
    ...[answered, answeredElsewhere, completedWithoutReply, noReplyNeeded, deleted, open],
    minutesOf(replyTime?.medianMs),
    minutesOf(replyTime?.p90Ms),
  ];
}

/** Of the month as a whole; the columns stand at the end. */
const PROMISED = ['made', 'kept', 'broken', 'extended', 'withdrawn', 'standing', 'keptByCompletion'] as const;

const unpromised = (cells: Cell[]): Cell[] => [...cells, ...blank(PROMISED.length)];

const blank = (cells: number): null[] => new Array<null>(cells).fill(null);

/** All shops side by side; `goals`: by shop, as they stand now. */
export function shopsCsv(
  language: Language,
  rows: readonly ShopMonthRow[],
  goals: ReadonlyMap<string, GoalsOfShop>,
): string {
  const { csv: own } = REPORT_WORDS[language];
  const cells = rows.map((row): Cell[] => [
    row.shop,
    row.name,
    ...(hasData(row)
      ? [
          row.episodes,
          ...[row.flagMet, row.flagMissed, row.ownerAlertMet, row.ownerAlertMissed, row.breachMet, row.breachMissed],
          row.completedWithoutReply,
          row.open,
        ]
      : blank(own.shop.length - 4)),
    ...goalCells(goals.get(row.shop), language),
  ]);
  return BYTE_ORDER_MARK + [own.shop, ...cells].map(csvLine).join('');
}

/** The state of the worst, and all of them in words. */
function goalCells(found: GoalsOfShop | undefined, language: Language): Cell[] {
  const state = found === undefined ? null : worstGoalState(found.goals);
  if (found === undefined || state === null) return blank(2);
  const { shop, goals } = found;
  return [GOAL_STATES[language][state], goalLines(shop, goals, language).join(language === 'ja' ? '／' : '; ')];
}

/** Whether the month of a shop is one to count: a month that is not watched is empty, not zero. */
export const hasData = ({ state }: ShopMonthRow): boolean => state === 'running' || state === 'complete';

/** The episodes one by one. */
export function episodeCsv(own: ReportWords, words: Words, zone: Zone): (line: EpisodeLine) => string {
  const at = (instant: Instant | null) => (instant === null ? null : isoWithOffset(instant, zone));
  const yesNo = (is: boolean) => (is ? own.csv.yes : own.csv.no);
  const outcome = (found: Outcome | null) => (found === null ? null : own.outcomes.names[found]);
  const shown = ({ episode }: EpisodeLine, step: Step) => {
    const one = episode.shown?.[step];
    if (one === undefined) return null;
    return one.withdrawnWhy === null ? own.csv.standing : own.csv.withdrawn(words.inquiry.why(one.withdrawnWhy));
  };
  return (line) => {
    const { episode, inquiry, outcomes, replyMs } = line;
    return csvLine([
      inquiry,
      episode.channel,
      episode.type,
      episode.category,
      at(episode.startedAt),
      at(episode.endedAt),
      episode.endedBy && own.csv.endedBy[episode.endedBy],
      yesNo(episode.noReplyNeeded),
      ...STEPS.map((step) => at(stepDueAt(episode, step))),
      ...STEPS.map((step) => outcome(outcomes[step])),
      minutesOf(replyMs),
      ...STEPS.map((step) => shown(line, step)),
      yesNo(episode.provisional),
    ]);
  };
}
