// Which inquiries, and of which shops, some acts were about, by the acts' ids: what is taken back together.

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

/** Of which shops these marks are. */
export const shopsOfMarks = (db: Db, ids: readonly number[]): Promise<string[]> => shopsOf(db, 'no_reply_needed', ids);

/** Of which shops these were taken in hand. */
export const shopsOfTaken = (db: Db, ids: readonly number[]): Promise<string[]> => shopsOf(db, 'mute', ids);

async function shopsOf(db: Db, table: 'no_reply_needed' | 'mute', ids: readonly number[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await db.selectFrom(table).select('shop').distinct().where('id', 'in', ids).orderBy('shop').execute();
  return rows.map(({ shop }) => shop);
}
