// cli: the words of the calendar on the terminal, in both languages.

import type { CalendarDay, CalendarMonth } from '../../core/calendar/calendar-days.ts';
import type { Bilingual, EpochDay, Language } from '../../core/model.ts';
import { civil, weekdayOf } from '../../core/time/civil-date.ts';
import { rangesOf } from '../../core/time/day-ranges.ts';
import { weekdayName } from '../../core/time/format.ts';
import { type DayKind, kindOf, reasonsInWords } from '../../service/calendar/describe-days.ts';

/** Said where what RMS and imported calendars close is not known. */
export const OUTSIDE_LEFT_OUT: Bilingual = {
  ja: '※店舗ファイルだけによる結果です。RMSと取り込みカレンダーの休業日は含みません。',
  en: 'From the shop file alone: what RMS and imported calendars close is not included.',
};

export const TODAY_MARK = '>';

export function todayInWords(language: Language): string {
  return `${TODAY_MARK} ${language === 'ja' ? '今日' : 'today'}`;
}

/** `2026年10月  営業日 22日` */
export function monthTitle({ year, month, days }: CalendarMonth, language: Language): string {
  const open = days.filter((day) => day.open).length;
  if (language === 'ja') return `${year}年${month}月  営業日 ${open}日`;
  return `${year}-${String(month).padStart(2, '0')}  ${open} business days`;
}

/** A line of the list below a month: the dates and why they are not ordinary business days. */
export interface Note {
  readonly kind: DayKind;
  readonly dates: string;
  /** The reasons, each with the glue behind it. */
  readonly words: readonly string[];
}

/** Days with the same reasons together, in order; every closed and every specially opened day is in one of them. */
export function notesOf({ days }: CalendarMonth, language: Language): Note[] {
  const groups = new Map<string, CalendarDay[]>();
  for (const day of days) {
    if (kindOf(day) === 'open') continue;
    const words = reasonsInWords(day, language).join('');
    groups.set(words, [...(groups.get(words) ?? []), day]);
  }
  return [...groups.values()].map((group) => ({
    kind: kindOf(group[0]!),
    dates: datesInWords(group, language),
    words: reasonsInWords(group[0]!, language),
  }));
}

/** `3-4, 10-11, 18`; weekdays only where the reason does not tell them: `12(月)`, `29(火)-31(木)`. */
function datesInWords(group: readonly CalendarDay[], language: Language): string {
  const weekly = group.every(({ closedBy }) => closedBy.length === 1 && closedBy[0]!.source === 'weekly');
  const one = (day: EpochDay) => {
    const { day: date } = civil(day);
    return weekly ? String(date) : `${date}(${weekdayName(weekdayOf(day), language)})`;
  };
  return rangesOf(group.map(({ day }) => day))
    .map(({ from, to }) => (from === to ? one(from) : `${one(from)}-${one(to)}`))
    .join(', ');
}
