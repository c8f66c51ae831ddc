// The lanes in which a process reads shops' sources: the inquiries; and beside them, after each complete read, when the
// licence key ends and what RMS closes. All ask with the shop's one client at its one pace, so that no two requests come
// closer together than before. Trap: an inquiry must never wait for a calendar that does not answer.

import { poll } from '../intake/poll-shop.ts';
import { checkLicence } from '../monitoring/check-licence.ts';
import { readRmsCalendar } from '../outside-calendars/import-rms-calendar.ts';
import type { Service } from '../service.ts';
import { type Lane, openLane } from './lane.ts';

export interface SourceLanes {
  readonly polls: Lane;
  readonly licences: Lane;
  readonly shopCalendars: Lane;
}

const SHOPS_AT_ONCE = 10;

/** The only place of a process that reads shops' sources. */
export function openSourceLanes(service: Service): SourceLanes {
  const options = { atOnce: SHOPS_AT_ONCE, logger: service.logger };
  const licences = openLane('licences', (shop, signal) => checkLicence(service, shop, signal), options);
  const shopCalendars = openLane('shop calendars', (shop, signal) => readRmsCalendar(service, shop, signal), options);
  const readShop = async (shop: string, signal: AbortSignal): Promise<void> => {
    if ((await poll(service, shop, signal)) !== 'complete') return;
    shopCalendars.offer([shop]);
    licences.offer([shop]);
  };
  return { polls: openLane('polls', readShop, options), licences, shopCalendars };
}
