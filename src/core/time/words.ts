// The few words that explanations share, in both languages; one place per language.
// The Japanese is what people read in mails, so lines stay short (MAIL.md 12).

import type { Language, Step, StepLength } from '../model.ts';

/** 35 full-width characters (MAIL.md 12). */
export const LINE_COLUMNS = 70;

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const SECOND_MS = 1000;

/** Open time in words: `2時間30分`, `2 h 30 min`; seconds only when there are some. */
export function openTimeInWords(ms: number, language: Language): string {
  const units = language === 'ja' ? ['時間', '分', '秒'] : [' h', ' min', ' s'];
  const amounts = [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS), (ms % MINUTE_MS) / SECOND_MS];
  const parts = amounts.flatMap((amount, i) => (amount > 0 ? [`${amount}${units[i]}`] : []));
  if (parts.length === 0) return `0${units[1]}`;
  return parts.join(language === 'ja' ? '' : ' ');
}

/** A step's length: `3営業日`, `当日`, `営業2時間`, `24時間` where the clock never stops; `3 business days`, `2 h of opening hours`. */
export function lengthInWords(length: StepLength, language: Language): string {
  if ('days' in length) {
    if (length.days === 0) return language === 'ja' ? '当日' : 'the day of receipt';
    return language === 'ja' ? `${length.days}営業日` : businessDays(length.days);
  }
  const time = openTimeInWords(length.openMs, language);
  if (length.neverStops) return time;
  return language === 'ja' ? `営業${time}` : `${time} of opening hours`;
}

function businessDays(days: number): string {
  return days === 1 ? '1 business day' : `${days} business days`;
}

/** A step by its length, as the dashboard and the mails name it: `1営業日経過`, `3営業日超過`, `当日中に未返信` (RULES.md 1). */
export function stepInWords(step: Step, length: StepLength, language: Language): string {
  if ('days' in length && length.days === 0)
    return language === 'ja' ? '当日中に未返信' : 'unanswered on the day of receipt';
  const time = lengthInWords(length, language);
  if (language === 'ja') return step === 'breach' ? `${time}超過` : `${time}経過`;
  return step === 'breach' ? `over ${time}` : `${time} passed`;
}

/** The width of a text in half-width columns: ASCII and half-width kana take one, all else two. */
export function columns(text: string): number {
  let width = 0;
  for (const character of text) width += /[\u0020-\u007e\uff61-\uff9f]/.test(character) ? 1 : 2;
  return width;
}

/** Joins parts into lines of at most `limit` columns, breaking only between parts; a broken line ends with the glue. */
export function wrap(parts: readonly string[], glue: string, limit: number): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const last = lines.at(-1);
    if (last === undefined) lines.push(part);
    else if (columns(last + glue + part + glue) <= limit) lines[lines.length - 1] = last + glue + part;
    else lines.splice(-1, 1, (last + glue).trimEnd(), part);
  }
  return lines;
}
