// Pending notices as rows of a mail: one for each inquiry, at what it has passed by now, with why it is told.

import type { ShopConfig } from '../../../config/input/shop-settings.ts';
import type { Instant, Language } from '../../../core/model.ts';
import { chatCause, chatOfWay } from '../../../core/notifications/chat-receiver.ts';
import { presentFor, type Receiver, receiverOf } from '../../../core/notifications/notice-rule.ts';
import { noticeInWords } from '../../../core/steps/notice-words.ts';
import { openZone } from '../../../core/time/zone.ts';
import type { MailRow } from '../../../mail/facts.ts';
import type { NoticeItem, PendingNotice } from '../../../store/notifications/pending-notices.ts';
import { groupBy } from '../../group-by.ts';
import { rowOf, type WithoutStore } from './mail-row.ts';

/**
 * To whom a notice of this shop goes at `now`, whatever way it was planned for: by mail, or in a chat, whose name stands in its
 * own. Whoever has the inquiry in hand is told by the same way where they have one, else by the other.
 */
export function receiverIn(
  shop: Pick<ShopConfig, 'people' | 'timeZone'>,
  facts: Pick<PendingNotice, 'contact' | 'isWarning' | 'inHandBy' | 'way'>,
  now: Instant,
): Addressee {
  const { people = {}, timeZone } = shop;
  const room = chatOfWay(facts.way);
  const today = openZone(timeZone).localDay(now);
  const { kind, name } = receiverOf(facts, (person) => {
    const present = presentFor(person, (one) => people[one]?.away, today);
    return present !== null && people[present] !== undefined ? present : null;
  });
  if (kind !== 'person')
    return room === null ? { kind, name } : { kind: 'chat', name: chatCause({ chat: room, kind: 'contact', name }) };
  const { mail, chat } = people[name]!;
  const own = mail.length === 0 || room !== null ? chat[0] : undefined;
  return own === undefined ? { kind, name } : { kind: 'chat', name: chatCause({ chat: own, kind, name }) };
}

/** Those who are away and for whom this person is told these notices. */
export function standsInFor(person: string, notices: readonly Pick<PendingNotice, 'inHandBy'>[]): string[] {
  const holders = notices.flatMap(({ inHandBy }) => inHandBy ?? []);
  return [...new Set(holders)].filter((holder) => holder !== person);
}

type Addressee = Receiver | { readonly kind: 'chat'; readonly name: string };

/** The rows of these notices of one shop. */
export function noticeRowsOf(
  service: WithoutStore,
  shop: ShopConfig,
  notices: readonly PendingNotice[],
  reading: { readonly language: Language; readonly now: Instant },
): MailRow[] {
  return [...groupBy(notices, ({ episodeId }) => episodeId).values()].map((ofEpisode) => {
    const first = ofEpisode[0]!;
    const { policy } = service.counting.rulesOf(shop, first);
    const why = [...new Set(ofEpisode.map(({ key }) => noticeInWords(key, policy, reading.language)))];
    const passed = first.flagged ? ({ at: first.deadlines.at.flag, after: policy.after.flag } as const) : null;
    return rowOf(service, shop, first, reading, { level: levelOf(first), notice: { why, flag: passed } });
  });
}

export const itemsIn = (notices: readonly NoticeItem[]): NoticeItem[] =>
  notices.map(({ episodeId, key, contact, way }) => ({ episodeId, key, contact, way }));

function levelOf({ breached, alerted, flagged }: PendingNotice): MailRow['level'] {
  if (breached) return 'breach';
  if (alerted) return 'owner_alert';
  return flagged ? 'flag' : 'waiting';
}
