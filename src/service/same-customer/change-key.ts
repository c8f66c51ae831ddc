// Keys of customers, changed by who operates the service: another one, or none. Either way what was marked is forgotten.

import { noteDone } from '../../store/audit/audit-entries.ts';
import { replaceCustomerKey } from '../../store/same-customer/customer-keys.ts';
import type { Service } from '../service.ts';
import { newKey } from './customer-marks.ts';

type Parts = Pick<Service, 'db' | 'clock' | 'logger'>;

/** A new key; what RMS still shows is marked anew with it at the next read. Returns how many inquiries were forgotten. */
export const rotateCustomerKey = (service: Parts, shop: string, who: string | null): Promise<number> =>
  replace(service, shop, { key: newKey(), what: 'customer_key_made', who });

/** No key any more: nothing is marked until somebody makes one, whatever the file says. Returns how many were forgotten. */
export const dropCustomerKey = (service: Parts, shop: string, who: string | null): Promise<number> =>
  replace(service, shop, { key: null, what: 'customer_key_dropped', who });

async function replace(
  { db, clock, logger }: Parts,
  shop: string,
  { key, what, who }: { key: Buffer | null; what: 'customer_key_made' | 'customer_key_dropped'; who: string | null },
): Promise<number> {
  const now = clock.now();
  const forgotten = await db.transaction().execute(async (trx) => {
    await noteDone(trx, { who, what, shop, about: {} }, now);
    return replaceCustomerKey(trx, shop, key, now);
  });
  logger.info({ shop, forgotten }, key === null ? 'key of customers dropped' : 'key of customers made anew');
  return forgotten;
}
