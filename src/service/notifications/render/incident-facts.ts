// What a mail about an incident says, read afresh: what is not seen, delivered or well, of which shops.

import type { Instant } from '../../../core/model.ts';
import type { IncidentMailFacts } from '../../../mail/facts.ts';
import { readConfigState } from '../../../store/configuration/config-state.ts';
import { givenUpSinceNotified, wasNotified } from '../../../store/notifications/mail-answers.ts';
import { sourceStates } from '../../../store/status/sources.ts';
import { triedBefore } from '../../monitoring/detect-silent-sources.ts';
import { staleCalendar } from '../../monitoring/find-stale-calendars.ts';
import {
  configStateOf,
  incidentCauseInWords,
  isAboutDelivery,
  isAboutGivenUp,
  isAboutService,
  isConcerned,
  shopOfCalendar,
  shopOfDelivery,
  silenceOf,
  unreadSince,
} from '../../monitoring/incident-causes.ts';
import type { Service } from '../../service.ts';
import { pageUrl } from './mail-row.ts';

/** The facts of a 'blind' mail, or null when nothing is blind any more. */
export async function incidentFacts(service: Service, cause: string, now: Instant): Promise<IncidentMailFacts | null> {
  if (await isOver(service, cause)) return null;
  const { language, timeZone } = service.config.service;
  const about = isAboutService(cause) ? 'service' : isAboutDelivery(cause) ? 'delivery' : 'inquiries';
  const shops = about === 'inquiries' ? await unseenShops(service, cause, now) : shopNamedBy(service, cause);
  if (shops.length === 0 && about === 'inquiries') return null;
  const retries = isAboutGivenUp(cause) ? await givenUpSinceNotified(service.db, shopOfDelivery(cause), cause) : [];
  // What an earlier mail of the day named already is not told twice.
  if (isAboutGivenUp(cause) && retries.length === 0 && (await wasNotified(service.db, cause))) return null;
  return {
    about,
    now,
    language,
    timeZone,
    cause: incidentCauseInWords(cause, language),
    shops,
    retries: retries.map(({ id }) => id),
    boardUrl: pageUrl(service, '/system', language),
  };
}

/** Whether the files are whole again, or nothing is held any more. */
async function isOver({ db }: Service, cause: string): Promise<boolean> {
  const state = configStateOf(cause);
  if (state === null) return false;
  const { brokenSince, heldSince } = await readConfigState(db);
  return state.since !== (state.what === 'config' ? brokenSince : heldSince);
}

async function unseenShops(service: Service, cause: string, now: Instant): Promise<IncidentMailFacts['shops']> {
  const calendarOf = service.config.shops.get(shopOfCalendar(cause) ?? '');
  if (calendarOf !== undefined) return staleCalendar(service, calendarOf, now);
  const states = await sourceStates(service.db, [...service.config.shops.keys()]);
  const dueBefore = triedBefore(service, now);
  return [...states.values()]
    .filter((state) => isConcerned(cause, state, dueBefore))
    .map((state) => ({
      id: state.shop,
      name: service.config.shops.get(state.shop)?.name ?? state.shop,
      unknownSince: silenceOf(state, dueBefore) === null ? null : unreadSince(state),
    }));
}

/** The shop whose owner or webhook a message could not be delivered to; none for ops and the service itself. */
function shopNamedBy(service: Service, cause: string): IncidentMailFacts['shops'] {
  const shop = service.config.shops.get(isAboutDelivery(cause) ? shopOfDelivery(cause) : '');
  return shop === undefined ? [] : [{ id: shop.id, name: shop.name, unknownSince: null }];
}
