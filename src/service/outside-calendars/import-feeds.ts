// Imported calendars, each read once a day by one process; the last good one stays in force when a read fails.
// A feed says everything anew each time, so an entry that is gone there is gone here; the file's own entries stay.

import { join } from 'node:path';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { type FeedCalendar, type OutsideCalendar, unreadKey, unreadOf } from '../../core/calendar/outside-calendar.ts';
import type { CalendarFeed, Instant } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { type DecodedCalendar, isFeedError, readFeed } from '../../ics/feed.ts';
import type { OutsideRow } from '../../store/outside-calendars/outside-calendars.ts';
import { claimDueFeeds, recordOutsideFailure, releaseOutside } from '../../store/outside-calendars/outside-reads.ts';
import { applyOutside } from '../configuration/apply-outside-calendars.ts';
import { isWithoutAddress, outsideSources } from '../outside-sources.ts';
import { claimEnds, notAhead } from '../read-claim.ts';
import type { Service } from '../service.ts';
import { storeAnswer } from './store-imported-calendar.ts';

/** How an address is reached; tests let the loopback through. */
export type FeedReach = NonNullable<Parameters<typeof readFeed>[3]>;

const READ_EVERY_MS = 24 * 60 * 60_000;
/** A file costs nothing to read. */
const READ_FILE_EVERY_MS = 10 * 60_000;
const RETRY_AFTER_MS = 60 * 60_000;
const ADDRESS_GONE = 'its address stands in the shop’s file only, and that is broken';
/** At once; each takes at most 10 s, and 20 MiB of memory twice. */
const AT_ONCE = 5;

/** Reads the feeds that are due, some at once, and counts with what changed. */
export async function readDueFeeds(service: Service, signal?: AbortSignal, reach: FeedReach = {}): Promise<void> {
  const now = service.clock.now();
  const due = await claimDueFeeds(service.db, now, claimEnds(service.clock), AT_ONCE);
  const taken = await Promise.all(due.map((row) => readOne(service, row, { ...reach, signal }, now)));
  if (taken.includes(true)) await applyOutside(service);
}

/** What a feed of a shop says now: for reading and for showing it before it counts. @throws FeedError */
export function askFeed(
  { config, clock, decodeCalendar }: Pick<Service, 'config' | 'clock' | 'decodeCalendar'>,
  shop: Pick<ShopConfig, 'timeZone'>,
  feed: CalendarFeed,
  reach: FeedReach = {},
): Promise<DecodedCalendar> {
  const { timeZone } = shop;
  const place = 'url' in feed ? { url: feed.url } : { file: join(config.dir ?? '', feed.file) };
  const allowed = config.service.allowPrivate ? { allow: () => true } : {};
  const ask = { today: openZone(timeZone).localDay(clock.now()), timeZone };
  return readFeed(place, ask, decodeCalendar, { ...allowed, ...reach });
}

/** True when it changed what counts. */
async function readOne(service: Service, row: OutsideRow, reach: FeedReach, now: Instant): Promise<boolean> {
  const shop = service.config.shops.get(row.shop);
  const feed = shop && outsideSources(shop).find(({ key }) => key === row.source)?.feed;
  if (shop === undefined || feed == null) {
    await releaseOutside(service.db, row);
    return false;
  }
  if (isWithoutAddress(feed)) {
    await recordOutsideFailure(service.db, row, ADDRESS_GONE, now + RETRY_AFTER_MS, now);
    return false;
  }
  try {
    const read = await askFeed(service, shop, feed, reach);
    const zone = openZone(shop.timeZone);
    const nextReadAt = now + ('file' in feed ? READ_FILE_EVERY_MS : READ_EVERY_MS);
    const follow = (before: OutsideCalendar | null) => calendarOf(feed.name, read, before);
    const answer = { value: read.days, follow, remarks: read.remarks, nextReadAt };
    return (await storeAnswer(service, row, { ...answer, today: zone.localDay(now) }, now)) === 'changed';
  } catch (error) {
    if (reach.signal?.aborted) await releaseOutside(service.db, row);
    else await failed(service, row, error, notAhead(service.clock, now));
    return false;
  }
}

/** What is left out in agreement stays as it was agreed to, whatever line it stands on now. */
function calendarOf(name: string, { days, unread }: DecodedCalendar, before: OutsideCalendar | null): FeedCalendar {
  if (unread.length === 0) return { source: 'feed', name, days };
  const known = new Map(unreadOf(before).map((entry) => [unreadKey(entry), entry]));
  return { source: 'feed', name, days, unread: unread.map((entry) => known.get(unreadKey(entry)) ?? entry) };
}

async function failed(service: Service, row: OutsideRow, error: unknown, now: Instant): Promise<void> {
  const failure = isFeedError(error) ? error.message : 'internal error';
  const log = service.logger.child({ shop: row.shop, feed: row.name });
  if (isFeedError(error) && error.kind !== 'internal')
    log.warn({ kind: error.kind, line: error.line }, `imported calendar not read: ${failure}`);
  else log.error({ err: error }, 'imported calendar not read');
  await recordOutsideFailure(service.db, row, failure, now + RETRY_AFTER_MS, now);
}
