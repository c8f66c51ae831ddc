// The shop's calendar in RMS, once a day beside the reading of its inquiries: the same client, the same pace (RMS.md
// "ShopAPI"). Whatever goes wrong here, the calendar in force stays.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { extendRms, type OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { Instant } from '../../core/model.ts';
import { jstDay } from '../../rms/jst.ts';
import { isRmsError } from '../../rms/rms-error.ts';
import { readShopCalendar, type ShopCalendar } from '../../rms/shop-calendar.ts';
import { claimOutside, recordOutsideFailure, releaseOutside } from '../../store/outside-calendars/outside-reads.ts';
import { applyOutside } from '../configuration/apply-outside-calendars.ts';
import { RMS_CALENDAR } from '../outside-sources.ts';
import { claimEnds, notAhead } from '../read-claim.ts';
import type { Service } from '../service.ts';
import { storeAnswer } from './store-imported-calendar.ts';
import { recordDrift } from './track-drift.ts';

const READ_EVERY_MS = 24 * 60 * 60_000;
const RETRY_AFTER_MS = 60 * 60_000;

/** Reads the calendar if it is due and the shop takes it; what RMS closes counts at once. */
export async function readRmsCalendar(service: Service, shopId: string, signal?: AbortSignal): Promise<void> {
  const shop = service.config.shops.get(shopId);
  if (shop?.rms == null || !shop.calendar.rms) return;
  const now = service.clock.now();
  if (!(await readIfDue(service, shop, now, signal))) return;
  await applyOutside(service);
  await recordDrift(service, shop, now);
}

/** Whether there is a good answer. */
async function readIfDue(service: Service, shop: ShopConfig, now: Instant, signal?: AbortSignal): Promise<boolean> {
  const key = { shop: shop.id, source: RMS_CALENDAR };
  const due = await claimOutside(service.db, key, now, claimEnds(service.clock));
  if (due === null) return false;
  const log = service.logger.child({ shop: shop.id });
  try {
    const calendar = await readShopCalendar(service.rmsClient(shop, null), jstDay(now), undefined, signal);
    await storeAnswer(service, key, answerOf(calendar, now), now);
    return true;
  } catch (error) {
    if (signal?.aborted) {
      await releaseOutside(service.db, key);
      return false;
    }
    if (!isRmsError(error)) log.error({ err: error }, 'RMS calendar not read');
    else log.warn({ kind: error.kind, code: error.code, status: error.status }, `RMS calendar not read: ${error.kind}`);
    const failure = isRmsError(error) ? error.kind : 'unknown';
    const since = notAhead(service.clock, now);
    await recordOutsideFailure(service.db, key, failure, since + RETRY_AFTER_MS, since);
    return false;
  }
}

function answerOf(calendar: ShopCalendar, now: Instant): Parameters<typeof storeAnswer>[2] {
  const today = jstDay(now);
  return {
    value: calendar.lists,
    follow: (before: OutsideCalendar | null) => ({
      source: 'rms',
      parts: extendRms(before?.source === 'rms' ? before.parts : [], today, calendar.closures),
    }),
    remarks: [],
    nextReadAt: now + READ_EVERY_MS,
    today,
  };
}
