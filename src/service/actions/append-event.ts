// What a person pressed as events of the inquiry: appended like those of any source, and read like them.

import type { Instant, ThreadEvent } from '../../core/model.ts';
import { MARK_SOURCE } from '../../store/actions/no-reply-needed.ts';
import { eventLogs, type LoggedEvent } from '../../store/intake/events.ts';
import type { Db } from '../../store/schema.ts';
import { intake } from '../intake/intake-events.ts';
import type { Service } from '../service.ts';
import type { NamedInquiry } from './find-inquiry.ts';

/** The events of an inquiry that count, in the order in which they happened. */
export async function actionLog(db: Db, inquiryId: number): Promise<readonly LoggedEvent[]> {
  return (await eventLogs(db, [inquiryId])).get(inquiryId) ?? [];
}

/** An instant at which nothing that is known has yet to happen: clocks of sources may be a little ahead of ours. */
export function afterAll(log: readonly LoggedEvent[], now: Instant): Instant {
  return log.reduce((at, event) => Math.max(at, event.at + 1), now);
}

/** Takes them in together. @throws when one is refused, which only a shop that left the configuration meanwhile explains */
export async function appendOwn(
  service: Service,
  { shop, inquiry }: NamedInquiry,
  events: readonly ThreadEvent[],
): Promise<void> {
  const about = { shop: shop.id, inquiry: inquiry.inquiry, channel: inquiry.channel };
  const { refused } = await intake(
    service,
    events.map((event) => ({ ...about, event })),
    MARK_SOURCE,
  );
  const [why] = refused.values();
  if (why !== undefined) throw new Error(`what was pressed was refused: ${why.message}`);
  const types = events.map(({ type }) => type);
  service.logger.info({ shop: shop.id, inquiry: inquiry.inquiry, types }, 'pressed');
}
