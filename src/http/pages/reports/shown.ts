// Numbers of a report as people read them: rates, steps by their lengths, times, the change against the month before.

import { STEPS, type Step } from '../../../core/model.ts';
import { businessTimeInWords } from '../../../core/reports/business-time.ts';
import { parseMonth } from '../../../core/reports/month.ts';
import { lengthInWords } from '../../../core/time/words.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import type { EpisodeQuery } from './episode-query.ts';
import type { Figure } from './figures.tsx';
import { REPORT_WORDS } from './words.ts';

/** Of fewer decided ones a percentage says more than is known. */
const LEAST_DECIDED = 5;

interface Rate {
  readonly met: number;
  readonly missed: number;
}

export const isTold = ({ met, missed }: Rate): boolean => met + missed >= LEAST_DECIDED;

/** `93.4%`; a dash when too few are decided. Rounded down, so that 100% means all. */
export function rateInWords(view: View, counted: Rate): string {
  if (!isTold(counted)) return REPORT_WORDS[view.language].none;
  const rate = counted.met / (counted.met + counted.missed);
  const tenths = Math.floor(rate * 1000 + 1e-9);
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}%`;
}

/** `93.4% (48)`: of how many; `– (3)`. */
export const rateOfInWords = (view: View, counted: Rate): string =>
  `${rateInWords(view, counted)} (${counted.met + counted.missed})`;

/** That, leading to those that were met, if there are any. */
export function rateFigure(view: View, counted: Rate, among: EpisodeQuery): Figure {
  const value = rateOfInWords(view, counted);
  return counted.met === 0 ? { value } : { value, of: { ...among, outcome: 'met' } };
}

/** `2026年11月` of `2026-11`. */
export function monthInWords(view: View, text: string): string {
  const month = parseMonth(text);
  return month === null ? text : REPORT_WORDS[view.language].month(month.year, month.month);
}

/** What a column of rates is about: after how long the step comes; where policies differ, which step it is. */
export function stepHeads({ language }: View, { policies }: Report): Record<Step, string> {
  const own = REPORT_WORDS[language];
  const [only, ...more] = policies;
  if (only === undefined || more.length > 0) return own.list.within;
  const said = (step: Step) => own.groups.within(lengthInWords(only.lengths[step], language));
  return { flag: said('flag'), owner_alert: said('owner_alert'), breach: said('breach') };
}

export function timeInWords({ language }: View, report: Report, ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return REPORT_WORDS[language].none;
  return businessTimeInWords(ms, report.businessDayMs, language);
}

/** `+3`, `−2`, `±0`; `+0.4` for tenths. */
export function changeInWords(change: number): string {
  const rounded = Math.round(change * 10) / 10;
  if (rounded === 0) return '±0';
  return rounded > 0 ? `+${rounded}` : `−${-rounded}`;
}

/** Whether the board of the time and the corrected numbers say the same of every step. */
export function isSameThenAndNow({ total }: Pick<Report, 'total'>): boolean {
  return STEPS.every((step) => total.steps[step].onlyAsKnownThen === 0 && total.steps[step].onlyAsCorrected === 0);
}
