// Which calendars outside its file a shop takes, by the key under which the store keeps each.

import { createHash } from 'node:crypto';
import type { ShopConfig } from '../config/input/shop-settings.ts';
import type { CalendarFeed, CalendarSpec } from '../core/model.ts';

export const RMS_CALENDAR = 'rms';

export interface OutsideSource {
  /** `rms`, or made of a feed's place (not its name, so that a renamed feed stays itself); holds no address to leak. */
  readonly key: string;
  /** Null for RMS. */
  readonly feed: CalendarFeed | null;
}

/** The outside calendars that one calendar of a shop takes, in order of precedence. */
export function sourcesOf(calendar: CalendarSpec, rms: ShopConfig['rms']): OutsideSource[] {
  const fromRms: OutsideSource[] = calendar.rms && rms !== null ? [{ key: RMS_CALENDAR, feed: null }] : [];
  return [...fromRms, ...(calendar.ics ?? []).map((feed) => ({ key: feedKey(feed), feed }))];
}

/** Those that any of a shop's calendars takes, each once: its own calendar's first. */
export function outsideSources({ calendar, calendars = {}, rms }: Calendars): OutsideSource[] {
  const all = [calendar, ...Object.values(calendars)].flatMap((one) => sourcesOf(one, rms));
  return [...new Map(all.map((source) => [source.key, source])).values()];
}

type Calendars = Pick<ShopConfig, 'calendar' | 'calendars' | 'rms'>;

const KEY = /^ics:[0-9a-f]{16}$/;

/** A feed of a stored revision whose address is only in the shop's file (kept-spec.ts). */
export const isWithoutAddress = (feed: CalendarFeed): boolean => 'url' in feed && KEY.test(feed.url);

/** Of a feed whose address was not kept with its revision, the key stands in its place. */
export function feedKey(feed: CalendarFeed): string {
  const place = 'url' in feed ? feed.url : feed.file;
  if (KEY.test(place)) return place;
  return `ics:${createHash('sha256').update(place).digest('hex').slice(0, 16)}`;
}
