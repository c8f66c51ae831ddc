// cli: the preview of a calendar edit, for people.

import pc from 'picocolors';
import { findingInWords } from '../../config/lint/lint.ts';
import { formatPolicy } from '../../config/lint/policy.ts';
import { type Deadlines, type Language, STEPS, type Step } from '../../core/model.ts';
import { daysByChange } from '../../core/steps/calendar-diff.ts';
import { daysInWords } from '../../core/time/day-ranges.ts';
import { formatDay, formatDue } from '../../core/time/format.ts';
import { columns, stepInWords } from '../../core/time/words.ts';
import { changedComing } from '../../service/calendar/coming-change.ts';
import type { Effect } from '../../service/calendar/preview-edit.ts';
import { comingInWords, EDIT_WORDS } from '../../service/configuration/preview-words.ts';
import { openInquiryLines } from '../io/preview-text.ts';
import { brokenTo } from '../io/text-columns.ts';
import { textTable } from '../io/text-table.ts';

export interface WordsOptions {
  readonly language: Language;
  readonly width: number;
  readonly colour: boolean;
}

const MOST_ROWS = 8;
const MOST_RANGES = 6;

/** The lines of the preview. */
export function editInWords(effect: Effect, options: WordsOptions): string[] {
  const { language, width } = options;
  const { edit } = effect;
  const hints = hintLines(effect, language).flatMap((line) => brokenTo(line, width, '    '));
  const colours = pc.createColors(options.colour);
  return [
    `${edit.after.shop.name} (${edit.shopId}): ${edit.what}`,
    '',
    `${EDIT_WORDS[language].file}: ${edit.read.file}`,
    ...fileLines(effect, options),
    '',
    ...dayLines(effect, language).flatMap((line) => brokenTo(line, width, '  ')),
    ...movedLines(effect, options),
    '',
    ...openLines(effect, options),
    ...comingLines(effect, options),
    ...(hints.length > 0 ? ['', colours.bold(colours.yellow(EDIT_WORDS[language].hints)), ...hints] : []),
    '',
  ];
}

function fileLines({ lines, edit }: Effect, { language, colour }: WordsOptions): string[] {
  const colours = pc.createColors(colour);
  const shown = lines.map(({ line, change, text }) => {
    const row = `${String(line).padStart(5)} ${change === 'new' ? '+' : '-'} ${text}`;
    return change === 'new' ? colours.green(row) : colours.red(row);
  });
  return edit.takenOver > 0 ? [...shown, `  ${EDIT_WORDS[language].takenOver(edit.takenOver)}`] : shown;
}

function dayLines({ days }: Effect, language: Language): string[] {
  const words = EDIT_WORDS[language];
  if (days.length === 0) return [words.noDays];
  const by = daysByChange(days);
  return (['closes', 'opens', 'hours'] as const).flatMap((kind) => {
    if (by[kind].length === 0) return [];
    return [`${words[kind]} (${words.days(by[kind].length)}): ${daysInWords(by[kind], language, MOST_RANGES)}`];
  });
}

/** Arrivals of a few days with each step that moves, or only the last one where there is no room; the rest as a number. */
function movedLines({ moved, policy, calendar }: Effect, { language, width }: WordsOptions): string[] {
  if (moved.length === 0) return [];
  const words = EDIT_WORDS[language];
  const due = (deadlines: Deadlines | null, step: Step) =>
    deadlines ? formatDue(deadlines.at[step], calendar.zone, language) : words.none;
  const tableOf = (steps: readonly Step[]) =>
    textTable([
      [`  ${words.received}`, ...steps.map((step) => stepInWords(step, policy.after[step], language))],
      ...moved.slice(0, MOST_ROWS).map(({ day, before, after }) => [
        `  ${formatDay(day, language)}`,
        ...steps.map((step) => {
          const [was, is] = [due(before, step), due(after, step)];
          return was === is ? '-' : `${was} → ${is}`;
        }),
      ]),
    ]);
  const whole = tableOf(STEPS);
  const fits = Math.max(...whole.map(columns)) <= width;
  const rest = moved.length - MOST_ROWS;
  return [
    '',
    `${words.moved} (${formatPolicy(policy)})`,
    ...(fits ? whole : tableOf(['breach'])),
    ...(rest > 0 ? [`  ${words.more(rest)}`] : []),
  ];
}

function openLines({ open, openKnown }: Effect, { language, width }: WordsOptions): string[] {
  const words = EDIT_WORDS[language];
  if (!openKnown) return brokenTo(words.openUnknown, width, '  ');
  const lines = open ? openInquiryLines(open, language) : [];
  return lines.length > 0 ? [words.open, ...lines] : [words.openUntouched];
}

/** The days ahead whose numbers change, or that open or close. */
function comingLines({ coming }: Effect, { language }: WordsOptions): string[] {
  if (coming === null) return [];
  const words = EDIT_WORDS[language];
  const changed = changedComing(coming);
  if (changed.length === 0) return ['', words.comingSame];
  const [date, before, after] = words.comingHead;
  const rows = changed.map((row) => [
    `  ${formatDay(row.day, language)}`,
    comingInWords(row.before, language),
    comingInWords(row.after, language),
  ]);
  return ['', words.coming, ...textTable([[`  ${date}`, before, after], ...rows])];
}

function hintLines({ hints, warnings }: Effect, language: Language): string[] {
  return [
    ...hints.map(({ words }) => `  ! ${words[language]}`),
    ...warnings.map((finding) => `  ! ${findingInWords(finding, language)}`),
  ];
}
