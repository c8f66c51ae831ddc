// The delivery of notifications of the outbox, from top to bottom: claim rows, gather the facts afresh, render and store the
// texts, send them, record what came of it. Rows go through it page by page: a page is read and stored in one go, sent side
// by side, and one that fails by itself fails alone. What an interruption leaves behind is told apart by whether a text was
// stored: without one nothing can have been sent. What kinds and transports there are: kinds/notification-kinds.ts.

import type { Instant } from '../../core/model.ts';
import { CANARY } from '../../core/shop-id.ts';
import {
  type ClaimedMail,
  claimDueMails,
  claimMail,
  holdMail,
  parkMail,
} from '../../store/notifications/mail-claims.ts';
import { pausedUntil, waitForPause } from '../../store/notifications/mail-health.ts';
import type { ClaimedWay } from '../../store/notifications/mail-kinds.ts';
import { freezeMails } from '../../store/notifications/outbox.ts';
import { enqueueForWebhooks } from '../../store/notifications/webhooks.ts';
import { openBreath } from '../breath.ts';
import { type DeliveryResult, noteMails } from '../counters.ts';
import { groupBy } from '../group-by.ts';
import type { Service } from '../service.ts';
import { traced } from '../traced.ts';
import { isCatchingUp } from './hold-after-start.ts';
import { NOTIFICATION_KINDS } from './kinds/notification-kinds.ts';
import { giveUpRest } from './record/give-up-mail.ts';
import { openRecorder, type Recorder } from './record/record-page.ts';
import { untilWritten } from './record/until-written.ts';
import type { Admission, Content, Delivery, Gathered, GatheredFacts } from './render/notification-kind.ts';
import { openVerifier } from './verify/verify-threads.ts';
import { liveWebhooks } from './webhook/configured-webhooks.ts';

/** Tries one row of the outbox. Harmless at any time, twice, or in two processes: one row decides (invariant 3). */
export async function deliver(service: Service, outboxId: number): Promise<DeliveryResult> {
  if (await isCatchingUp(service)) return 'not-due';
  // Read after the wait: what was raised meanwhile has its slot before now.
  const now = service.clock.now();
  const until = await pausedUntil(service.db, now);
  if (until !== null && (await waitForPause(service.db, outboxId, until))) return 'paused';
  const claimed = await claimMail(service.db, outboxId, now);
  if (claimed === null) return 'not-due';
  const results = await deliverPage(service, [claimed], await verified(service, claimed, now));
  return results.get(outboxId)!;
}

/** Reads afresh what the row tells, if that can be done. Returns as of when it is to be delivered. */
async function verified(service: Service, claimed: ClaimedMail, now: Instant): Promise<Instant> {
  const verifier = openVerifier(service);
  const threads = (await verifier.doubtful([claimed], now)).get(claimed);
  if (threads === undefined) return now;
  await verifier.verify(threads);
  return service.clock.now();
}

/** Claims up to so many rows that are due, whichever waited longest; none while mails wait for a start or a pause. */
export async function claimPage(
  service: Service,
  way: ClaimedWay,
  limit: number,
): Promise<{ readonly page: readonly ClaimedMail[]; readonly now: Instant }> {
  const nothing = { page: [], now: service.clock.now() };
  if (await isCatchingUp(service)) return nothing;
  const now = service.clock.now();
  const until = way === 'mails' || way === 'lists' ? await pausedUntil(service.db, now) : null;
  if (until !== null) {
    await waitForPause(service.db, 'all', until);
    return nothing;
  }
  return { page: await claimDueMails(service.db, way, limit, now), now };
}

/**
 * Tries what this worker has claimed: gather, render, send, record. By id, what became of each.
 * `onEnd` hears of each row that is done with, whatever became of it; pages that share a `record` are written down together.
 * @throws when some of them failed by themselves, after all of them were tried
 */
