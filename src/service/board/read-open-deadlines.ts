// Every open deadline of a shop, for its feed.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { OpenDeadline } from '../../ics/deadline-feed.ts';
import { cursorOf, type OpenCursor, openInquiries } from '../../store/board/open-inquiries.ts';
import type { Service } from '../service.ts';

const PAGE = 1_000;

/** All of them, the earliest first, each with the policy that counts it. */
export async function openDeadlines(
  { db, counting }: Pick<Service, 'db' | 'counting'>,
  shop: ShopConfig,
): Promise<OpenDeadline[]> {
  const open: OpenDeadline[] = [];
  for (let after: OpenCursor | null = null; ; ) {
    const page = await openInquiries(db, shop.id, after, PAGE);
    open.push(...page.map((row) => ({ ...row, policy: counting.policyOf(shop, row) })));
    const last = page.at(-1);
    if (page.length < PAGE || !last) return open;
    after = cursorOf(last);
  }
}
