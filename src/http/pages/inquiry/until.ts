// Until when somebody takes an inquiry in hand: a few ends that fit a shop's day, as a mute's end is written.

import type { Calendar } from '../../../core/calendar/calendar.ts';
import type { EpochDay, Instant } from '../../../core/model.ts';
import { NoBusinessDayError } from '../../../core/steps/counting.ts';
import { DAY_MS } from '../../../core/time/civil-date.ts';
import { isoUtc } from '../../../core/time/instant.ts';
import type { Zone } from '../../../core/time/zone.ts';
import { due, type View } from '../view.ts';
import { INQUIRY_WORDS } from './words.ts';

/** Whose days an end is chosen of: a shop's calendar, or of several shops only a zone. */
export interface Days {
  readonly zone: Zone;
  /** Null: of several shops, whose business days differ. */
  readonly nextOpenDay: Calendar['nextOpenDay'] | null;
}

export interface EndChoice {
  /** As parseMuteEnd reads it. Hours count from the press, the others are instants. */
  readonly value: string;
  readonly label: string;
}

interface Choosing {
  readonly calendar: Days;
  readonly now: Instant;
}

export function endChoices(view: View, { calendar, now }: Choosing): EndChoice[] {
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

function nextBusinessDay(calendar: Days, today: EpochDay): EpochDay | null {
  if (calendar.nextOpenDay === null) return null;
  try {
    return calendar.nextOpenDay(today);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
