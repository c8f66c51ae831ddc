// Reminders (MAIL.md 6): with `mail.reminders: daily` an owner is told again, once a business day inside the send
// window, of what earlier mails told and is still unanswered. They ride in the owner's mail of that slot.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant, MinuteRange } from '../../core/model.ts';
import { formatDate, MINUTE_MS } from '../../core/time/civil-date.ts';
import { addReminders, type ReminderLook } from '../../store/notifications/reminders.ts';
import { perConfig } from '../per-config.ts';
import type { Service } from '../service.ts';

/** Where mails may go at any time, reminders still wait for the morning: they never hurry. */
const ALWAYS: MinuteRange = { from: 9 * 60, to: 24 * 60 };

/** Owes today's reminders of every shop that wants them and was not looked through today. How many are new. */
export async function remind(service: Service, now: Instant): Promise<number> {
  const looks = shopsToRemind(service.config).flatMap((shop) => lookAt(service, shop, now) ?? []);
  if (looks.length === 0) return 0;
  const added = await service.db.transaction().execute((trx) => addReminders(trx, looks, now));
  if (added > 0) service.logger.info({ reminders: added }, 'reminders owed');
  return added;
}

const shopsToRemind = perConfig(({ shops }) => [...shops.values()].filter(({ mail }) => mail.reminders !== 'none'));

/** Today's look at a shop that wants reminders, or null when its window is closed. */
function lookAt(service: Service, shop: ShopConfig, now: Instant): ReminderLook | null {
  const calendar = service.counting.calendarOf(shop);
  const { zone } = calendar;
  const day = zone.localDay(now);
  const { from, to } = shop.mail.sendWindow === 'always' ? ALWAYS : shop.mail.sendWindow;
  const inWindow =
    now >= zone.instantOf(day, from * MINUTE_MS) && now < zone.instantOf(day, to * MINUTE_MS) && calendar.isOpen(day);
  if (!inWindow) return null;
  return {
    shop: shop.id,
    day: formatDate(day),
    dayStart: zone.startOfDay(day),
    dayEnd: zone.startOfDay(day + 1),
  };
}
