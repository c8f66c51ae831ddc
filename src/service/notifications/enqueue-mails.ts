// Which mails are pending now: makes their rows in the outbox, each once however many workers do this at the same time.

import type { Instant } from '../../core/model.ts';
import { openClearNotices } from '../../store/notifications/clear-notices.ts';
import { findPending, openPendingMails } from '../../store/notifications/open-mails.ts';
import { shopAtWork } from '../canary-shop.ts';
import { perConfig } from '../per-config.ts';
import type { Service } from '../service.ts';
import { addNotices } from './enqueue-notices.ts';
import { remind } from './enqueue-reminders.ts';
import { resumeParked } from './record/park-unsendable.ts';
import { enqueueWebhooks } from './webhook/enqueue-webhooks.ts';

/** Opens what is pending for owners, ops and contacts at `now`; harmless at any time. */
export async function openMails(service: Service, now: Instant): Promise<void> {
  const { pending, parked } = await findPending(service.db, now);
  if (parked) await resumeParked(service, now);
  await enqueueWebhooks(service, now);
  const reminders = await remind(service, now);
  const notices = await addNotices(service, now);
  const isShop = (shop: string): boolean => shopAtWork(service.config, shop) !== undefined;
  if (pending || parked || reminders > 0 || notices.length > 0)
    await openPendingMails(
      service.db,
      now,
      { isShop, ops: service.config.service.opsMail.summary.length > 0 },
      notices,
    );
  await openClearNotices(service.db, shopsToClear(service.config), now);
}

const shopsToClear = perConfig(({ shops }) =>
  [...shops.values()].filter(({ mail }) => mail.clearNotice).map(({ id }) => id),
);
