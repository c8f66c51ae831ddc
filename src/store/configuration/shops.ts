// Shops as the store knows them: since when they are watched and which revision counts.

import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { anyText } from '../sql-parameters.ts';

export interface ShopState {
  readonly revision: string;
  readonly watchedSince: Instant;
}

export async function shopStates(db: Db, ids: readonly string[]): Promise<Map<string, ShopState>> {
  const rows = await db
    .selectFrom('shop')
    .select(['id', 'revision', 'watched_since as watchedSince'])
    .where('id', '=', anyText(ids))
    .execute();
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}
