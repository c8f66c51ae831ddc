// What is known of calendars outside the file, in words: for previews, the terminal and the board.

import { daysInWords } from '../core/day-ranges.ts';
import type { Language } from '../core/model.ts';
import type { FeedRemark } from '../ics/feed.ts';
import type { HeldCalendar } from './accept-held.ts';

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
  return language === 'ja' ? `${name}（${dates}）: ${REMARKS[kind].ja}` : `${name} (${dates}): ${REMARKS[kind].en}`;
}

/** Why an answer is held, and the dates it would open and close. */
export function heldInWords({ name, why, opens, closes }: HeldCalendar, language: Language): string[] {
  const who = name || 'RMS';
  const ja = language === 'ja';
  const reasons = {
    wipe: ja ? `${who}の休業日がすべてなくなりました` : `${who} has no closed days any more`,
    many: ja ? `${who}の休業日が一度に多く変わりました` : `${who} changed many closed days at once`,
  };
  const opened = ja ? '営業日になる日' : 'would open';
  const closed = ja ? '休みになる日' : 'would close';
  return [
    reasons[why],
    ...(opens.length > 0 ? [`${opened}: ${daysInWords(opens, language, 8)}`] : []),
    ...(closes.length > 0 ? [`${closed}: ${daysInWords(closes, language, 8)}`] : []),
  ];
}
