// What a person pressed as events of the inquiry: decided on what is known under its lock, appended like those of any
// source, and read like them.

import type { Instant, ThreadEvent } from '../../core/model.ts';
import { MARK_SOURCE } from '../../store/actions/no-reply-needed.ts';
import { noteDone, untilFact } from '../../store/audit/audit-entries.ts';
import { eventLogs, type LoggedEvent } from '../../store/intake/events.ts';
import type { Db, Trx } from '../../store/schema.ts';
import { takeInDecided } from '../intake/take-in-decided.ts';
import type { Service } from '../service.ts';
import type { NamedInquiry } from './find-inquiry.ts';
import type { ActionRefusal } from './refuse-action.ts';

/** The events of an inquiry that count, in the order in which they happened. */
export async function actionLog(db: Db, inquiryId: number): Promise<readonly LoggedEvent[]> {
  return (await eventLogs(db, [inquiryId])).get(inquiryId) ?? [];
}

/** An instant at which nothing that is known has yet to happen: clocks of sources may be a little ahead of ours. */
export function afterAll(log: readonly LoggedEvent[], now: Instant): Instant {
  return log.reduce((at, event) => Math.max(at, event.at + 1), now);
}

/** What comes of a press: its events, and what whoever pressed is told. */
export interface Pressed<R> {
  readonly events: readonly ThreadEvent[];
  readonly made: R;
}

/**
 * Appends what `decide` makes of the inquiry's log, or gives its refusal. Nobody presses on the same inquiry, and nothing is
 * taken in for it, between the look and the append; who pressed is written down with it.
 */
export async function pressOn<R>(
  service: Service,
  { shop, inquiry }: NamedInquiry,
  now: Instant,
  decide: (log: readonly LoggedEvent[], trx: Trx) => Pressed<R> | ActionRefusal | Promise<Pressed<R> | ActionRefusal>,
): Promise<R | ActionRefusal> {
  const about = { shop: shop.id, inquiry: inquiry.inquiry, channel: inquiry.channel };
  const key = { inquiryId: inquiry.id, source: MARK_SOURCE, now };
  const pressed = await takeInDecided<Pressed<R> | ActionRefusal>(service, key, async (trx) => {
    const result = await decide(await actionLog(trx, inquiry.id), trx);
    if ('refused' in result) return { events: [], result };
    for (const event of result.events) await notePress(trx, { shop, inquiry }, event, now);
    return { events: result.events.map((event) => ({ ...about, event })), result };
  });
  if ('refused' in pressed) return pressed;
  const types = pressed.events.map(({ type }) => type);
  service.logger.info({ shop: shop.id, inquiry: inquiry.inquiry, types }, 'pressed');
  return pressed.made;
}

/** Marks have rows of their own, and write themselves down. */
async function notePress(trx: Trx, { shop, inquiry }: NamedInquiry, event: ThreadEvent, now: Instant): Promise<void> {
  const what = PRESSED.find((one) => one === event.type);
  if (what === undefined) return;
  const { by = null, until, how } = event;
  const about = { ...(until !== undefined && untilFact(until)), ...(how !== undefined && { how }) };
  await noteDone(trx, { who: by, what, shop: shop.id, inquiryId: inquiry.id, about }, now);
}

const PRESSED = ['promised', 'promise_withdrawn', 'answered_elsewhere', 'answer_withdrawn'] as const;
