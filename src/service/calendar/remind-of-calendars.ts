// What a shop's calendar asks for today: a word about a season, or a last look before a closure. Rules only; nothing is
// stored or sent here.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { nationalHolidays } from '../../config/values/national-holidays.ts';
import { NoBusinessDayError } from '../../core/calendar/calendar.ts';
import { closureAhead, type MissingSeason, missingSeason, type Season } from '../../core/calendar/seasons.ts';
import type { Instant } from '../../core/model.ts';
import { nextSendInstant } from '../../core/steps/send-window.ts';
import { noticesOf } from '../../store/calendar/calendar-notices.ts';
import type { Service } from '../service.ts';

/** Never at midnight, also where mails about inquiries may go out at any time. */
const DAYTIME = { from: 9 * 60, to: 18 * 60 };

/** `new-year:2026:1`; with it a reminder is made once. */
export const seasonKey = ({ season, stage }: Pick<MissingSeason, 'season' | 'stage'>): string =>
  `${season.kind}:${season.year}:${stage}`;

/** The season to remind the shop of at `now`, or null. The store is asked only when there may be one. */
export async function seasonToAsk(
  service: Pick<Service, 'db' | 'counting'>,
  shop: ShopConfig,
  now: Instant,
): Promise<MissingSeason | null> {
  if (shop.calendar.seasons === 'off') return null;
  const calendar = service.counting.calendarOf(shop);
  const today = calendar.zone.localDay(now);
  const days = { calendar, outside: service.counting.outsideOf(shop) };
  const found = missingSeason(days, today, nationalHolidays, () => false);
  if (found === null || found.lastYear.length > 0) return found;
  const told = await noticesOf(service.db, shop.id, 'season');
  const wasReminded = ({ kind, year }: Season) => told.some(({ key }) => earlierYear(key, kind, year));
  return missingSeason(days, today, nationalHolidays, wasReminded);
}

/** The closure of three or more dates that begins tomorrow, or null. */
export function closureTomorrow({ counting }: Pick<Service, 'counting'>, shop: ShopConfig, now: Instant) {
  const calendar = counting.calendarOf(shop);
  return closureAhead(calendar, calendar.zone.localDay(now));
}

/** From when the shop's owner may be mailed about its calendar: the send window, by day in any case. */
export function daytimeSlot({ counting }: Pick<Service, 'counting'>, shop: ShopConfig, now: Instant): Instant {
  const { sendWindow } = shop.mail;
  try {
    return nextSendInstant(counting.calendarOf(shop), sendWindow === 'always' ? DAYTIME : sendWindow, now);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return now;
    throw error;
  }
}

function earlierYear(key: string, kind: string, year: number): boolean {
  const match = /^(.*):(\d{4}):\d$/.exec(key);
  return match !== null && match[1] === kind && Number(match[2]) < year;
}
