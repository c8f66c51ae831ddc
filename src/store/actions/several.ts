// Which inquiries of a shop some acts were about, by the acts' ids: what is taken back together.

import type { Db } from '../schema.ts';

/** By the inquiry's whole number: the mark. Ids of another shop are left out. */
export async function markedNumbers(db: Db, shop: string, ids: readonly number[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('no_reply_needed as m')
    .innerJoin('inquiry as i', 'i.id', 'm.inquiry_id')
    .select(['i.external_id as inquiry', 'm.id'])
    .where('m.shop', '=', shop)
    .where('m.id', 'in', ids)
    .execute();
  return new Map(rows.map(({ inquiry, id }) => [inquiry, id]));
}

/** The same of what was taken in hand. */
export async function takenNumbers(db: Db, shop: string, ids: readonly number[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('mute as m')
    .innerJoin('inquiry as i', 'i.id', 'm.inquiry_id')
    .select(['i.external_id as inquiry', 'm.id'])
    .where('m.shop', '=', shop)
    .where('m.kind', '=', 'in_hand')
    .where('m.id', 'in', ids)
    .execute();
  return new Map(rows.map(({ inquiry, id }) => [inquiry, id]));
}
