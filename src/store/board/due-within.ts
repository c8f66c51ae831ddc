// Shops' open inquiries with their deadline within stretches of time: how many. Each stretch is a range of the
// index episode_open, so it costs what falls due in it.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { textArray, timeArray } from '../sql-parameters.ts';

/** The instants in (after, upTo] of a shop. */
export interface Stretch {
  readonly shop: string;
  readonly after: Instant;
  readonly upTo: Instant;
}

const unnested = (stretches: readonly Stretch[]) =>
  sql`unnest(${textArray(stretches.map(({ shop }) => shop))}, ${timeArray(stretches.map(({ after }) => after))},
    ${timeArray(stretches.map(({ upTo }) => upTo))})`;

/** How many breaches fall due in each stretch, in the order of the stretches; one statement. */
export async function breachesWithin(db: Db, stretches: readonly Stretch[]): Promise<number[]> {
  const { rows } = await sql<{ due: number }>`
    select (select count(*)::int from episode
      where ended_at is null and shop = s.shop and breach_at > s.after and breach_at <= s.up_to) as due
    from ${unnested(stretches)} with ordinality as s(shop, after, up_to, place)
    order by s.place`.execute(db);
  return rows.map(({ due }) => due);
}
