// The mails about calendars as letters: a season without an entry, the digest before a closure, what ops should look at.

import { renderCalendarMail } from '../../../mail/render/render-calendar.ts';
import { renderDigestMail } from '../../../mail/render/render-digest.ts';
import { renderSeasonMail } from '../../../mail/render/render-season.ts';
import { attachNotices } from '../../../store/calendar/calendar-notices.ts';
import { calendarFacts, digestFacts, seasonFacts } from './calendar-mail-facts.ts';
import { type LetterKind, toOwner } from './mail-kind.ts';

const season: LetterKind = {
  to: toOwner,
  windowed: true,
  stillNeeded: async () => true,
  compose: async (service, { shop: id, cause }, now) => {
    const shop = service.config.shops.get(id);
    const facts = shop === undefined ? null : await seasonFacts(service, shop, cause, now);
    return facts === null ? { none: 'the season was settled' } : { mail: renderSeasonMail(facts), items: [] };
  },
};

const digest: LetterKind = {
  to: toOwner,
  windowed: true,
  stillNeeded: async () => true,
  compose: async (service, { shop: id }, now) => {
    const shop = service.config.shops.get(id);
    const facts = shop === undefined ? null : await digestFacts(service, shop, now);
    if (facts === null) return { none: 'nothing is reached after the closure, or it has begun' };
    return { mail: renderDigestMail(facts), items: [] };
  },
};

const calendar: LetterKind = {
  to: (service) => service.config.service.opsMail.season,
  windowed: false,
  stillNeeded: async () => true,
  compose: async (service, { id }, now) => {
    const found = await calendarFacts(service, now);
    if (found === null) return { none: 'nothing is left to look at' };
    await attachNotices(service.db, id, found.notices);
    return { mail: renderCalendarMail(found.facts), items: [] };
  },
};

export const CALENDAR_LETTERS = { season, digest, calendar } as const;
