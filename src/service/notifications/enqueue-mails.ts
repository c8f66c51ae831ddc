// Which mails are owed now: makes their rows in the outbox, each once however many workers do this at the same time.

import type { Instant } from '../../core/model.ts';
import { openClearNotices } from '../../store/notifications/clear-notices.ts';
import { isOwedAtAll, openPendingMails } from '../../store/notifications/open-mails.ts';
import { perConfig } from '../per-config.ts';
import type { Service } from '../service.ts';
import { oweNotices } from './enqueue-notices.ts';
import { remind } from './enqueue-reminders.ts';
import { takeUpAgain } from './record/park-unsendable.ts';
import { enqueueWebhooks } from './webhook/enqueue-webhooks.ts';

/** Opens what owners, ops and contacts are owed at `now`; harmless at any time. */
export async function openMails(service: Service, now: Instant): Promise<void> {
  const { owed, parked } = await isOwedAtAll(service.db, now);
  if (parked) await takeUpAgain(service, now);
  await enqueueWebhooks(service, now);
  const reminders = await remind(service, now);
  const notices = await oweNotices(service, now);
  const { shops, service: operated } = service.config;
  const isShop = (shop: string): boolean => shops.has(shop);
  if (owed || parked || reminders > 0 || notices.length > 0)
    await openPendingMails(service.db, now, { isShop, ops: operated.opsMail.summary.length > 0 }, notices);
  await openClearNotices(service.db, shopsToClear(service.config), now);
}

const shopsToClear = perConfig(({ shops }) =>
  [...shops.values()].filter(({ mail }) => mail.clearNotice).map(({ id }) => id),
);
