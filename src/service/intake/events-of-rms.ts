// Inquiries as RMS shows them → events that the store does not hold yet.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import type { RmsInquiry } from '../../rms/decode-inquiry.ts';
import { toEvents } from '../../rms/inquiry-events.ts';
import { knownEvents } from '../../store/intake/events.ts';
import type { Service } from '../service.ts';
import type { IncomingEvent } from './incoming-event.ts';

/** Under which name the store keeps what RMS said. */
export const RMS_SOURCE = 'rms';

/** What is new of these inquiries; what RMS does not date counts from `seenAt`. */
export async function eventsOfRms(
  { db }: Pick<Service, 'db'>,
  shop: ShopConfig,
  inquiries: readonly RmsInquiry[],
  seenAt: Instant,
): Promise<IncomingEvent[]> {
  if (inquiries.length === 0) return [];
  const numbers = inquiries.map((inquiry) => inquiry.number);
  const known = await knownEvents(db, shop.id, numbers, RMS_SOURCE);
  return inquiries.flatMap((inquiry) => {
    const { meta, events } = toEvents(inquiry, {
      observedAt: seenAt,
      autoReplies: shop.rms!.autoReplies,
      known: known.get(inquiry.number) ?? { ids: new Set(), completedOpen: null },
    });
    const { completed: _, ...about } = meta;
    return events.map((event) => ({ shop: shop.id, ...about, event }));
  });
}
