// The closed dates of an explanation in words, with all their reasons: `（休み: 11/21 土 定休日・11/23 勤労感謝の日）`.
// Runs with the same reason are drawn together, else New Year alone would fill a phone's screen.

import type { Language } from '../model.ts';
import { formatMonthDay, weekdayName } from '../time/format.ts';
import { LINE_COLUMNS, wrap } from '../time/words.ts';
import type { ExplainedDay } from './explanation.ts';

interface Run {
  readonly from: ExplainedDay;
  readonly to: ExplainedDay;
  readonly reason: string;
}

/** The lines that list the closed dates; none when there is none. */
export function closedInWords(days: readonly ExplainedDay[], language: Language, withYear: boolean): string[] {
  const runs = runsOf(days, language).map((run) => runInWords(run, language, withYear));
  if (runs.length === 0) return [];
  const [opening, glue, closing] = language === 'ja' ? ['（休み: ', '・', '）'] : ['(closed: ', '; ', ')'];
  const [first, ...rest] = runs;
  const parts = [`${opening}${first}`, ...rest];
  parts[parts.length - 1] += closing;
  return wrap(parts, glue, LINE_COLUMNS);
}

function runsOf(days: readonly ExplainedDay[], language: Language): Run[] {
  const runs: Run[] = [];
  for (const day of days) {
    if (day.open) continue;
    const reason = reasonsOf(day, language);
    const last = runs.at(-1);
    if (last && last.to.day === day.day - 1 && last.reason === reason && !isWeekly(day)) {
      runs[runs.length - 1] = { ...last, to: day };
    } else runs.push({ from: day, to: day, reason });
  }
  return runs;
}

function reasonsOf({ closedBy }: ExplainedDay, language: Language): string {
  return closedBy.map(({ name }) => name[language]).join(language === 'ja' ? '／' : ', ');
}

/** A weekly closed day alone is named with its weekday, so each stands for itself. */
function isWeekly({ closedBy }: ExplainedDay): boolean {
  return closedBy.length === 1 && closedBy[0]!.source === 'weekly';
}

function runInWords({ from, to, reason }: Run, language: Language, withYear: boolean): string {
  const date = formatMonthDay(from.day, language, withYear);
  if (from !== to)
    return `${date}${language === 'ja' ? '〜' : ' to '}${formatMonthDay(to.day, language, withYear)} ${reason}`;
  if (!isWeekly(from)) return `${date} ${reason}`;
  const weekday = weekdayName(from.weekday, language);
  return language === 'ja' ? `${date} ${weekday} ${reason}` : `${weekday} ${date} ${reason}`;
}
