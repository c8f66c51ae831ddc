// Which messages are owed by notices now, and which notices are not to be told any more.

import type { Instant } from '../../core/model.ts';
import type { OwedMail } from '../../store/notifications/open-mails.ts';
import { areNoticesDue, endOverdueNotices, owedNotices } from '../../store/notifications/owed-notices.ts';
import type { Service } from '../service.ts';
import { receiverIn } from './render/notice-rows.ts';

/** Ends what is over, and names what owners, ops, contacts and people are owed at `now`; harmless at any time. */
export async function oweNotices(service: Service, now: Instant): Promise<OwedMail[]> {
  if (!(await areNoticesDue(service.db, now))) return [];
  await endOverdueNotices(service.db, now);
  const { shops, service: operated } = service.config;
  const owed = await owedNotices(service.db, now);
  return owed.flatMap((notice): OwedMail[] => {
    const shop = shops.get(notice.shop);
    if (shop === undefined) return [];
    const { kind, name: cause } = receiverIn(shop, notice);
    if (kind !== 'ops') return [{ kind, shop: notice.shop, cause, slot: notice.slot }];
    return operated.opsMail.summary.length > 0 ? [{ kind, shop: '', cause, slot: notice.slot }] : [];
  });
}
