// When any worker last did its whole tick: a gap says that nobody watched, also across a restart.

import { sql } from 'kysely';
import type { Instant } from '../core/model.ts';
import { time } from './arrays.ts';
import type { Db } from './schema.ts';

/** Null when no worker ever did. */
export async function lastTick(db: Db): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant }>`select at from worker_tick`.execute(db);
  return rows[0]?.at ?? null;
}

export async function recordTick(db: Db, now: Instant): Promise<void> {
  await sql`insert into worker_tick (at) values (${time(now)})
    on conflict (one) do update set at = excluded.at`.execute(db);
}
