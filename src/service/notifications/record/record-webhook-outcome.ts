// What became of a message to a webhook, written down in one transaction that is tried until it holds: told only after a
// 2xx, made anew when it surely was not taken, repeated as it is when nobody knows, given up when it is refused.

import type { Logger } from 'pino';
import type { Webhook } from '../../../config/input/webhook.ts';
import type { Instant } from '../../../core/model.ts';
import { retryDelayMs } from '../../../mail/transport/mail-transport.ts';
import { type ClaimedMail, holdsClaim } from '../../../store/notifications/mail-claims.ts';
import { finishMail, postponeMail, recordDeliveries, thawMail } from '../../../store/notifications/outbox.ts';
import { settleWebhookItems, stopWebhook } from '../../../store/notifications/webhooks.ts';
import { settlePromisesToTell } from '../../../store/promises/webhook-promises.ts';
import type { Trx } from '../../../store/schema.ts';
import { type WebhookOutcome, webhookHost } from '../../../webhook/webhook-transport.ts';
import type { DeliveryResult } from '../../counters.ts';
import { type WebhookTrouble, webhookCause } from '../../monitoring/incident-causes.ts';
import type { Service } from '../../service.ts';
import { hashOf } from '../webhook/configured-webhooks.ts';
import { AWAY_AFTER, notifyOps } from './give-up-mail.ts';
import { untilWritten } from './until-written.ts';

export interface WebhookAttempt {
  readonly claimed: ClaimedMail;
  readonly webhook: Webhook;
  readonly outcome: WebhookOutcome;
  readonly log: Logger;
}

/** Writes down what the webhook answered. */
export async function recordWebhookOutcome(service: Service, attempt: WebhookAttempt): Promise<DeliveryResult> {
  const { claimed, outcome, log } = attempt;
  const now = service.clock.now();
  const result = await untilWritten(service, (trx) => record(service, trx, attempt, now));
  const fields = { attempts: claimed.attempts, reason: outcome.reason };
  if (result === 'sent') log.info(fields, 'webhook told');
  else log.warn(fields, `webhook not told: ${result}`);
  return result;
}

async function record(service: Service, trx: Trx, attempt: WebhookAttempt, now: Instant): Promise<DeliveryResult> {
  const { claimed, webhook, outcome } = attempt;
  const { id, shop: webhookId } = claimed;
  // Taken for dead, another worker has it by now: only what surely happened is written down.
  if (!(await holdsClaim(trx, claimed)) && outcome.kind !== 'delivered') return 'not-due';
  const state = { delivered: 'accepted', retry: 'deferred', refused: 'refused', gone: 'refused' } as const;
  const row = { address: webhookHost(webhook.url), state: state[outcome.kind], response: outcome.reason };
  await recordDeliveries(trx, id, [row], now);
  if (outcome.kind === 'retry') return putBack(service, trx, claimed, outcome, now);
  await settleWebhookItems(trx, { id, webhookId }, outcome.kind === 'delivered' ? 'told' : 'dropped', now);
  await settlePromisesToTell(trx, id);
  if (outcome.kind === 'delivered') {
    await finishMail(trx, id, 'sent', now, null);
    return 'sent';
  }
  if (outcome.kind === 'gone') await stopWebhook(trx, webhookId, hashOf(webhook), now);
  await finishMail(trx, id, 'undeliverable', now, outcome.reason);
  await notifyOps(service, trx, webhookCause(webhookId, outcome.kind), now);
  return 'undeliverable';
}

/** Tried again later, for ever: a bridge that is mended tells what is still true by then. */
async function putBack(
  service: Service,
  trx: Trx,
  { id, shop: webhookId, attempts, possiblyTwice }: ClaimedMail,
  { reason, maybeTaken }: Extract<WebhookOutcome, { kind: 'retry' }>,
  now: Instant,
): Promise<DeliveryResult> {
  const keep = maybeTaken || possiblyTwice;
  if (!keep) await thawMail(trx, id);
  await postponeMail(trx, id, keep ? 'unknown' : 'pending', now + retryDelayMs(attempts), reason);
  if (attempts === AWAY_AFTER)
    await notifyOps(service, trx, webhookCause(webhookId, 'away' satisfies WebhookTrouble), now);
  return keep ? 'unknown' : 'retry';
}
