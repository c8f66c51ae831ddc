// Shops as the store knows them: since when they are watched and which revision counts.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { textArray } from '../sql-parameters.ts';

export interface ShopState {
  readonly revision: string;
  readonly watchedSince: Instant;
}

export async function shopStates(db: Db, ids: readonly string[]): Promise<Map<string, ShopState>> {
  const { rows } = await sql<ShopState & { id: string }>`
    select id, revision, watched_since as "watchedSince" from shop where id = any(${textArray(ids)})`.execute(db);
  return new Map(rows.map(({ id, ...state }) => [id, state]));
}
