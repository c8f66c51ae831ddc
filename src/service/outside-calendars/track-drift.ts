// Drift between a shop's own calendar and RMS: found anew whenever asked, told to ops once when it appears.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { type Drift, driftOf } from '../../core/calendar/drift.ts';
import type { Instant } from '../../core/model.ts';
import { addNotices, dropNotices, noticesOf } from '../../store/calendar/calendar-notices.ts';
import type { Service } from '../service.ts';

/** As far as RMS answers ahead. */
const AHEAD_DAYS = 180;

/** On which dates of the next 180 days the calendar in force differs from RMS; empty where RMS is not taken. */
export function findDrift({ counting }: Pick<Service, 'counting'>, shop: ShopConfig, now: Instant): Drift[] {
  const rms = counting.outsideOf(shop).find((one) => one.source === 'rms');
  if (rms === undefined) return [];
  const calendar = counting.calendarOf(shop);
  const today = calendar.zone.localDay(now);
  return driftOf(calendar, rms, { from: today, to: today + AHEAD_DAYS - 1 }, nationalHolidays);
}

/** Notes what drifts; what is over is forgotten, so that it is told when it comes back. */
export async function recordDrift(service: Service, shop: ShopConfig, now: Instant): Promise<void> {
  const keys = findDrift(service, shop, now).map(({ key }) => key);
  const known = await noticesOf(service.db, shop.id, 'drift');
  await dropNotices(
    service.db,
    known.filter(({ key }) => !keys.includes(key)),
  );
  await addNotices(
    service.db,
    keys.map((key) => ({ shop: shop.id, kind: 'drift', key })),
    now,
  );
}
