// ics: the room's door: an imported calendar, from its place to the dates it closes.

import { civil, epochDay } from '../core/civil-date.ts';
import type { EpochDay } from '../core/model.ts';
import type { FeedDay } from '../core/outside.ts';
import type { Zone } from '../core/zone.ts';
import { closedDays, type FeedRemark, remarksOn } from './closed-days.ts';
import { decodeFeed, type Horizon } from './decode.ts';
import { type FetchOptions, fetchFeed } from './fetch-feed.ts';
import { readFeedFile } from './read-file.ts';

export type { FeedRemark } from './closed-days.ts';
export { isFeedError } from './errors.ts';

/** `file` is a path that can be opened as it stands. */
export type FeedPlace = { readonly url: string } | { readonly file: string };

export interface ReadFeed {
  readonly days: readonly FeedDay[];
  readonly remarks: readonly FeedRemark[];
}

/** Reads a calendar and works out its dates. @throws FeedError; the signal's reason when the caller aborts */
export async function readFeed(place: FeedPlace, horizon: Horizon, options: FetchOptions = {}): Promise<ReadFeed> {
  const bytes = 'url' in place ? await fetchFeed(place.url, options) : await readFeedFile(place.file);
  const reading = decodeFeed(bytes, horizon);
  return { days: closedDays(reading), remarks: remarksOn(reading, horizon.today) };
}

/**
 * From the beginning of last year to the end of the third after this one: whole years, so that what repeats for ever
 * gives the same dates from day to day.
 */
export function horizonOf(today: EpochDay, zone: Zone): Horizon {
  const { year } = civil(today);
  return { today, from: epochDay(year - 1, 1, 1), to: epochDay(year + 3, 12, 31), zone };
}
