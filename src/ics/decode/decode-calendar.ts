// ics: the whole of what is worked out from a calendar's bytes, in plain values that go from thread to thread.

import type { FeedDay, UnreadEntry } from '../../core/calendar/outside-calendar.ts';
import type { EpochDay } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { closedDays, type FeedRemark, remarksOn } from './closed-days.ts';
import { decodeFeed } from './decode.ts';
import { horizonOf } from './horizon.ts';

/** For whom a calendar is read. */
export interface DecodeFor {
  /** The local date of the shop. */
  readonly today: EpochDay;
  /** The shop's. */
  readonly timeZone: string;
}

export interface DecodedCalendar {
  readonly days: readonly FeedDay[];
  readonly remarks: readonly FeedRemark[];
  /** All-day entries that cannot be read. */
  readonly unread: readonly UnreadEntry[];
}

/** Works a calendar's dates out, for as long as it takes. @throws FeedError */
export function decodeCalendar(bytes: Uint8Array, { today, timeZone }: DecodeFor): DecodedCalendar {
  const reading = decodeFeed(bytes, horizonOf(today, openZone(timeZone)));
  return { days: closedDays(reading), remarks: remarksOn(reading, today), unread: reading.unread };
}
