// The mails about calendars: a season without an entry, the digest before a closure, what ops should look at.

import { renderCalendarMail } from '../../../mail/render/render-calendar.ts';
import { renderDigestMail } from '../../../mail/render/render-digest.ts';
import { renderSeasonMail } from '../../../mail/render/render-season.ts';
import { attachNotices } from '../../../store/calendar/calendar-notices.ts';
import { calendarFacts, digestFacts, seasonFacts } from '../render/calendar-mail-facts.ts';
import { type NotificationKind, oneByOne } from '../render/notification-kind.ts';
import { byMail, shopOwner } from '../send/send-mail.ts';

export const season: NotificationKind = {
  transport: byMail(shopOwner),
  windowed: () => true,
  stillNeeded: async () => true,
  gather: oneByOne(async (service, { shop: id, cause }, now) => {
    const shop = service.config.shops.get(id);
    const facts = shop === undefined ? null : await seasonFacts(service, shop, cause, now);
    return facts === null ? { none: 'the season was settled' } : { items: [], render: () => renderSeasonMail(facts) };
  }),
};

export const digest: NotificationKind = {
  transport: byMail(shopOwner),
  windowed: () => true,
  stillNeeded: async () => true,
  gather: oneByOne(async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const facts = shop === undefined ? null : await digestFacts(service, shop, now);
    if (facts === null) return { none: 'nothing is reached after the closure, or it has begun' };
    return { items: [], render: () => renderDigestMail(facts) };
  }),
};

export const calendar: NotificationKind = {
  transport: byMail((service) => service.config.service.opsMail.season),
  windowed: () => false,
  stillNeeded: async () => true,
  gather: oneByOne(async (service, { id }, now) => {
    const found = await calendarFacts(service, now);
    if (found === null) return { none: 'nothing is left to look at' };
    await attachNotices(service.db, id, found.notices);
    return { items: [], render: () => renderCalendarMail(found.facts) };
  }),
};
