// Marks of customers: a keyed hash (HMAC-SHA256, a key for each shop) of what a source says of who writes. What it says goes in
// and is gone: it is stored nowhere, and stands in no log, error, mail or file.
// What is not known: whether RMS's masked address is one for each customer. Of two customers with one address the marks are the
// same, and of one customer with two addresses they differ; so a mark only ever says "probably", and decides nothing.

import { createHmac, randomBytes } from 'node:crypto';
import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Instant } from '../../core/model.ts';
import { addCustomerKeys, customerKeys } from '../../store/same-customer/customer-keys.ts';
import type { Service } from '../service.ts';

/** A mark, hexadecimal, and when the key was made that made it. */
export interface CustomerMark {
  readonly keyAt: Instant;
  readonly mark: string;
}

export interface CustomerMarks {
  /** Null: the shop does not want it, its key was dropped, or nothing is said of who. */
  of(shop: string, customer: string): CustomerMark | null;
  /** When the shop's key was made; null: there is none. */
  keyAt(shop: string): Instant | null;
}

const KEY_BYTES = 32;
const MARK_BYTES = 16;

/** With the keys as they are now: ask anew for whatever is taken in. Costs no statement where no shop wants it. */
export async function openCustomerMarks(
  { db, clock }: Pick<Service, 'db' | 'clock'>,
  shops: Iterable<ShopConfig | undefined>,
): Promise<CustomerMarks> {
  const wanting = [...new Set([...shops].flatMap((shop) => (shop?.sameCustomer ? [shop.id] : [])))];
  if (wanting.length === 0) return NONE;
  let known = await customerKeys(db, wanting);
  const had = new Set(known.map(({ shop }) => shop));
  const lacking = wanting.filter((shop) => !had.has(shop)).map((shop) => ({ shop, key: newKey() }));
  if (lacking.length > 0) {
    await addCustomerKeys(db, lacking, clock.now());
    known = await customerKeys(db, wanting);
  }
  const keys = new Map(known.map(({ shop, key, madeAt }) => [shop, { key, madeAt }]));
  return {
    of(shop, customer) {
      const { key = null, madeAt = 0 } = keys.get(shop) ?? {};
      const said = customer.normalize('NFKC').trim().toLowerCase();
      if (key === null || said === '') return null;
      const mark = createHmac('sha256', key)
        .update(said)
        .digest('hex')
        .slice(0, 2 * MARK_BYTES);
      return { keyAt: madeAt, mark };
    },
    keyAt: (shop) => (keys.get(shop)?.key == null ? null : keys.get(shop)!.madeAt),
  };
}

export const newKey = (): Buffer => randomBytes(KEY_BYTES);

const NONE: CustomerMarks = { of: () => null, keyAt: () => null };
