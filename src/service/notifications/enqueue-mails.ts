// Which mails are owed now: makes their rows in the outbox, each once however many workers do this at the same time.

import type { Instant } from '../../core/model.ts';
import { openClearNotices } from '../../store/notifications/clear-notices.ts';
import { openPendingMails } from '../../store/notifications/open-mails.ts';
import type { Service } from '../service.ts';
import { remind } from './enqueue-reminders.ts';
import { takeUpAgain } from './record/park-unsendable.ts';
import { enqueueWebhooks } from './webhook/enqueue-webhooks.ts';

/** Opens what owners and ops are owed at `now`; harmless at any time. */
export async function openMails(service: Service, now: Instant): Promise<void> {
  await takeUpAgain(service, now);
  await enqueueWebhooks(service, now);
  await remind(service, now);
  const { shops, service: operated } = service.config;
  const isShop = (shop: string): boolean => shops.has(shop);
  await openPendingMails(service.db, now, { isShop, ops: operated.opsMail.summary.length > 0 });
  const clears = [...service.config.shops.values()].filter((shop) => shop.mail.clearNotice);
  await openClearNotices(
    service.db,
    clears.map((shop) => shop.id),
    now,
  );
}
