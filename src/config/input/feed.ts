// config: imported calendars, `calendar.ics: [{ url or file, name }]`.
// The path of a private feed is a key to it; faults about an address name its kind only.

import { isAbsolute } from 'node:path';
import type { CalendarFeed } from '../../core/model.ts';
import { describe } from '../values/faults.ts';
import {
  inside,
  lineOfText,
  listOf,
  orNull,
  type Place,
  type Reader,
  readMap,
  refuse,
  required,
  whole,
} from '../values/readers.ts';

const URL_ALLOWED = 'an http or https address without user and password';
const FILE_ALLOWED = 'a path inside the config folder, such as holidays.ics';
const NEEDS = '`url` (an address) or `file` (a file in the config folder)';
const MOST_FEEDS = 10;

const url: Reader<string> = (value, at) => {
  if (typeof value !== 'string' || !URL.canParse(value)) return refuse(at, kindOf(value), URL_ALLOWED);
  const { protocol, username, password } = new URL(value);
  if (protocol === 'webcal:') return refuse(at, 'a webcal address', URL_ALLOWED, 'write https:// instead of webcal://');
  if (protocol !== 'https:' && protocol !== 'http:') return refuse(at, `an address of ${protocol}`, URL_ALLOWED);
  if (username !== '' || password !== '') return refuse(at, 'an address with user and password', URL_ALLOWED);
  return value;
};

const file: Reader<string> = (value, at) => {
  const fits = typeof value === 'string' && value !== '' && !isAbsolute(value) && !value.split(/[\\/]/).includes('..');
  return fits ? value : refuse(at, describe(value), FILE_ALLOWED);
};

const feed: Reader<CalendarFeed> = (value, at) => {
  const read = readMap(
    {
      url: orNull(url),
      file: orNull(file),
      name: required(lineOfText(60), 'a name, shown with each date it closes'),
    },
    value,
    at,
  );
  if (!read) return undefined;
  if (read.url === null && read.file === null) return refuse(at, 'neither', NEEDS);
  if (read.url !== null && read.file !== null) return refuse(at, 'both `url` and `file`', `one of ${NEEDS}`);
  if (!read.name) return undefined;
  if (read.url) return { name: read.name, url: read.url };
  return read.file ? { name: read.name, file: read.file } : undefined;
};

/** The feeds of a calendar, each with a name and a place of its own. */
export const calendarFeeds: Reader<CalendarFeed[]> = (value, at) => {
  const read = listOf(feed, 'calendars { url or file, name }')(value, at);
  if (!read) return undefined;
  if (read.length > MOST_FEEDS) return refuse(at, `${read.length} calendars`, `at most ${MOST_FEEDS}`);
  refuseTwice(read, 'name', (one) => one.name, at);
  refuseTwice(read, 'url', (one) => ('url' in one ? one.url : null), at);
  refuseTwice(read, 'file', (one) => ('file' in one ? one.file : null), at);
  return whole(read);
};

function refuseTwice(
  feeds: readonly (CalendarFeed | undefined)[],
  key: string,
  partOf: (one: CalendarFeed) => string | null,
  at: Place,
): void {
  const values = feeds.map((one) => (one ? partOf(one) : null));
  values.forEach((one, i) => {
    if (one === null || values.indexOf(one) === i) return;
    const found = key === 'url' ? 'the same address' : describe(one);
    refuse(inside(inside(at, i), key), `${found} as in entry ${values.indexOf(one) + 1}`, `each ${key} once`);
  });
}

function kindOf(value: unknown): string {
  return typeof value === 'string' ? 'a text that is no address' : describe(value);
}
