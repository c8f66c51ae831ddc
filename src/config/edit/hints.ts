// config: what an admin is asked before an edit that may be a mistake costs something. Pure, in both languages.
// A hint that always shows is read by nobody; each has its own condition, and a plain closure has none.

import type { Calendar } from '../../core/calendar/calendar.ts';
import type { Bilingual, EpochDay } from '../../core/model.ts';
import type { CalendarPair } from '../../core/steps/calendar-diff.ts';
import { civil, formatDate } from '../../core/time/civil-date.ts';
import { formatDay } from '../../core/time/format.ts';
import { changesNothing, reasonsOn } from '../lint/calendar.ts';
import { type Change, type FileEntry, stretchesOf } from './change.ts';

export interface Hint {
  readonly code: HintCode;
  readonly words: Bilingual;
  /** The same for a screen, where nobody types a command. */
  readonly plain: Bilingual;
  /** What a yes changes in what was asked for; left out where there is nothing to say yes to. */
  readonly yes?: HintAnswer;
}

/** The closure comes every year, or takes in one more date. */
export type HintAnswer = { readonly every: true } | { readonly adds: EpochDay };

type HintCode =
  | 'past'
  | 'far-away'
  | 'long'
  | 'closed-anyway'
  | 'open-anyway'
  | 'closed-already'
  | 'opens-closure'
  | 'monday-after'
  | 'lone-day'
  | 'every-year'
  | 'no-name';

interface Dates {
  readonly from: EpochDay;
  readonly to: EpochDay;
}

const FAR_DAYS = 400;
const LONG_DAYS = 30;
/** From this many closed days on end people look at where it ends. */
const HOLIDAY_RUN = 3;

/** Hints about one change, seen from the shop's local date. */
export function hintsOf({ list, entry }: Change, pair: CalendarPair, today: EpochDay): Hint[] {
  const dates = nextDates(entry, today);
  if (dates === null) return [];
  const general = [...aboutDates(entry, dates, today), ...aboutName(entry)];
  if (list === 'open') return [...general, ...aboutOpening(dates, pair)];
  return [...general, ...aboutClosing(entry, dates, pair), ...aboutNeighbours(dates, pair, today)];
}

/** The dates that a person means: those named, or the next ones of a yearly entry. */
function nextDates(entry: FileEntry, today: EpochDay): Dates | null {
  const stretches = stretchesOf(entry, today);
  return stretches.find(({ to }) => to >= today) ?? stretches.at(-1) ?? null;
}

function aboutDates({ on }: FileEntry, { from, to }: Dates, today: EpochDay): Hint[] {
  const days = to - from + 1;
  return [
    ...(on !== undefined && from < today
      ? [
          hint('past', {
            ja: `${to < today ? '過去の日付です' : '過去の日付を含みます'}。現在未返信の問い合わせだけを計算し直し、返信済みのものは変わりません`,
            en: `${to < today ? 'these dates are past' : 'some of these dates are past'}; only what is open now is recounted, what was answered stays`,
          }),
        ]
      : []),
    ...(on !== undefined && from > today + FAR_DAYS
      ? [
          hint('far-away', {
            ja: '1年以上先の日付です。年は正しいですか',
            en: 'these dates are over a year away; is the year right?',
          }),
        ]
      : []),
    ...(days > LONG_DAYS
      ? [
          hint('long', {
            ja: `${days}日間です。日付は正しいですか`,
            en: `these are ${days} days; are the dates right?`,
          }),
        ]
      : []),
  ];
}

function aboutName({ name }: FileEntry): Hint[] {
  if (name !== undefined) return [];
  const words = {
    ja: '名前がありません。--name で理由を書くと、説明やメールに表示されます',
    en: 'no name is given; --name shows the reason in explanations and mails',
  };
  const plain = {
    ja: '名前がありません。理由を書くと、説明やメールに表示されます',
    en: 'no name is given; with one, explanations and mails say why',
  };
  return [hint('no-name', words, plain)];
}

function aboutOpening(dates: Dates, { before, after }: CalendarPair): Hint[] {
  const days = daysOf(dates);
  const { hours } = after.spec.open.at(-1) ?? { hours: null };
  if (changesNothing({ hours }, before, days))
    return [
      hint('open-anyway', {
        ja: 'すでに営業日です。何も変わりません',
        en: 'these are business days anyway; nothing changes',
      }),
    ];
  const closures = days.filter((day) => before.dayInfo(day).closedBy.some(({ source }) => OWN.has(source)));
  if (closures.length === 0) return [];
  const because = reasonsOn(before, closures);
  return [
    hint('opens-closure', {
      ja: `休業（${because.ja}）の中の営業日になります`,
      en: `this opens days of a closure (${because.en})`,
    }),
  ];
}

