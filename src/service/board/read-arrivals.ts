// How many waits usually begin on each weekday in a shop, beside what is coming.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { ARRIVAL_WEEKS, type UsualArrivals, usualArrivals } from '../../core/calendar/usual-arrivals.ts';
import type { EpochDay } from '../../core/model.ts';
import { mondayOf } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { beganByDay } from '../../store/board/arrivals.ts';
import type { Service } from '../service.ts';

interface Kept {
  readonly monday: EpochDay;
  readonly usual: UsualArrivals | null;
  /** Real time (performance.now). */
  readonly goodUntil: number;
}

/** Few waits are read too quickly to be worth an answer that is some minutes old. */
const KEPT_ABOVE = 200;
const KEPT_MS = 10 * 60_000;
const kept = new WeakMap<object, Map<string, Kept>>();

/**
 * Of the full weeks before this one, in the shop's zone; null where its history has none (RULES.md 4). Those weeks are over:
 * of a shop with much in them the answer is given again for ten minutes.
 */
export async function readArrivals(
  { db, clock, config }: Pick<Service, 'db' | 'clock' | 'config'>,
  { id, timeZone }: ShopConfig,
): Promise<UsualArrivals | null> {
  const zone = openZone(timeZone);
  const monday = mondayOf(zone.localDay(clock.now()));
  const ofConfig = kept.get(config) ?? new Map<string, Kept>();
  kept.set(config, ofConfig);
  const last = ofConfig.get(id);
  if (last !== undefined && last.monday === monday && performance.now() <= last.goodUntil) return last.usual;
  const from = monday - 7 * ARRIVAL_WEEKS;
  const began = await beganByDay(db, { shop: id, zone: zone.name, from });
  const usual = usualArrivals(began, monday);
  const waits = [...began.values()].reduce((sum, count) => sum + count, 0);
  if (waits > KEPT_ABOVE) ofConfig.set(id, { monday, usual, goodUntil: performance.now() + KEPT_MS });
  return usual;
}
