// Dates as people list them: neighbours drawn together, long lists cut with the true count.

import type { EpochDay, Language } from '../model.ts';
import { civil } from './civil-date.ts';
import { formatDay, type WithYear } from './format.ts';

export interface DayRange {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

/** Runs of neighbouring dates; `days` in order. */
export function rangesOf(days: readonly EpochDay[]): DayRange[] {
  const ranges: DayRange[] = [];
  for (const day of days) {
    const last = ranges.at(-1);
    if (last !== undefined && last.to === day - 1) ranges[ranges.length - 1] = { ...last, to: day };
    else ranges.push({ from: day, to: day });
  }
  return ranges;
}

/** `12/29(火)〜1/3(日)`, `Tue 29 Dec to Sun 3 Jan`; one date stands alone. With years the last date tells its own if that is another. */
export function rangeInWords({ from, to }: DayRange, language: Language, withYear: WithYear = false): string {
  const first = formatDay(from, language, withYear);
  const another = withYear !== false && civil(from).year !== civil(to).year;
  return from === to ? first : `${first}${language === 'ja' ? '〜' : ' to '}${formatDay(to, language, another)}`;
}

/** At most `most` runs, then how many dates are not listed. */
export function daysInWords(
  days: readonly EpochDay[],
  language: Language,
  most = 4,
  withYear: WithYear = false,
): string {
  const ranges = rangesOf(days);
  const shown = ranges.slice(0, most);
  const rest = ranges.slice(most).reduce((sum, { from, to }) => sum + to - from + 1, 0);
  const parts = shown.map((range) => rangeInWords(range, language, withYear));
  if (rest > 0) parts.push(language === 'ja' ? `ほか${rest}日` : `and ${rest} more`);
  return parts.join(language === 'ja' ? '、' : ', ');
}
