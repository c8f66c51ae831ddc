// The dates ahead in every zone that shops have, as stretches of time that one statement can count in.

import type { EpochDay, Instant } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';

/** So many dates ahead are looked at for the next business days of several shops. */
export const HORIZON_DAYS = 60;

export interface DaysCut {
  /** The local date of the moment where it is earliest. */
  readonly firstDay: EpochDay;
  /** The moment, then every end of a date in any of the zones, in order: a stretch reaches from one to the next. */
  readonly ends: readonly Instant[];
  /** By zone: on which date after `firstDay` each stretch lies; the first and the last lie on none. */
  readonly offsets: ReadonlyMap<string, readonly number[]>;
  /** By zone: which date after `firstDay` today is. */
  readonly todays: ReadonlyMap<string, number>;
}

/** The next dates from the moment `now` (epoch ms) on. */
export function cutDays(timeZones: ReadonlySet<string>, now: Instant): DaysCut {
  const zones = [...timeZones].map((name) => ({ name, zone: openZone(name) }));
  const firstDay = Math.min(...zones.map(({ zone }) => zone.localDay(now)));
  const ends = new Set([now]);
  for (const { zone } of zones)
    for (let n = 1; n <= HORIZON_DAYS; n++) ends.add(Math.max(now, zone.startOfDay(firstDay + n)));
  const inOrder = [...ends].sort((a, b) => a - b);
  return {
    firstDay,
    ends: inOrder,
    // A deadline at the start of a date belongs to the date before (RULES.md 3).
    offsets: new Map(zones.map(({ name, zone }) => [name, inOrder.map((end) => zone.localDay(end - 1) - firstDay)])),
    todays: new Map(zones.map(({ name, zone }) => [name, zone.localDay(now) - firstDay])),
  };
}

/** Counts by stretch as counts by date of a zone: at 0 those of `firstDay`, at 1 those of the next. */
export function dueOnDays({ ends, offsets }: DaysCut, timeZone: string, dueIn: ReadonlyMap<number, number>): number[] {
  const of = offsets.get(timeZone)!;
  const due: number[] = [];
  for (const [stretch, count] of dueIn) {
    if (stretch === 0 || stretch >= ends.length) continue;
    const offset = of[stretch]!;
    due[offset] = (due[offset] ?? 0) + count;
  }
  return due;
}
