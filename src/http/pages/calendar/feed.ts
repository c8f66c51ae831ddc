// The feeds of a shop's calendar, whichever way one may read them.

import type { Context } from 'hono';
import { openZone } from '../../../core/time/zone.ts';
import { dayFeed } from '../../../ics/day-feed.ts';
import { deadlineFeed } from '../../../ics/deadline-feed.ts';
import { openDeadlines } from '../../../service/board/read-open-deadlines.ts';
import type { FeedFile } from '../../../service/calendar/make-feed-address.ts';
import { feedDays } from '../../../service/calendar/read-calendar-year.ts';
import type { AccessEnv } from '../../access/principal.ts';
import { notFoundPage, type PageParts } from '../page.tsx';

type FeedOf = (parts: PageParts, c: Context<AccessEnv>, shop: string) => Promise<string | null>;

/** A feed of a shop, in its language unless it is asked for another. */
export async function feed(parts: PageParts, c: Context<AccessEnv>, shop: string, file: FeedFile): Promise<Response> {
  const text = await FEEDS[file](parts, c, shop);
  return text === null ? notFoundPage(parts, c) : c.body(text, 200, { 'content-type': 'text/calendar; charset=utf-8' });
}

const dayFeedOf: FeedOf = async ({ service }, c, id) => {
  const shop = service.config.shops.get(id);
  if (shop === undefined) return null;
  const [calendar, now] = [service.counting.calendarOf(shop), service.clock.now()];
  return dayFeed(shop, calendar, feedDays(calendar, now), feedLanguage(c, shop.language), now);
};

const deadlineFeedOf: FeedOf = async ({ service }, c, id) => {
  const shop = service.config.shops.get(id);
  if (shop === undefined) return null;
  const open = await openDeadlines(service, shop);
  const language = feedLanguage(c, shop.language);
  return deadlineFeed(shop, openZone(shop.timeZone), open, language, service.clock.now());
};

/** A feed speaks the shop's language unless it is asked for another. */
function feedLanguage(c: Context, own: 'ja' | 'en') {
  const asked = c.req.query('lang');
  return asked === 'ja' || asked === 'en' ? asked : own;
}

const FEEDS: Readonly<Record<FeedFile, FeedOf>> = { 'calendar.ics': dayFeedOf, 'deadlines.ics': deadlineFeedOf };
