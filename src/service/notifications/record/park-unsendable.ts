// What is pending and cannot be told, because its shop or webhook is not configured: it stays so, and is told once that is
// back. What stays pending with its slot past makes a new mail in every slot, for ever, that tells nothing.

import type { Instant } from '../../../core/model.ts';
import { type ClaimedMail, parkedMails, unparkMails } from '../../../store/notifications/mail-claims.ts';
import { goesToChat } from '../../../store/notifications/mail-kinds.ts';
import { giveSlots, parkPending, shopsWithoutSlot } from '../../../store/notifications/pending-steps.ts';
import { shopAtWork, shopIdsAtWork } from '../../canary-shop.ts';
import type { Service } from '../../service.ts';
import { chatIn } from '../chat/configured-chat.ts';
import { configuredWebhooks } from '../webhook/configured-webhooks.ts';

/**
 * Whether a mail waits for its shop to be back in the configuration. What may have gone out keeps its text and its
 * Message-ID; a season's mail and a digest are made once. Other mails are made anew from what is still pending then.
 */
export function waitsForShop({ config }: Service, { kind, shop, frozen }: ClaimedMail): boolean {
  const isAway = shop !== '' && shopAtWork(config, shop) === undefined;
  return isAway && (frozen !== null || kind === 'season' || kind === 'digest');
}

/** After a mail that had nothing to tell: lets go of what no mail of this kind will tell. */
export async function setAside(service: Service, { kind }: ClaimedMail, now: Instant): Promise<void> {
  if (kind !== 'owner' && kind !== 'ops') return;
  await parkPending(service.db, shopIdsAtWork(service.config), now);
}

/** Shops that are back in the configuration have pending what was so when they left, from their next slot on. */
export async function resumeParked(service: Service, now: Instant): Promise<void> {
  const slots = service.counting.slots(await shopsWithoutSlot(service.db), now);
  if (slots.size > 0) await giveSlots(service.db, slots);
  const parked = await parkedMails(service.db);
  if (parked.length === 0) return;
  const webhookIds = new Set(configuredWebhooks(service));
  const isBack = ({ kind, shop, cause }: (typeof parked)[number]) =>
    kind === 'hook'
      ? webhookIds.has(shop)
      : goesToChat(kind)
        ? chatIn(service, shop, cause) !== null
        : shopAtWork(service.config, shop) !== undefined;
  const back = parked.filter(isBack);
  await unparkMails(
    service.db,
    back.map(({ id }) => id),
    now,
  );
}
