// Days of a calendar in words, for the terminal and the pages alike: what a day is, why, and who says so.
// Colour is never the only sign, so every day that is not ordinary has a mark.

import { formatRange } from '../../config/input/hours.ts';
import type { ClosedReason, ClosedSource } from '../../core/calendar/calendar.ts';
import type { CalendarDay } from '../../core/calendar/calendar-days.ts';
import { type Bilingual, type CalendarSpec, type Language, WEEKDAYS } from '../../core/model.ts';
import { weekdayName } from '../../core/time/format.ts';

const SOURCES: Readonly<Record<ClosedSource, Bilingual>> = {
  file: { ja: '臨時休業', en: 'closed in the file' },
  yearly: { ja: '毎年の休み', en: 'closed every year' },
  rms: { ja: 'RMS', en: 'RMS' },
  feed: { ja: '取り込みカレンダー', en: 'imported calendar' },
  national: { ja: '祝日', en: 'national holiday' },
  weekly: { ja: '毎週の休み', en: 'every week' },
  skipped: { ja: 'タイムゾーンの変更', en: 'time zone' },
};

/** What kind of day it is to the eye; `entered`: somebody closed it by hand, in the file or in RMS. */
export type DayKind = 'open' | 'opened' | 'regular' | 'entered' | 'outside';

export function kindOf(day: Pick<CalendarDay, 'open' | 'openBy' | 'closedBy'>): DayKind {
  if (day.open) return day.openBy === null ? 'open' : 'opened';
  const sources = new Set(day.closedBy.map(({ source }) => source));
  if (sources.has('file') || sources.has('yearly')) return 'entered';
  return sources.has('rms') || sources.has('feed') ? 'outside' : 'regular';
}

/** What a day carries where there are no colours: two columns wide. Who closed it by hand, and who elsewhere, differ from every week's. */
const MARKS: Readonly<Record<Language, Readonly<Record<DayKind, string>>>> = {
  ja: { open: '  ', regular: '休', entered: '店', outside: '外', opened: '開' },
  en: { open: '  ', regular: 'x ', entered: 's ', outside: 'r ', opened: 'o ' },
};

/** The mark of a kind of day; `wide`: two columns, as a grid of letters needs it. */
export function markOf(kind: DayKind, language: Language, { wide = false } = {}): string {
  const mark = MARKS[language][kind];
  return wide ? mark : mark.trim();
}

/** A closed or an opened day in a sentence. */
export const CLOSED_OR_OPEN = { ja: { closed: '休', opened: '開' }, en: { closed: 'x', opened: 'o' } } as const;

const LEGEND: Readonly<Record<Exclude<DayKind, 'open'>, Bilingual>> = {
  regular: { ja: '定休日・祝日', en: 'weekly or national' },
  entered: { ja: '店舗で登録した休業', en: 'closed by the shop' },
  outside: { ja: 'RMS・取り込み', en: 'RMS or imported' },
  opened: { ja: '臨時営業', en: 'opened' },
};

/** `休 定休日・祝日` for each kind of day that is shown, in this order. */
export function legend(
  kinds: ReadonlySet<DayKind>,
  language: Language,
): { kind: Exclude<DayKind, 'open'>; words: string }[] {
  return (['regular', 'entered', 'outside', 'opened'] as const)
    .filter((kind) => kinds.has(kind))
    .map((kind) => ({
      kind,
      words: `${markOf(kind, language)} ${LEGEND[kind][language]}`,
    }));
}

/** Why a day is closed or specially open, with the source of each reason; the parts join to one line. */
export function reasonsInWords(
  day: Pick<CalendarDay, 'open' | 'openBy' | 'closedBy' | 'overruled' | 'hours'>,
  language: Language,
): string[] {
  const reasons = (day.open ? day.overruled : day.closedBy).map((reason) => reasonInWords(reason, language));
  const glue = language === 'ja' ? '・' : ', ';
  const joined = reasons.map((reason, i) => (i < reasons.length - 1 ? reason + glue : reason));
  if (!day.open) return joined;
  const hours = day.hours ? [`${day.hours.map(formatRange).join(', ')} `] : [];
  const [opening, closing] = language === 'ja' ? ['（本来は ', '）'] : ['(otherwise ', ')'];
  const instead = joined.length > 0 ? [`${opening}${joined.join('')}${closing}`] : [];
  return [`${day.openBy} `, ...hours, ...instead];
}

function reasonInWords({ source, name }: ClosedReason, language: Language): string {
  return `${name[language]} [${SOURCES[source][language]}]`;
}

/** The opening hours on one line, weekdays with the same hours together; nothing when none are given. */
export function hoursInWords(hours: CalendarSpec['hours'], language: Language): string[] {
  if (hours === null) return [];
  const byHours = new Map<string, string[]>();
  for (const day of WEEKDAYS) {
    const text = hours[day]?.map(formatRange).join(', ');
    if (text !== undefined) byHours.set(text, [...(byHours.get(text) ?? []), weekdayName(day, language)]);
  }
  const parts = [...byHours].map(([text, days]) =>
    byHours.size === 1 ? text : `${days.join(language === 'ja' ? '' : ' ')} ${text}`,
  );
  return [`${language === 'ja' ? '営業時間' : 'hours'}: ${parts.join(language === 'ja' ? '、' : '; ')}`];
}
