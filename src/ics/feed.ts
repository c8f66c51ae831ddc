// ics: the room's door: an imported calendar, from its place to the dates it closes.

import type { DecodeCalendar } from './decode/calendar-decoder.ts';
import type { DecodedCalendar, DecodeFor } from './decode/decode-calendar.ts';
import { type FetchOptions, fetchFeed } from './fetch-feed.ts';
import { readFeedFile } from './read-file.ts';

export type { DecodeCalendar } from './decode/calendar-decoder.ts';
export type { FeedRemark } from './decode/closed-days.ts';
export type { DecodedCalendar } from './decode/decode-calendar.ts';
export { isFeedError } from './decode/feed-error.ts';

/** `file` is a path that can be opened as it stands. */
export type FeedPlace = { readonly url: string } | { readonly file: string };

/** Reads a calendar and works out its dates. @throws FeedError; the signal's reason when the caller aborts */
export async function readFeed(
  place: FeedPlace,
  ask: DecodeFor,
  decode: DecodeCalendar,
  options: FetchOptions = {},
): Promise<DecodedCalendar> {
  const bytes = 'url' in place ? await fetchFeed(place.url, options) : await readFeedFile(place.file);
  return decode(bytes, ask);
}
