// Numbers of a report as people read them: rates, steps by their lengths, times, the change against the month before.

import { STEPS, type Step } from '../../../core/model.ts';
import { businessTimeInWords } from '../../../core/reports/business-time.ts';
import { parseMonth } from '../../../core/reports/month.ts';
import { lengthInWords } from '../../../core/time/words.ts';
import type { Report } from '../../../service/reports/read-month.ts';
import type { View } from '../view.ts';
import { REPORT_WORDS } from './words.ts';

/** `93.4%`; a dash when nothing is decided. Rounded down, so that 100% means all. */
export function rateInWords(view: View, rate: number | null): string {
  if (rate === null) return REPORT_WORDS[view.language].none;
  const tenths = Math.floor(rate * 1000 + 1e-9);
  return `${tenths % 10 === 0 ? tenths / 10 : (tenths / 10).toFixed(1)}%`;
}

/** `2026年11月` of `2026-11`. */
export function monthInWords(view: View, text: string): string {
  const month = parseMonth(text);
  return month === null ? text : REPORT_WORDS[view.language].month(month.year, month.month);
}

/** After how long each step comes; where policies differ, all of them: `営業5分／1営業日`. */
export function lengthsInWords({ language }: View, report: Report): Record<Step, string> {
  const or = language === 'ja' ? '／' : ' / ';
  const said = (step: Step) => report.lengths[step].map((length) => lengthInWords(length, language)).join(or);
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
export function isSameThenAndNow({ total }: Report): boolean {
  return STEPS.every((step) => total.steps[step].onlyAsKnownThen === 0 && total.steps[step].onlyAsCorrected === 0);
}
