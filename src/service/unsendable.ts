// What is owed and cannot be told, because its shop is no longer configured. Trap: what stays owed with its slot past makes
// a new mail in every slot, for ever, that tells nothing.

import type { Instant } from '../core/model.ts';
import type { ClaimedMail } from '../store/mail-claims.ts';
import { giveSlots, parkOwed, shopsWithoutSlot } from '../store/owed.ts';
import type { Service } from './service.ts';

/** After a mail that had nothing to tell: lets go of what no mail of this kind will tell. */
export async function setAside(service: Service, { kind }: ClaimedMail, now: Instant): Promise<void> {
  if (kind !== 'owner' && kind !== 'ops') return;
  await parkOwed(service.db, [...service.config.shops.keys()], now);
}

/** Shops that are back in the configuration owe what they owed when they left, from their next slot on. */
export async function takeUpAgain(service: Service, now: Instant): Promise<void> {
  const slots = service.counting.slots(await shopsWithoutSlot(service.db), now);
  if (slots.size > 0) await giveSlots(service.db, slots);
}
