// Inquiries as RMS shows them → events that the store does not hold yet.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { NoBusinessDayError, stepDue } from '../../core/steps/counting.ts';
import type { AutoReplyRule, RmsInquiry } from '../../rms/decode-inquiry.ts';
import { type EventOptions, toEvents } from '../../rms/inquiry-events.ts';
import { knownEvents } from '../../store/intake/events.ts';
import type { Counting } from '../compiled-calendars.ts';
import type { Service } from '../service.ts';
import type { IncomingEvent } from './incoming-event.ts';

/** Under which name the store keeps what RMS said. */
export const RMS_SOURCE = 'rms';

/** What is new of these inquiries; what RMS does not date counts from `seenAt`. */
export async function eventsOfRms(
  { db, counting }: Pick<Service, 'db' | 'counting'>,
  shop: ShopConfig,
  inquiries: readonly RmsInquiry[],
  seenAt: Instant,
): Promise<IncomingEvent[]> {
  if (inquiries.length === 0) return [];
  const numbers = inquiries.map((inquiry) => inquiry.number);
  const known = await knownEvents(db, shop.id, numbers, RMS_SOURCE);
  const promisedUntil = untilOf(counting, shop);
  return inquiries.flatMap((inquiry) => {
    const { meta, events } = toEvents(inquiry, {
      observedAt: seenAt,
      autoReplies: shop.rms!.autoReplies,
      ...(promisedUntil && { promisedUntil }),
      known: known.get(inquiry.number) ?? { ids: new Set(), completedOpen: null },
    });
    const { completed: _, ...about } = meta;
    return events.map((event) => ({ shop: shop.id, ...about, event }));
  });
}

/** The replies of a shop as they are read: which are automatic, and which promise an answer. */
export function replyRule(shop: ShopConfig): AutoReplyRule {
  const { autoReplies, holdingReplies } = shop.rms!;
  return { ...autoReplies, ...(holdingReplies && { holding: holdingReplies.containing }) };
}

/** The end of the date that the reply names, else of the last of the business days that the shop gives itself. */
function untilOf(counting: Pick<Counting, 'calendarOf'>, shop: ShopConfig): EventOptions['promisedUntil'] {
  const { followUpAfter } = shop.rms?.holdingReplies ?? {};
  if (followUpAfter === undefined) return undefined;
  return (at, day) => {
    const calendar = counting.calendarOf(shop);
    if (day !== null) return calendar.zone.startOfDay(day + 1);
    try {
      return stepDue(calendar, { counting: 'day-end' }, followUpAfter, at);
    } catch (error) {
      if (error instanceof NoBusinessDayError || error instanceof RangeError) return null;
      throw error;
    }
  };
}
