// When any worker last did its whole tick: a gap says that nobody watched, also across a restart. And other signs of
// life, or of trouble, that every process must see.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db, Schema } from '../schema.ts';
import { time } from '../sql-parameters.ts';

/** Null when no worker ever did. */
export async function lastTick(db: Db): Promise<Instant | null> {
  const tick = await db.selectFrom('worker_tick').select('at').executeTakeFirst();
  return tick?.at ?? null;
}

export async function recordTick(db: Db, now: Instant): Promise<void> {
  const tick = { at: time(now) };
  await db
    .insertInto('worker_tick')
    .values(tick)
    .onConflict((conflict) => conflict.column('one').doUpdateSet(tick))
    .execute();
}

/** Notes that it happened now, in whichever process. */
export async function recordSign(db: Db, name: Schema['service_sign']['name'], now: Instant): Promise<void> {
  const at = time(now);
  await db
    .insertInto('service_sign')
    .values({ name, at })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ at }))
    .execute();
}

/**
 * Whether the clock may be trusted with what cannot be undone: for a day it has not been found weeks before or after the last
 * sign of a worker, as after a month's rest or by a clock that is years ahead.
 */
export async function isClockSteady(db: Db, now: Instant): Promise<boolean> {
  const [at, aDay] = [time(now), sql`interval '1 day'`];
  const { rows } = await sql`
    select 1 from service_sign where name = 'clock-far' and at between ${at} - ${aDay} and ${at} + ${aDay}
    union all select 1 from worker_tick where at not between ${at} - interval '14 days' and ${at} + interval '14 days'
    limit 1`.execute(db);
  return rows.length === 0;
}