export async function deliverPage(
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
  onEnd: (id: number) => void = () => {},
  record: Recorder = openRecorder(service),
): Promise<ReadonlyMap<number, DeliveryResult>> {
  const results = new Map<number, DeliveryResult>();
  const failures: unknown[] = [];
  const note = async ({ claimed: { id, kind, shop } }: Delivery, work: () => Promise<DeliveryResult>) => {
    try {
      const result = await traced(service, 'mail', { kind, shop }, async (say) => {
        const outcome = await work();
        say({ outcome });
        return outcome;
      });
      results.set(id, result);
    } catch (error) {
      failures.push(error);
    }
    onEnd(id);
  };
  const going: Going[] = [];
  for (const claimed of page) {
    const delivery = { claimed, kind: NOTIFICATION_KINDS[claimed.kind], now, log: logOf(service, claimed), record };
    const admission = await delivery.kind.transport.admit(service, delivery);
    if (admission.may === 'go') going.push({ ...delivery, send: admission.send });
    else await note(delivery, () => stay(service, delivery, admission));
  }
  const gathered = await gather(service, going, now);
  const rendered: Rendered[] = [];
  const breathe = openBreath();
  for (const delivery of going) {
    const facts = gathered.get(delivery.claimed.id)!;
    if ('none' in facts)
      await note(delivery, () => delivery.kind.transport.recordUnsent(service, delivery, facts.none));
    else
      try {
        rendered.push({ ...delivery, facts, content: facts.render() });
      } catch (error) {
        failures.push(error);
      }
    await breathe();
  }
  const stored = await store(service, rendered, now);
  for (const { claimed } of rendered) results.set(claimed.id, 'not-due');
  const ours = rendered.filter(({ claimed }) => stored.has(claimed.id));
  await Promise.all(ours.map((one) => note(one, async () => (await one.send(one.content, one.facts)).record())));
  await noteMails(
    service,
    page.flatMap(({ id, kind, shop }) => (shop === CANARY ? [] : { kind, result: results.get(id) ?? 'not-due' })),
  );
  if (failures.length > 0) throw failures.length === 1 ? failures[0] : new AggregateError(failures);
  return results;
}

interface Going extends Delivery {
  readonly send: Extract<Admission, { may: 'go' }>['send'];
}

interface Rendered extends Going {
  readonly facts: GatheredFacts;
  readonly content: Content;
}

const logOf = ({ logger }: Service, { id, kind, shop }: ClaimedMail) =>
  logger.child({ outbox: id, mail: kind, shop: shop || undefined });

/** Lets go of the claim: later, or never. */
async function stay(
  service: Service,
  delivery: Delivery,
  admission: Exclude<Admission, { may: 'go' }>,
): Promise<DeliveryResult> {
  const { claimed, kind, now } = delivery;
  if (admission.may === 'not-go') return kind.transport.recordUnsent(service, delivery, admission.why);
  if (admission.may === 'give-up') return giveUpRest(service, claimed, admission.why, now);
  if (admission.until === null) await parkMail(service.db, claimed);
  else await holdMail(service.db, claimed, admission.until);
  return 'held';
}

/** What there is to tell now. A text that may have been sent before is told again as it was, or not at all. */
async function gather(service: Service, page: readonly Delivery[], now: Instant): Promise<Map<number, Gathered>> {
  const gathered = new Map<number, Gathered>();
  const fresh = page.filter(({ claimed }) => claimed.frozen === null);
  for (const [kind, deliveries] of groupBy(fresh, (delivery) => delivery.kind)) {
    const claimed = deliveries.map((delivery) => delivery.claimed);
    for (const [id, facts] of await kind.gather(service, claimed, now)) gathered.set(id, facts);
  }
  for (const { claimed, kind } of page) {
    const { id, frozen } = claimed;
    if (frozen === null) continue;
    const isNeeded = await kind.stillNeeded(service, claimed, now);
    gathered.set(id, isNeeded ? { items: [], render: () => frozen } : { none: kind.transport.overtaken });
  }
  return gathered;
}

/** The texts, stored before the first byte goes out; which rows this worker still has, by id. */
async function store(service: Service, page: readonly Rendered[], now: Instant): Promise<Set<number>> {
  if (page.length === 0) return new Set();
  const telling = page.filter(({ claimed, kind }) => claimed.frozen === null && kind.transport.tellsForWebhook);
  const shops = new Set(telling.map(({ claimed }) => claimed.shop));
  const webhookIds =
    telling.length === 0 ? [] : (await liveWebhooks(service)).filter((webhookId) => shops.has(webhookId));
  // Whose claim ran out meanwhile is not among those that come back, however long it takes.
  return untilWritten(service, async (trx) => {
    await enqueueForWebhooks(trx, webhookIds, now);
    return freezeMails(
      trx,
      page.map(({ claimed, content, facts: { items, notices = [] } }) => ({ claimed, content, items, notices })),
    );
  });
}
