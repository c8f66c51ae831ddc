// Differences from RMS in words, for mails, the board and the terminal.

import type { Language } from '../model.ts';
import { daysInWords } from '../time/day-ranges.ts';
import { weekdayName } from '../time/format.ts';
import type { Drift } from './drift.ts';

/** `毎週土曜日（定休日）: こちらは休み、RMSは営業` */
export function driftInWords({ here, name, weekday, days }: Drift, language: Language): string {
  const ja = language === 'ja';
  const which = ja
    ? { closed: 'こちらは休み、RMSは営業', open: 'こちらは営業、RMSは休み' }
    : { closed: 'closed here, open in RMS', open: 'open here, closed in RMS' };
  if (weekday !== null) {
    const day = weekdayName(weekday, language);
    return ja ? `毎週${day}曜日（${name.ja}）: ${which[here]}` : `every ${day} (${name.en}): ${which[here]}`;
  }
  const dates = daysInWords(days, language);
  return ja ? `${name.ja}（${dates}）: ${which[here]}` : `${name.en} (${dates}): ${which[here]}`;
}
