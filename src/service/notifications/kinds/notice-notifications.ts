// The mails about notices: to a contact of a shop, and to whoever has an inquiry in hand. Whatever one of them is owed goes
// out together, strongest first; facts are read at the moment of asking.

import type { Instant } from '../../../core/model.ts';
import { STAFF } from '../../../core/notifications/contacts.ts';
import { renderOwnerMail } from '../../../mail/render/render-owner.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { areNoticesNeeded, type PendingNotice, pendingNotices } from '../../../store/notifications/owed-notices.ts';
import { groupBy } from '../../group-by.ts';
import type { Service } from '../../service.ts';
import { noticeFactsOf, readKnown } from '../render/mail-facts.ts';
import { itemsIn, receiverIn } from '../render/notice-rows.ts';
import type { Gathered, NotificationKind } from '../render/notification-kind.ts';
import { byMail } from '../send/send-mail.ts';

const told = (transport: NotificationKind['transport']): NotificationKind => ({
  transport,
  windowed: () => true,
  stillNeeded: ({ db }, { id }, now) => areNoticesNeeded(db, id, now),
  gather: gatherNotices,
});

export const contact = told(
  byMail(({ config }, { shop, cause }) => config.shops.get(shop)?.contacts?.[cause]?.mail ?? []),
);

export const person = told(
  byMail(({ config }, { shop, cause }) => config.shops.get(shop)?.people?.[cause]?.mail ?? []),
);

/** Of all the rows of the page together: a few statements, whatever their number. */
async function gatherNotices(
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
): Promise<Map<number, Gathered>> {
  const shops = [...new Set(page.map(({ shop }) => shop))];
  const contacts = [...new Set(page.map(({ kind, cause }) => (kind === 'person' ? STAFF : cause)))];
  const owed = groupBy(await pendingNotices(service.db, { shops, contacts }, now), (one) => receiverKey(service, one));
  const known = await readKnown(service, shops, now);
  return new Map(
    page.map((claimed): [number, Gathered] => {
      const shop = service.config.shops.get(claimed.shop);
      const notices = owed.get(keyOf(claimed.kind, claimed.shop, claimed.cause)) ?? [];
      if (shop === undefined || notices.length === 0) return [claimed.id, { none: 'all answered, held, or too late' }];
      const { dataAsOf } = known(claimed.shop, []);
      const to = { name: claimed.cause, isPerson: claimed.kind === 'person' };
      const render = () => renderOwnerMail(noticeFactsOf(service, shop, { to, notices, dataAsOf }, now));
      return [claimed.id, { items: [], notices: itemsIn(notices), render }];
    }),
  );
}

function receiverKey({ config }: Service, notice: PendingNotice): string {
  const shop = config.shops.get(notice.shop);
  const { kind, name } = receiverIn(shop ?? {}, notice);
  return keyOf(kind, notice.shop, name);
}

const keyOf = (kind: string, shop: string, name: string): string => `${kind}\n${shop}\n${name}`;
