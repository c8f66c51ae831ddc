// Which messages of notices are pending now, and which notices are not to be told any more.

import type { Instant } from '../../core/model.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import type { PendingMail } from '../../store/notifications/open-mails.ts';
import {
  areNoticesDue,
  contactsToNotify,
  dropOpsNotices,
  endOverdueNotices,
} from '../../store/notifications/pending-notices.ts';
import { contactsToNotifyOfPromises, endOverduePromiseNotices } from '../../store/promises/promise-notices.ts';
import type { Service } from '../service.ts';
import { receiverIn } from './render/notice-rows.ts';

/** Ends what is over, and names what owners, ops, contacts and people have pending at `now`; harmless at any time. */
export async function addNotices(service: Service, now: Instant): Promise<PendingMail[]> {
  if (!(await areNoticesDue(service.db, now))) return [];
  await endOverdueNotices(service.db, now);
  await endOverduePromiseNotices(service.db, now);
  const { shops, service: operated } = service.config;
  if (operated.opsMail.summary.length === 0) await dropOpsNotices(service.db, now - DAY_MS, now);
  const pending = [
    ...(await contactsToNotify(service.db, now)),
    ...(await contactsToNotifyOfPromises(service.db, now)),
  ];
  return pending.flatMap((notice): PendingMail[] => {
    const shop = shops.get(notice.shop);
    if (shop === undefined) return [];
    const { kind, name: cause } = receiverIn(shop, notice, now);
    if (kind !== 'ops') return [{ kind, shop: notice.shop, cause, slot: notice.slot }];
    return operated.opsMail.summary.length > 0 ? [{ kind, shop: '', cause, slot: notice.slot }] : [];
  });
}
