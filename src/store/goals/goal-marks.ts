// Marks: episodes of which a kept day may be wrong. Written by the statement that changes the episode, so that a mark is
// seen by whoever sees the change. Only what ended is kept by day, so an episode that opens or fires marks nothing.

import { type RawBuilder, sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, textArray, timeArray } from '../sql-parameters.ts';

/** SQL: marks what ended among rows (shop, id, started_at, ended_at) of `episodes`. */
export const markEnded = (episodes: string): RawBuilder<unknown> => sql`
  insert into goal_mark (shop, episode_id, started_at)
  select shop, id, started_at from ${sql.table(episodes)} where ended_at is not null`;

/**
 * SQL: marks what ended before or after among rows (shop, id, started_at, ended_at, started_before, ended_before) of
 * `episodes`, on the days of both its starts.
 */
export const markChanged = (episodes: string): RawBuilder<unknown> => sql`
  insert into goal_mark (shop, episode_id, started_at)
  select shop, id, started_at from ${sql.table(episodes)} where coalesce(ended_at, ended_before) is not null
  union select shop, id, started_before from ${sql.table(episodes)} where ended_before is not null`;

export interface GoalMark {
  readonly shop: string;
  readonly id: number;
  readonly episodeId: number;
  readonly startedAt: Instant;
}

const MARK = ['shop', 'id', 'episode_id as episodeId', 'started_at as startedAt'] as const;

/** Marks of whatever shops, those of one shop together. */
export function someMarks(db: Db, limit: number): Promise<GoalMark[]> {
  return db.selectFrom('goal_mark').select(MARK).orderBy('shop').orderBy('id').limit(limit).execute();
}

/** SQL: all marks of these shops, as `GoalMark`. */
export const marksOf = (shops: RawBuilder<unknown>): RawBuilder<GoalMark> => sql`
  select m.shop, m.id, m.episode_id as "episodeId", (extract(epoch from m.started_at) * 1000)::bigint as "startedAt"
  from unnest(${shops}) s(shop) join goal_mark m on m.shop = s.shop`;

export async function dropMarks(trx: Trx, marks: readonly GoalMark[]): Promise<void> {
  if (marks.length === 0) return;
  await sql`delete from goal_mark m
    using unnest(${textArray(marks.map(({ shop }) => shop))}, ${idArray(marks.map(({ id }) => id))}) d(shop, id)
    where m.shop = d.shop and m.id = d.id`.execute(trx);
}

/** Marks episodes, each on the day of that start. */
export async function addMarks(
  trx: Trx,
  rows: readonly { readonly shop: string; readonly id: number; readonly startedAt: Instant }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into goal_mark (shop, episode_id, started_at)
    select * from unnest(${textArray(rows.map(({ shop }) => shop))}, ${idArray(rows.map(({ id }) => id))},
      ${timeArray(rows.map(({ startedAt }) => startedAt))})`.execute(trx);
}
