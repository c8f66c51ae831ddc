// The delivery of one notification of the outbox, from top to bottom: claim the row, gather the facts afresh, render and
// store the text, send it, record what came of it. What an interruption leaves behind is told apart by whether a text was
// stored: without one nothing can have been sent. What kinds and transports there are: kinds/notification-kinds.ts.

import type { Instant } from '../../core/model.ts';
import { type ClaimedMail, claimMail, holdMail, parkMail } from '../../store/notifications/mail-claims.ts';
import { pausedUntil, waitForPause } from '../../store/notifications/mail-health.ts';
import { freezeMail } from '../../store/notifications/outbox.ts';
import { enqueueForWebhooks } from '../../store/notifications/webhooks.ts';
import { type DeliveryResult, noteMail } from '../counters.ts';
import type { Service } from '../service.ts';
import { traced } from '../traced.ts';
import { NOTIFICATION_KINDS } from './kinds/notification-kinds.ts';
import { giveUpRest } from './record/give-up-mail.ts';
import type { Admission, Content, Delivery, Gathered, Told } from './render/notification-kind.ts';
import { isCatchingUp } from './startup-hold.ts';
import { liveWebhooks } from './webhook/configured-webhooks.ts';

/** Tries one row of the outbox. Harmless at any time, twice, or in two processes: one row decides (invariant 3). */
export async function deliver(service: Service, outboxId: number): Promise<DeliveryResult> {
  if (await isCatchingUp(service)) return 'not-due';
  // Read after the wait: what was raised meanwhile has its slot before now.
  const now = service.clock.now();
  const claimed = await claim(service, outboxId, now);
  if (typeof claimed === 'string') return claimed;
  const { kind, shop } = claimed;
  const result = await traced(service, 'mail', { kind, shop }, async (note) => {
    const outcome = await deliverClaimed(service, claimed, now);
    note({ outcome });
    return outcome;
  });
  await noteMail(service, kind, result);
  return result;
}

/** Tries what this worker has claimed: gather, render, send, record. */
export async function deliverClaimed(service: Service, claimed: ClaimedMail, now: Instant): Promise<DeliveryResult> {
  const kind = NOTIFICATION_KINDS[claimed.kind];
  const log = service.logger.child({ outbox: claimed.id, mail: claimed.kind, shop: claimed.shop || undefined });
  const delivery: Delivery = { claimed, kind, now, log };
  const admission = await kind.transport.admit(service, delivery);
  if (admission.may !== 'go') return stay(service, delivery, admission);
  const gathered = await gather(service, delivery);
  if ('none' in gathered) return kind.transport.recordUntold(service, delivery, gathered.none);
  const content = await render(service, delivery, gathered);
  if (content === null) return 'not-due';
  const sent = await admission.send(content);
  return sent.record();
}

/** The row, for this worker alone; or why nothing is tried now. */
async function claim(service: Service, outboxId: number, now: Instant): Promise<ClaimedMail | 'paused' | 'not-due'> {
  const until = await pausedUntil(service.db, now);
  if (until !== null && (await waitForPause(service.db, outboxId, until))) return 'paused';
  return (await claimMail(service.db, outboxId, now)) ?? 'not-due';
}

/** Lets go of the claim: later, or never. */
async function stay(
  service: Service,
  delivery: Delivery,
  admission: Exclude<Admission, { may: 'go' }>,
): Promise<DeliveryResult> {
  const { claimed, kind, now } = delivery;
  if (admission.may === 'not-go') return kind.transport.recordUntold(service, delivery, admission.why);
  if (admission.may === 'give-up') return giveUpRest(service, claimed, admission.why, now);
  if (admission.until === null) await parkMail(service.db, claimed);
  else await holdMail(service.db, claimed, admission.until);
  return 'held';
}

/** What there is to tell now. A text that may have been sent before is told again as it was, or not at all. */
async function gather(service: Service, { claimed, kind, now }: Delivery): Promise<Gathered> {
  const { frozen } = claimed;
  if (frozen === null) return kind.gather(service, claimed, now);
  if (!(await kind.stillNeeded(service, claimed, now))) return { none: kind.transport.overtaken };
  return { items: [], render: () => frozen };
}

/** The text, stored before the first byte goes out; null when another worker has the row by now. */
async function render(service: Service, { claimed, kind, now }: Delivery, told: Told): Promise<Content | null> {
  const content = told.render();
  const isNew = claimed.frozen === null && kind.transport.tellsForWebhook;
  const hooks = isNew ? (await liveWebhooks(service)).filter((hook) => hook === claimed.shop) : [];
  const isStored = await service.db.transaction().execute(async (trx) => {
    await enqueueForWebhooks(trx, hooks, now);
    return freezeMail(trx, claimed, content, told.items);
  });
  return isStored ? content : null;
}
