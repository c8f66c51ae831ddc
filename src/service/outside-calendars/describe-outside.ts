// What is known of calendars outside the file, in words: for previews, the terminal and the board.

import type { UnreadEntry } from '../../core/calendar/outside-calendar.ts';
import type { Language } from '../../core/model.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { daysInWords } from '../../core/time/day-ranges.ts';
import type { FeedRemark } from '../../ics/feed.ts';
import type { HeldCalendar } from './accept-held-calendar.ts';

const REMARKS: Readonly<Record<FeedRemark['kind'], Readonly<Record<Language, string>>>> = {
  timed: { ja: '時刻のある予定のため、休みにしません', en: 'has times, so it closes nothing' },
  twice: {
    ja: '同じ名前の予定が続いています。すべて休みにします',
    en: 'the same name on neighbouring days; all are closed',
  },
  observance: { ja: '振替や記念日の可能性があります。休みにします', en: 'may only be observed; it is closed' },
};

/** `海の日（7/20(月)〜7/21(火)）: 同じ名前の予定が続いています。…` */
export function remarkInWords({ kind, name, days }: FeedRemark, language: Language): string {
  const dates = daysInWords(days, language);
  if (dates === '') return `${name}: ${REMARKS[kind][language]}`;
  return language === 'ja' ? `${name}（${dates}）: ${REMARKS[kind].ja}` : `${name} (${dates}): ${REMARKS[kind].en}`;
}

const ALLOWED: Readonly<Record<UnreadEntry['allowed'], Readonly<Record<Language, string>>>> = {
  date: { ja: '実在する日付か日時（例: 20261229）', en: 'a date or time that exists (20261229)' },
  duration: { ja: '日数か週数（例: P3D、P1W）', en: 'days or weeks, such as P3D or P1W' },
  'after-start': { ja: '開始日より後の日付', en: 'a date after the beginning' },
  length: { ja: '400日以内の期間', en: 'at most 400 days' },
  once: { ja: '1つだけ', en: 'only one' },
  shorter: { ja: '100,000バイト以内', en: 'at most 100,000 bytes' },
  fewer: { ja: '2,000行以内、日付10,000個以内', en: 'at most 2,000 lines and 10,000 dates' },
  property: { ja: '「名前:値」の形の行', en: 'NAME:value' },
  frequency: { ja: 'FREQ=YEARLY、MONTHLY、WEEKLY、DAILY', en: 'FREQ=YEARLY, MONTHLY, WEEKLY or DAILY' },
  whole: { ja: '1以上の整数', en: 'a whole number from 1' },
  weekday: { ja: 'MO、TU、2WE、-1FRのような曜日', en: 'weekdays such as MO, TU, 2WE or -1FR' },
  numbers: { ja: 'RFC 5545で決められた範囲の整数', en: 'whole numbers in the range of RFC 5545' },
  rule: { ja: 'RFC 5545で決められた繰り返しの書き方', en: 'a repetition as RFC 5545 has it' },
  steps: { ja: '開始から500年以内に終わる繰り返し', en: 'a series of at most 500 years' },
};

function unshown(allowed: UnreadEntry['allowed']): string {
  if (allowed === 'fewer' || allowed === 'shorter') return 'more';
  return allowed === 'property' ? 'something else' : 'nothing to read';
}

/** `14行目「年末年始」（12/29(火)）: DTEND「None」を読み取れません。使える値: …` */
export function unreadInWords({ line, name, from, field, found, allowed }: UnreadEntry, language: Language): string {
  const day = from === null ? '' : formatDate(from);
  const may = ALLOWED[allowed][language];
  if (language === 'en') {
    const which = [name && ` “${name}”`, day && ` (${day})`].join('');
    return `line ${line}${which}: ${field}: found ${found === '' ? unshown(allowed) : `“${found}”`}; allowed: ${may}`;
  }
  const which = [name && `「${name}」`, day && `（${day}）`].join('');
  return `${line}行目${which}: ${field}${found === '' ? '' : `「${found}」`}を読み取れません。使える値: ${may}`;
}

/** For programs. */
export function unreadAsJson(entry: UnreadEntry) {
  const { line, name, from, field, found } = entry;
  const message = unreadInWords(entry, 'en');
  return { line, name, from: from === null ? null : formatDate(from), field, found, message };
}

const SHOWN_UNREAD = 20;

/** One line each, at most 20, then how many are not listed. */
export function unreadList(unread: readonly UnreadEntry[], language: Language): string[] {
  const rest = unread.length - SHOWN_UNREAD;
  const more = language === 'ja' ? `ほか${rest}件` : `and ${rest} more`;
  const lines = unread.slice(0, SHOWN_UNREAD).map((entry) => unreadInWords(entry, language));
  return rest > 0 ? [...lines, more] : lines;
}

/** Why an answer is held, what of it cannot be read, and the dates it would open and close. */
export function heldInWords({ name, why, opens, closes, unread }: HeldCalendar, language: Language): string[] {
  const who = name || 'RMS';
  const ja = language === 'ja';
  const reasons = {
    wipe: ja ? `${who}の休業日がすべてなくなりました` : `${who} has no closed days any more`,
    many: ja ? `${who}の休業日が一度に多く変わりました` : `${who} changed many closed days at once`,
    unread: ja
      ? `${who}に読み取れない終日の予定が${unread.length}件あります。適用すると、その予定を除いて取り込みます`
      : `${who} has all-day entries that cannot be read (${unread.length}); accepting leaves them out`,
  };
  const opened = ja ? '営業日になる日' : 'would open';
  const closed = ja ? '休みになる日' : 'would close';
  return [
    reasons[why],
    ...unreadList(unread, language),
    ...(opens.length > 0 ? [`${opened}: ${daysInWords(opens, language, 8)}`] : []),
    ...(closes.length > 0 ? [`${closed}: ${daysInWords(closes, language, 8)}`] : []),
  ];
}
