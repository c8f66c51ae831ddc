// Nothing is left to tell, or nobody to tell it to: the row ends without an attempt. What an attempt before may have told
// is never told again, for nobody knows what became of it.

import type { UnsentReason } from '../../../core/notifications/unsent-reasons.ts';
import { dropPending, finishMail, markPossiblyTwice } from '../../../store/notifications/outbox.ts';
import { settleWebhookItems } from '../../../store/notifications/webhooks.ts';
import { settlePromisesToTell } from '../../../store/promises/webhook-promises.ts';
import type { DeliveryResult } from '../../counters.ts';
import type { Service } from '../../service.ts';
import type { Delivery } from '../render/notification-kind.ts';
import { setAside } from './park-unsendable.ts';

/** Ends a mail: `sent` if an earlier attempt reached somebody, else `empty`. */
export async function recordMailUnsent(
  service: Service,
  delivery: Delivery,
  why: UnsentReason,
): Promise<DeliveryResult> {
  const { claimed, now, log } = delivery;
  const { id, kind, possiblyTwice, sentAt } = claimed;
  const result = sentAt === null ? 'empty' : 'sent';
  await setAside(service, claimed, now);
  await service.db.transaction().execute(async (trx) => {
    if (possiblyTwice) await markPossiblyTwice(trx, id);
    if (possiblyTwice && sentAt === null) await dropPending(trx, id, kind, now);
    await finishMail(trx, id, result, now, why);
  });
  log.info({ why }, 'no mail needed');
  return result;
}

/** Ends a message to a webhook: what it may have told is not told under another id. */
export async function recordWebhookUnsent(
  service: Service,
  { claimed: { id, shop: webhookId, possiblyTwice }, now }: Delivery,
  why: UnsentReason,
): Promise<DeliveryResult> {
  await service.db.transaction().execute(async (trx) => {
    if (possiblyTwice) await settleWebhookItems(trx, { id, webhookId }, 'dropped', now);
    await settlePromisesToTell(trx, id);
    await finishMail(trx, id, 'empty', now, why);
  });
  return 'empty';
}
