// Shops' open inquiries with their deadline within stretches of time: how many, and which. Each stretch is a range of the
// index episode_open, so it costs what falls due in it.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { textArray, timeArray } from '../sql-parameters.ts';
import { type InColumns, type TimeColumns, withTimes } from '../steps/episode-times.ts';
import { isAfter, joinsAt, type ListedRow, listed, type OpenCursor } from './open-inquiries.ts';

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

/** An open inquiry in a list over shops. */
export interface DueRow extends ListedRow {
  readonly shop: string;
}

/** The open inquiries in a stretch of each shop, by deadline, then episode, from where the page before ended. */
export async function dueInquiries(
  db: Db,
  stretches: readonly Stretch[],
  { now, after, limit }: { readonly now: Instant; readonly after: OpenCursor | null; readonly limit: number },
): Promise<DueRow[]> {
  // The index alone chooses the page, a page of each shop at most; only then are its rows read.
  const { rows } = await sql<InColumns<DueRow, TimeColumns>>`
    with page as (
      select d.id from ${unnested(stretches)} as s(shop, after, up_to)
        cross join lateral (select e.id, e.breach_at from episode e
          where e.ended_at is null and e.shop = s.shop and e.breach_at > s.after and e.breach_at <= s.up_to and ${isAfter(after)}
          order by e.breach_at, e.id limit ${limit}) d
      order by d.breach_at, d.id limit ${limit})
    select e.shop, ${listed(now)} from page p join episode e on e.id = p.id ${joinsAt(now)}
    order by e.breach_at, e.id`.execute(db);
  return rows.map(withTimes);
}
