// The messages about notices, by mail and in chats: to a contact of a shop, and to whoever has an inquiry in hand. Whatever
// one of them is pending by one way goes out together, strongest first; facts are read at the moment of asking.

import type { Instant } from '../../../core/model.ts';
import { chatReceiverOf } from '../../../core/notifications/chat-receiver.ts';
import { STAFF } from '../../../core/notifications/contacts.ts';
import { renderChatMessage } from '../../../mail/render/render-chat.ts';
import { renderOwnerMail } from '../../../mail/render/render-owner.ts';
import type { ClaimedMail } from '../../../store/notifications/mail-claims.ts';
import { areNoticesNeeded, type PendingNotice, pendingNotices } from '../../../store/notifications/pending-notices.ts';
import { type PendingPromise, pendingPromises } from '../../../store/promises/promise-notices.ts';
import { groupBy } from '../../group-by.ts';
import type { Service } from '../../service.ts';
import { noticeFactsOf, readKnown } from '../render/mail-facts.ts';
import { itemsIn, receiverIn, standsInFor } from '../render/notice-rows.ts';
import { type Gathered, type NotificationKind, ofItsShop } from '../render/notification-kind.ts';
import { byChat } from '../send/send-chat.ts';
import { byMail } from '../send/send-mail.ts';

const told = (
  transport: NotificationKind['transport'],
  gather: NotificationKind['gather'] = gatherNotices,
): NotificationKind => ({
  transport,
  windowed: () => true,
  tellsThreadsOf: ofItsShop,
  stillNeeded: ({ db }, { id }, now) => areNoticesNeeded(db, id, now),
  gather,
});

export const contact = told(
  byMail(({ config }, { shop, cause }) => config.shops.get(shop)?.contacts?.[cause]?.mail ?? []),
);

export const person = told(
  byMail(({ config }, { shop, cause }) => config.shops.get(shop)?.people?.[cause]?.mail ?? []),
);

export const chat = told(byChat, (service, page, now) => gatherNotices(service, page, now, 'chat'));

/** Of all the rows of the page together: a few statements, whatever their number. */
async function gatherNotices(
  service: Service,
  page: readonly ClaimedMail[],
  now: Instant,
  by: 'mail' | 'chat' = 'mail',
): Promise<Map<number, Gathered>> {
  const shops = [...new Set(page.map(({ shop }) => shop))];
  const contacts = [...new Set(page.map(toOf).map(({ kind, name }) => (kind === 'person' ? STAFF : name)))];
  const pending = await pendingNotices(service.db, { shops, contacts }, now);
  const owed = groupBy(pending, (one) => receiverKey(service, one, now));
  const promised = groupBy(await pendingPromises(service.db, { shops, contacts }, now), (one) =>
    receiverKey(service, one, now),
  );
  const known = await readKnown(service, shops, now);
  return new Map(
    page.map((claimed): [number, Gathered] => {
      const shop = service.config.shops.get(claimed.shop);
      const key = keyOf(claimed.kind, claimed.shop, claimed.cause);
      const besides = { notices: owed.get(key) ?? [], promises: promised.get(key) ?? [] };
      const all = [...besides.notices, ...besides.promises];
      if (shop === undefined || all.length === 0) return [claimed.id, { none: 'all answered, held, or too late' }];
      const { dataAsOf } = known(claimed.shop, []);
      const { kind, name } = toOf(claimed);
      const isPerson = kind === 'person';
      const to = { name, isPerson, standsInFor: isPerson ? standsInFor(name, all) : [] };
      const told = { ...besides, promises: eachOnce(besides.promises) };
      const facts = () => noticeFactsOf(service, shop, { to, ...told, dataAsOf }, now);
      const render = () => (by === 'chat' ? renderChatMessage(facts()) : renderOwnerMail(facts()));
      return [claimed.id, { items: [], notices: itemsIn(all), render }];
    }),
  );
}

/** What reaches somebody by two ways planned is said once. */
const eachOnce = (promises: readonly PendingPromise[]): PendingPromise[] => [
  ...new Map(promises.map((one) => [`${one.episodeId} ${one.key}`, one])).values(),
];

/** Whom a row is for, whichever way it takes. */
function toOf({ kind, cause }: ClaimedMail): { readonly kind: string; readonly name: string } {
  return kind === 'chat' ? chatReceiverOf(cause) : { kind, name: cause };
}

function receiverKey({ config }: Service, notice: PendingNotice | PendingPromise, now: Instant): string | null {
  const shop = config.shops.get(notice.shop);
  if (shop === undefined) return null;
  const { kind, name } = receiverIn(shop, notice, now);
  return keyOf(kind, notice.shop, name);
}

const keyOf = (kind: string, shop: string, name: string): string => `${kind}\n${shop}\n${name}`;
