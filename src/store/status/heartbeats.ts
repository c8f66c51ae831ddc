// When any worker last did its whole tick: a gap says that nobody watched, also across a restart. And other signs of
// life, or of trouble, that every process must see.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Schema } from '../schema.ts';
import { time } from '../sql-parameters.ts';

/** Null when no worker ever did. */
export async function lastTick(db: Db): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant }>`select at from worker_tick`.execute(db);
  return rows[0]?.at ?? null;
}

export async function recordTick(db: Db, now: Instant): Promise<void> {
  await sql`insert into worker_tick (at) values (${time(now)})
    on conflict (one) do update set at = excluded.at`.execute(db);
}

/** Notes that it happened now, in whichever process. */
export async function recordSign(db: Db, name: Schema['service_sign']['name'], now: Instant): Promise<void> {
  await sql`insert into service_sign (name, at) values (${name}, ${time(now)})
    on conflict (name) do update set at = excluded.at`.execute(db);
}
