// ics: the room's door: an imported calendar, from its place to the dates it closes.

import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { DecodeCalendar } from './decode/calendar-decoder.ts';
import type { DecodedCalendar, DecodeFor } from './decode/decode-calendar.ts';
import { FeedError } from './decode/feed-error.ts';
import { type FetchOptions, fetchFeed, MAX_FEED_BYTES, tooBig } from './fetch-feed.ts';

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

/**
 * The bytes of a file, within the same size as a feed. Only a real file is opened: a pipe would wait for ever, a device
 * never ends. @throws FeedError `file`, `too-big`
 */
async function readFeedFile(path: string, maxBytes: number = MAX_FEED_BYTES): Promise<Uint8Array> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      return await bytesOf(file, maxBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof FeedError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new FeedError('file', code === 'ENOENT' ? 'there is no such file' : `the file cannot be read (${code})`);
  }
}

async function bytesOf(file: FileHandle, maxBytes: number): Promise<Uint8Array> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new FeedError('file', 'it is no file; allowed: an .ics file');
  if (stat.size > maxBytes) throw tooBig(maxBytes);
  // One byte more than it was: a file that grows meanwhile is seen to.
  const buffer = Buffer.alloc(Math.min(stat.size, maxBytes) + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read)
    read = (await file.read(buffer, length, buffer.length - length, length)).bytesRead;
  if (length > maxBytes) throw tooBig(maxBytes);
  return buffer.subarray(0, length);
}
