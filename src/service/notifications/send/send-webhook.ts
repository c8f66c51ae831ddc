// A webhook as a transport: the same outbox, once-only rule and retries as mails. A message keeps its id and, once it may
// have been taken, its text.

import type { Webhook } from '../../../config/input/webhook.ts';
import type { Service } from '../../service.ts';
import { recordWebhookUnsent } from '../record/record-unsent.ts';
import { recordWebhookOutcome } from '../record/record-webhook-outcome.ts';
import {
  type Admission,
  type Content,
  type Delivery,
  type Sent,
  type Transport,
  windowOpens,
} from '../render/notification-kind.ts';
import { isResting, liveWebhooks, webhookOf } from '../webhook/configured-webhooks.ts';

/** How long a message waits for an address that is not known until a broken file is good again. */
const REST_MS = 10 * 60_000;

/** By the webhook of the notification's shop, or of ops. */
export const byWebhook: Transport = {
  admit,
  tellsForWebhook: false,
  overtaken: 'nothing is left to tell',
  recordUnsent: recordWebhookUnsent,
};

async function admit(service: Service, delivery: Delivery): Promise<Admission> {
  const { claimed, now } = delivery;
  const { shop: webhookId } = claimed;
  if (isResting(service.config, webhookId)) return { may: 'wait', until: now + REST_MS };
  const configured = webhookOf(service, webhookId);
  if (configured === null && claimed.frozen !== null) return { may: 'wait', until: null };
  const isLive = (await liveWebhooks(service)).includes(webhookId);
  if (configured === null || !isLive) return { may: 'not-go', why: 'no webhook any more' };
  const opens = windowOpens(service, delivery);
  if (opens > now) return { may: 'wait', until: opens };
  return { may: 'go', send: (content) => send(service, delivery, configured, content) };
}

async function send(service: Service, delivery: Delivery, webhook: Webhook, { text: body }: Content): Promise<Sent> {
  const { claimed, now, log } = delivery;
  const { allowPrivate } = service.config.service;
  const outcome = await service.webhooks.send({
    ...webhook,
    delivery: String(claimed.id),
    body,
    at: now,
    allowPrivate,
  });
  return { record: () => recordWebhookOutcome(service, { claimed, webhook, outcome, log }) };
}
