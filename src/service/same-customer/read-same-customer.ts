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
  /** It stands right beneath that one. */
  readonly isBeneath?: true;
}

/** Each right beneath the first of the same customer, else in the order that they had; `above`: what stands in a list before. */
export async function beneathFirst<T extends Listed>(
  { db }: Pick<Service, 'db'>,
  shop: ShopConfig,
  items: readonly T[],
  above: readonly T[] = [],
): Promise<readonly T[]> {
  const all = [...above, ...items].map(({ inquiry }) => inquiry);
  if (!shop.sameCustomer || items.length === 0 || all.length < 2) return items;
  const marks = await marksOfInquiries(db, shop.id, all);
  const firsts = new Map<string, string>();
  for (const inquiry of all) {
    const mark = marks.get(inquiry);
    if (mark !== undefined && !firsts.has(mark)) firsts.set(mark, inquiry);
  }
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const mark = marks.get(item.inquiry);
    const first = mark === undefined ? item.inquiry : firsts.get(mark)!;
    const group = groups.get(first) ?? [];
    const said = first === item.inquiry ? item : { ...item, sameAs: first };
    group.push(group.length === 0 ? said : { ...said, isBeneath: true });
    groups.set(first, group);
  }
  return [...groups.values()].flat();
}
