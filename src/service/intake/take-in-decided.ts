// Events that a person decides on what is known of an inquiry: looked at, decided and taken in by one transaction that
// holds the inquiry's lock, so that of two who press in the same second the later one sees what the first did.

import type { Instant } from '../../core/model.ts';
import { requestRecomputeIfOvertaken } from '../../store/configuration/revisions.ts';
import { lockInquiry } from '../../store/intake/inquiries.ts';
import type { Trx } from '../../store/schema.ts';
import type { Service } from '../service.ts';
import { armAheadMs, armDue } from '../steps/arm-alarms.ts';
import { acceptArrivals, byInquiry, revisionsOf } from './accept-arrivals.ts';
import type { IncomingEvent } from './incoming-event.ts';

/** What was decided: the events that come of it, none when it was refused, and what the decider is told. */
export interface Decided<R> {
  readonly events: readonly IncomingEvent[];
  readonly result: R;
}

/**
 * Asks `decide` under the lock of the inquiry and takes its events in, which are of that inquiry and of a shop of the
 * configuration. All of it holds, or, when anything throws, nothing. `now`: epoch ms.
 */
export async function takeInDecided<R>(
  service: Service,
  { inquiryId, source, now }: { readonly inquiryId: number; readonly source: string; readonly now: Instant },
  decide: (trx: Trx) => Promise<Decided<R>>,
): Promise<R> {
  const { result, countedWith, nextDue } = await service.db.transaction().execute(async (trx) => {
    await lockInquiry(trx, inquiryId);
    const { events, result } = await decide(trx);
    const arrivals = [...byInquiry(service, events).values()];
    const countedWith = revisionsOf(service, arrivals);
    if (arrivals.length === 0) return { result, countedWith, nextDue: Number.POSITIVE_INFINITY };
    const { nextDue } = await acceptArrivals(service, trx, arrivals, source, now);
    return { result, countedWith, nextDue };
  });
  if (countedWith.length > 0) await requestRecomputeIfOvertaken(service.db, countedWith, now);
  if (nextDue <= now + armAheadMs(service.clock)) await armDue(service, now);
  return result;
}
