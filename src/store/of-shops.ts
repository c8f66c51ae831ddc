// Rows that shops have, told from those of the canary (canary/canary-rows.ts), which stand among them for some minutes a day.

import { type RawBuilder, sql } from 'kysely';
import { CANARY } from '../core/shop-id.ts';

/** SQL: the row is of a shop that somebody has; for what counts or lists over all shops. */
export const isOfShops = (shop: RawBuilder<unknown> = sql`shop`): RawBuilder<boolean> =>
  sql<boolean>`${shop} <> ${sql.lit(CANARY)}`;
