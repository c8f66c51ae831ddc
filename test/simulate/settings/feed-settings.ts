// Which shop takes an outside calendar, what it closes, and how its server is.

import type { Random } from '../random.ts';

/** Days of an outside calendar, as it writes them: `2026-12-01`. */
export type FeedDays = readonly string[];

export interface FeedSettings {
  readonly shop: string;
  /** From the beginning, and from `changesAfterMs` on. */
  readonly days: FeedDays;
  readonly later: FeedDays;
  readonly changesAfterMs: number;
  /** One answer in so many is another than it should be; 0: none. */
  readonly faults: number;
  readonly outages: readonly FeedOutage[];
}

/** For so long every answer is such a one. */
export interface FeedOutage {
  readonly afterMs: number;
  readonly ms: number;
  readonly kind: FeedFault;
}

export const FEED_FAULTS = [
  'late',
  'silence',
  'cut off',
  'empty',
  'HTML',
  'cut calendar',
  '404',
  '500',
  'refused',
  'in circles',
  'nothing closed',
  'much closed',
  'unreadable entry',
] as const;
export type FeedFault = (typeof FEED_FAULTS)[number];

export const FEED_URL = 'https://calendar.world.example/closed.ics';
/** Far enough for an answer that closes nothing any more to be doubted for as long as a world lasts. */
const NEW_YEAR: FeedDays = ['2026-12-31', '2027-01-01', '2027-01-02'];
const SOONER = ['2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-07', '2026-12-08'];
const HOUR_MS = 3_600_000;

/** In one world of four. A calendar only closes more than it did: what was due is not due sooner by it. */
export function drawFeed(random: Random, shops: readonly string[], days: number): FeedSettings | null {
  if (!random.oneIn(4)) return null;
  const some = (): string[] => SOONER.filter(() => random.oneIn(4));
  const first = [...some(), ...NEW_YEAR];
  const outage = (): FeedOutage => ({
    afterMs: random.pick([0, random.whole(0, days * 24)]) * HOUR_MS,
    ms: random.pick([1, 5, 30]) * HOUR_MS,
    kind: random.pick(FEED_FAULTS.filter((kind) => kind !== 'late')),
  });
  return {
    shop: random.pick(shops),
    days: first,
    later: [...new Set([...first, ...some(), random.pick(SOONER)])].sort(),
    changesAfterMs: random.whole(2, days * 24) * HOUR_MS,
    faults: random.pick([0, 3, 8]),
    outages: Array.from({ length: random.whole(0, 2) }, outage),
  };
}

/** What its file says of it. */
export const feedFile = (): Record<string, unknown> => ({ ics: [{ url: FEED_URL, name: '商店街' }] });

/** As days that are closed by the file itself: to the truth it is all one. */
export const closedBy = (days: FeedDays): Record<string, unknown> => ({
  closed: days.map((on) => ({ on, name: '商店街' })),
});
