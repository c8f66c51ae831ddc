// The key of each shop that marks customers. Read afresh for whatever is taken in, never kept in a process: once it is dropped,
// nothing more is marked with it.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { anyText, textArray, time, timeArray } from '../sql-parameters.ts';

export interface CustomerKey {
  readonly shop: string;
  /** Null: it was dropped. */
  readonly key: Buffer | null;
  /** Tells it from those before it. */
  readonly madeAt: Instant;
}

/** Those there are, dropped ones too. */
export async function customerKeys(db: Db, shops: readonly string[]): Promise<CustomerKey[]> {
  return db
    .selectFrom('customer_key')
    .select(['shop', 'key', 'made_at as madeAt'])
    .where('shop', '=', anyText(shops))
    .execute();
}

/** For shops that never had one; of two who make one the first counts. */
export async function addCustomerKeys(
  db: Db,
  made: readonly { shop: string; key: Buffer }[],
  now: Instant,
): Promise<void> {
  await db
    .insertInto('customer_key')
    .values(made.map((one) => ({ ...one, made_at: time(now) })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Puts another key, or none, in the place of the shop's, and forgets what was marked. Returns how many inquiries. */
export async function replaceCustomerKey(trx: Trx, shop: string, key: Buffer | null, now: Instant): Promise<number> {
  // Later than the one before, so that they can be told apart.
  await sql`
    insert into customer_key as k (shop, key, made_at) values (${shop}, ${key}, ${time(now)})
    on conflict (shop) do update set key = excluded.key,
      made_at = greatest(excluded.made_at, k.made_at + interval '1 millisecond')`.execute(trx);
  // After the key's lock: whoever still marks with the old one has ended, or will find another.
  const { numDeletedRows } = await trx.deleteFrom('same_customer').where('shop', '=', shop).executeTakeFirstOrThrow();
  return Number(numDeletedRows);
}

/** A mark of an inquiry, and when the key was made that made it. */
export interface MarkedInquiry {
  readonly shop: string;
  readonly inquiry: string;
  readonly keyAt: Instant;
  /** Hexadecimal. */
  readonly mark: string;
}

/** Keeps the marks of inquiries that are there, each of which is given once; those of a key that was replaced are left. */
export async function keepMarks(db: Db, marked: readonly MarkedInquiry[]): Promise<void> {
  if (marked.length === 0) return;
  const column = <K extends keyof MarkedInquiry>(key: K) => marked.map((one) => one[key]);
  await sql`
    with held as (
      select shop, made_at from customer_key where shop = any(${textArray([...new Set(column('shop'))])}) and key is not null
      order by shop for share)
    insert into same_customer as m (inquiry_id, shop, mark)
    select i.id, i.shop, decode(g.mark, 'hex')
    from unnest(${textArray(column('shop'))}, ${textArray(column('inquiry'))},
        ${timeArray(column('keyAt'))}, ${textArray(column('mark'))}) g(shop, inquiry, key_at, mark)
      join held h on h.shop = g.shop and h.made_at = g.key_at
      join inquiry i on i.shop = g.shop and i.external_id = g.inquiry
    where i.past_until is null or exists (select 1 from event v where v.inquiry_id = i.id)
    order by i.id
    on conflict (inquiry_id) do update set mark = excluded.mark where m.mark <> excluded.mark`.execute(db);
}
