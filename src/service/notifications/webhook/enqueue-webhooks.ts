// Which webhook messages are pending now. Runs before mails are opened: a step that a mail tells is pending no more.

import type { Instant } from '../../../core/model.ts';
import { DAY_MS } from '../../../core/time/civil-date.ts';
import {
  dropOpsMail,
  enqueueForWebhooks,
  openIncidentMessages,
  openWebhookMessages,
  tidyWebhooks,
} from '../../../store/notifications/webhooks.ts';
import { openPromiseMessages } from '../../../store/promises/webhook-promises.ts';
import type { Service } from '../../service.ts';
import { configuredWebhooks, liveWebhooks } from './configured-webhooks.ts';

/** Puts down and opens what is pending for webhooks at `now`; what nobody gets by mail for a day is pending no more. */
export async function enqueueWebhooks(service: Service, now: Instant): Promise<void> {
  const webhookIds = await liveWebhooks(service);
  await enqueueForWebhooks(service.db, webhookIds, now);
  if (service.config.service.opsMail.summary.length === 0) await dropOpsMail(service.db, webhookIds, now - DAY_MS);
  await tidyWebhooks(
    service.db,
    configuredWebhooks(service).filter((webhookId) => !webhookIds.includes(webhookId)),
  );
  await openPromiseMessages(service.db, webhookIds, now);
  if (webhookIds.length === 0) return;
  await openWebhookMessages(service.db, { webhookIds, shops: [...service.config.shops.keys()] }, now);
  if (webhookIds.includes('')) await openIncidentMessages(service.db, now - DAY_MS, now);
}
