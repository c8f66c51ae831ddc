// The notices of an episode as the rows that should be: whom a shop's policy tells, on every way by which they are reached.

import type { Contact } from '../../config/input/contacts/shop-contacts.ts';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Deadlines, Episode } from '../../core/model.ts';
import { chatWay } from '../../core/notifications/chat-receiver.ts';
import { RESERVED_CONTACTS } from '../../core/notifications/contacts.ts';
import { planNotices } from '../../core/steps/notice-plan.ts';
import type { NoticeRow } from '../../store/steps/notices.ts';
import type { Counting, InquiryKind } from '../compiled-calendars.ts';

/** Whether any policy of the shop has notices: without, nothing is planned, and nothing looked for. */
export const hasNotices = ({ policies }: Pick<ShopConfig, 'policies'>): boolean =>
  policies.some(({ policy }) => policy.notices !== undefined);

/** The rows of an episode that waits; none where it has no deadlines. */
export function noticeRows(
  counting: Pick<Counting, 'rulesOf' | 'calendarOf'>,
  shop: ShopConfig,
  kind: InquiryKind,
  {
    episode,
    deadlines,
  }: { readonly episode: Pick<Episode, 'startedAt' | 'pauses'>; readonly deadlines: Deadlines | null },
): NoticeRow[] {
  const rules = counting.rulesOf(shop, kind);
  if (deadlines === null || rules.policy.notices === undefined) return [];
  const planning = { ...rules, own: counting.calendarOf(shop), sendWindow: shop.mail.sendWindow };
  return planNotices(planning, episode, deadlines).flatMap((planned) =>
    waysTo(shop, planned.contact).map((way) => ({ ...planned, way })),
  );
}

/** By which ways a contact is told; another kind of address is another row here. */
export function waysTo({ contacts }: Pick<ShopConfig, 'contacts'>, name: string): string[] {
  return RESERVED_CONTACTS.includes(name) ? [BY_MAIL] : waysOf(contacts?.[name]);
}

/** The same of somebody of the shop's people; none when nobody is called so. */
export function waysToPerson({ people }: Pick<ShopConfig, 'people'>, name: string): string[] {
  return waysOf(people?.[name]);
}

function waysOf({ mail, chat }: Pick<Contact, 'mail' | 'chat'> = { mail: [], chat: [] }): string[] {
  return [...(mail.length > 0 ? [BY_MAIL] : []), ...chat.map(chatWay)];
}

const BY_MAIL = 'mail';
