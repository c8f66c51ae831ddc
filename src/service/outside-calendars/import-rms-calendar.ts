// The shop's calendar in RMS, once a day within the claim of its poller: the same client, the same pace (RMS.md
// "ShopAPI"). Trap: whatever goes wrong here must not fail the sweep; the calendar in force stays.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { extendRms, type OutsideCalendar } from '../../core/calendar/outside-calendar.ts';
import type { Instant } from '../../core/model.ts';
import type { RmsClient } from '../../rms/client.ts';
import { jstDay } from '../../rms/jst.ts';
import { isRmsError } from '../../rms/rms-error.ts';
import { readShopCalendar, type ShopCalendar } from '../../rms/shop-calendar.ts';
import { claimOutside, recordOutsideFailure, releaseOutside } from '../../store/outside-calendars/outside-calendars.ts';
import { RMS_CALENDAR } from '../outside-sources.ts';
import { claimEnds } from '../read-claim.ts';
import type { Service } from '../service.ts';
import { type Taken, takeAnswer } from './store-imported-calendar.ts';

const READ_EVERY_MS = 24 * 60 * 60_000;
const RETRY_AFTER_MS = 60 * 60_000;

/** Reads the calendar if it is due and the shop takes it; null if not, or if it could not be read. */
export async function readRmsCalendar(
  service: Service,
  shop: ShopConfig,
  client: RmsClient,
  now: Instant,
  signal?: AbortSignal,
): Promise<Taken | null> {
  if (!shop.calendar.rms) return null;
  const key = { shop: shop.id, source: RMS_CALENDAR };
  const due = await claimOutside(service.db, key, now, claimEnds(service.clock));
  if (due === null) return null;
  const log = service.logger.child({ shop: shop.id });
  try {
    const calendar = await readShopCalendar(client, jstDay(now), undefined, signal);
    return await takeAnswer(service, key, answerOf(calendar, now), now);
  } catch (error) {
    if (signal?.aborted) {
      await releaseOutside(service.db, key);
      return null;
    }
    if (!isRmsError(error)) log.error({ err: error }, 'RMS calendar not read');
    else log.warn({ kind: error.kind, code: error.code, status: error.status }, `RMS calendar not read: ${error.kind}`);
    const failure = isRmsError(error) ? error.kind : 'unknown';
    await recordOutsideFailure(service.db, key, failure, now + RETRY_AFTER_MS, now);
    return null;
  }
}

function answerOf(calendar: ShopCalendar, now: Instant): Parameters<typeof takeAnswer>[2] {
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
