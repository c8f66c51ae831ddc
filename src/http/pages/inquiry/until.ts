// Until when somebody takes an inquiry in hand: a few ends that fit a shop's day, as a mute's end is written.

import type { EpochDay, Instant } from '../../../core/model.ts';
import { NoBusinessDayError } from '../../../core/steps/counting.ts';
import { DAY_MS } from '../../../core/time/civil-date.ts';
import { isoUtc } from '../../../core/time/instant.ts';
import type { InquiryDetail } from '../../../service/board/read-inquiry.ts';
import { due, type View } from '../view.ts';
import { INQUIRY_WORDS } from './words.ts';

export interface EndChoice {
  /** As parseMuteEnd reads it. Hours count from the press, the others are instants. */
  readonly value: string;
  readonly label: string;
}

export function endChoices(view: View, { calendar, now }: Pick<InquiryDetail, 'calendar' | 'now'>): EndChoice[] {
  const { zone } = calendar;
  const words = INQUIRY_WORDS[view.language].hand;
  const today = zone.localDay(now);
  const at = (what: string, end: Instant): EndChoice => ({
    value: isoUtc(end),
    label: words.ends.at(what, due(view, end, zone)),
  });
  const next = nextBusinessDay(calendar, today);
  return [
    { value: '1h', label: words.ends.hours(1) },
    { value: '3h', label: words.ends.hours(3) },
    at(words.today, zone.startOfDay(today + 1)),
    at(words.nextNoon, zone.instantOf(today + 1, DAY_MS / 2)),
    ...(next === null ? [] : [at(words.nextDay, zone.startOfDay(next + 1))]),
  ];
}

function nextBusinessDay(calendar: InquiryDetail['calendar'], today: EpochDay): EpochDay | null {
  try {
    return calendar.nextOpenDay(today);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
