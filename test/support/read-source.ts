// One round of a shop's source as its lanes do it: the inquiries, then what is read beside them, waited for.

import { type PollResult, poll } from '../../src/service/intake/poll-shop.ts';
import { checkLicence } from '../../src/service/monitoring/check-licence.ts';
import { readRmsCalendar } from '../../src/service/outside-calendars/import-rms-calendar.ts';
import type { Service } from '../../src/service/service.ts';

export async function readSource(service: Service, shop: string): Promise<PollResult> {
  const result = await poll(service, shop);
  if (result === 'complete') await Promise.all([readRmsCalendar(service, shop), checkLicence(service, shop)]);
  return result;
}
