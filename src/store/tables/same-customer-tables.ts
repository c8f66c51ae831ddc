// Which inquiries one customer wrote, without who: marks, and apart from them the keys that made them.

import type { Id, Time } from './columns.ts';

export interface SameCustomerTables {
  customer_key: { shop: string; key: Buffer | null; made_at: Time };
  same_customer: { inquiry_id: Id; shop: string; mark: Buffer };
}