/** What a person entered by hand somewhere, unlike weekdays and national holidays. */
const OWN: ReadonlySet<string> = new Set(['file', 'yearly', 'rms', 'feed']);

function aboutClosing(entry: FileEntry, dates: Dates, { before }: CalendarPair): Hint[] {
  const days = daysOf(dates);
  const closed = days.filter((day) => !before.isOpen(day));
  if (closed.length === days.length) {
    const because = reasonsOn(before, days);
    const words = {
      ja: `すべて、すでに休業日です（${because.ja}）`,
      en: `all these days are closed anyway (${because.en})`,
    };
    return [hint('closed-anyway', words)];
  }
  const already = closed.filter((day) => before.dayInfo(day).closedBy.some(({ source }) => OWN.has(source)));
  if (already.length > 0) {
    const because = reasonsOn(before, already);
    const words = {
      ja: `一部はすでに休業日です（${because.ja}）`,
      en: `some of these days are in a closure already (${because.en})`,
    };
    return [hint('closed-already', words)];
  }
  return yearly(entry, dates);
}

function yearly({ on, name }: FileEntry, { from, to }: Dates): Hint[] {
  const crosses = formatDate(from).slice(0, 4) !== formatDate(to).slice(0, 4);
  if (on === undefined || !(crosses || /年末|年始|正月|お盆|夏季|夏期|冬季/.test(name ?? ''))) return [];
  const words = {
    ja: 'この年だけの休みです。毎年なら --every を付けてください',
    en: 'this closes one year only; for every year add --every',
  };
  const plain = {
    ja: 'この年だけの休みです。毎年の休みですか',
    en: 'this closes one year only; for every year choose “every year”',
  };
  return [{ ...hint('every-year', words, plain), yes: { every: true } }];
}

/** Where a closure ends, and single business days that it leaves beside it and that were none before. */
function aboutNeighbours({ from, to }: Dates, { before, after }: CalendarPair, today: EpochDay): Hint[] {
  const first = runEnd(after, from, -1);
  const last = runEnd(after, to, 1);
  const hints: Hint[] = [];
  for (const day of [first - 1, last + 1])
    if (day >= today && isAlone(after, day) && !isAlone(before, day))
      hints.push({ ...hint('lone-day', loneDay(day, today)), yes: { adds: day } });
  const next = last + 1;
  if (last - first + 1 >= HOLIDAY_RUN && afterWeekend(after, last) && !isAlone(after, next))
    hints.push({ ...hint('monday-after', monday(from, next, today), plainMonday(next, today)), yes: { adds: next } });
  return hints;
}

/** The last closed day from a closed day on, in one direction; no further than a year. */
function runEnd(calendar: Calendar, from: EpochDay, step: 1 | -1): EpochDay {
  let day = from;
  while (!calendar.isOpen(day + step) && Math.abs(day - from) < 366) day += step;
  return day;
}

function isAlone(calendar: Calendar, day: EpochDay): boolean {
  return calendar.isOpen(day) && !calendar.isOpen(day - 1) && !calendar.isOpen(day + 1);
}

function afterWeekend(calendar: Calendar, day: EpochDay): boolean {
  return calendar.dayInfo(day).closedBy.some(({ source }) => source === 'weekly');
}

function loneDay(day: EpochDay, today: EpochDay): Bilingual {
  const { year } = civil(today);
  return {
    ja: `${formatDay(day, 'ja', year)}だけが休みに挟まれた営業日です。この日も休みですか`,
    en: `${formatDay(day, 'en', year)} is a single business day between closed ones; is it not closed too?`,
  };
}

function monday(from: EpochDay, next: EpochDay, today: EpochDay): Bilingual {
  const { year } = civil(today);
  const range = `${formatDate(from)}..${formatDate(next)}`;
  return {
    ja: `休み明けの${formatDay(next, 'ja', year)}は営業日として計算します。この日も休む場合は ${range} としてください`,
    en: `${formatDay(next, 'en', year)}, right after it, counts as a business day; if it is closed too, write ${range}`,
  };
}

function plainMonday(next: EpochDay, today: EpochDay): Bilingual {
  const { year } = civil(today);
  return {
    ja: `休み明けの${formatDay(next, 'ja', year)}は営業日として計算します。この日も休みですか`,
    en: `${formatDay(next, 'en', year)}, right after it, counts as a business day; if it is closed too, choose it as well`,
  };
}

function daysOf({ from, to }: Dates): EpochDay[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

function hint(code: HintCode, words: Bilingual, plain: Bilingual = words): Hint {
  return { code, words, plain };
}
