// What else the customer of an inquiry asked lately, and which of a list one customer wrote. Nothing here says who.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import { marksOfInquiries, type SameInquiry, sameInquiries } from '../../store/same-customer/same-inquiries.ts';
import type { Service } from '../service.ts';

export type { SameInquiry } from '../../store/same-customer/same-inquiries.ts';

/** So far back it is looked. */
export const SAME_DAYS = 90;

export interface SameCustomer {
  /** Of the last `SAME_DAYS` days, this one among them; the newest first. */
  readonly inquiries: readonly SameInquiry[];
  readonly unanswered: number;
}

/** Null: the shop does not want to know, the inquiry has no mark, or there is no other. */
export async function readSameCustomer(
  { db, clock }: Pick<Service, 'db' | 'clock'>,
  shop: ShopConfig,
  inquiry: string,
): Promise<SameCustomer | null> {
  if (!shop.sameCustomer) return null;
  const now = clock.now();
  const inquiries = await sameInquiries(db, { shop: shop.id, inquiry }, { since: now - SAME_DAYS * DAY_MS, now });
  if (inquiries.every((one) => one.inquiry === inquiry)) return null;
  return { inquiries, unanswered: inquiries.filter(({ isOpen }) => isOpen).length };
}

/** What stands in a list. */
interface Listed {
  readonly inquiry: string;
  /** The number of the first on the page that the same customer wrote. */
  readonly sameAs?: string;
}

/** Of an item in a list: whose it is, and in which group it stands. */
interface Standing<T> {
  shopOf(item: T): ShopConfig;
  groupOf(item: T): string;
}

/**
 * Each right beneath the first that the same customer wrote to the same shop, if that stands in the same group of the list, else
 * where it was; and each but the first says which that is. Costs no statement where no shop of the list wants it.
 */
export async function beneathFirst<T extends Listed>(
  { db }: Pick<Service, 'db'>,
  items: readonly T[],
  { shopOf, groupOf }: Standing<T>,
): Promise<readonly T[]> {
  const asked = items.filter((item) => shopOf(item).sameCustomer);
  if (asked.length < 2) return items;
  const numberOf = (shop: string, inquiry: string) => `${shop} ${inquiry}`;
  const rows = await marksOfInquiries(
    db,
    asked.map((item) => ({ shop: shopOf(item).id, inquiry: item.inquiry })),
  );
  // A shop's marks are made with its own key: those of two shops say nothing of each other.
  const marks = new Map(rows.map(({ shop, inquiry, mark }) => [numberOf(shop, inquiry), `${shop} of ${mark}`]));
  const firsts = new Map<string, string>();
  const together = new Map<string, T[]>();
  for (const item of items) {
    const number = numberOf(shopOf(item).id, item.inquiry);
    const mark = marks.get(number) ?? `alone ${number}`;
    const first = firsts.get(mark);
    const key = `${groupOf(item)} ${mark}`;
    const some = together.get(key) ?? [];
    some.push(first === undefined ? item : { ...item, sameAs: first });
    together.set(key, some);
    if (first === undefined) firsts.set(mark, item.inquiry);
  }
  return [...together.values()].flat();
}
