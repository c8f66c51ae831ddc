// On which local dates a shop's waits began. What ended is kept by date (store/goals); what is open, and what has a mark and
// is not counted among the kept yet, is counted here: each once.

import { type RawBuilder, sql } from 'kysely';
import type { EpochDay } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { prepared } from '../database.ts';
import type { Db } from '../schema.ts';
import { time } from '../sql-parameters.ts';

export interface BeganQuery {
  readonly shop: string;
  /** An IANA zone: the dates are its. */
  readonly zone: string;
  /** [from, before). */
  readonly from: EpochDay;
  readonly before: EpochDay;
}

/** How many waits began on each of these dates; the first date of all that are known is always there, be it older. */
export async function beganByDay(db: Db, { shop, zone, from, before }: BeganQuery): Promise<Map<EpochDay, number>> {
  const dayOf = (startedAt: RawBuilder<unknown>) =>
    sql`((${startedAt} at time zone ${zone}::text)::date - date '1970-01-01')`;
  const isBefore = (startedAt: RawBuilder<unknown>) => sql`${startedAt} < ${time(openZone(zone).startOfDay(before))}`;
  const { rows } = await sql<{ day: EpochDay; began: number }>`
    with others as (
      select id, started_at from episode where shop = ${shop} and ended_at is null and ${isBefore(sql`started_at`)}
      union
      select e.id, e.started_at from goal_mark m join episode e on e.id = m.episode_id
        where m.shop = ${shop} and ${isBefore(sql`e.started_at`)} and e.ended_by is distinct from 'superseded'
          and not exists (select 1 from goal_day d where d.shop = m.shop and d.day = ${dayOf(sql`m.started_at`)}
            and m.episode_id = any(d.episodes)))
    select day, sum(began)::int as began from (
      select day, cardinality(episodes) as began from goal_day where shop = ${shop} and day >= ${from} and day < ${before}
      union all select min(day), 0 from goal_day where shop = ${shop}
      union all select ${dayOf(sql`started_at`)}, 1 from others
        where not exists (select 1 from goal_mark m join goal_day d
          on d.shop = m.shop and d.day = ${dayOf(sql`m.started_at`)} and m.episode_id = any(d.episodes)
          where m.shop = ${shop} and m.episode_id = others.id)) days
    where day is not null group by day`.execute(prepared(db));
  return new Map(rows.map(({ day, began }) => [day, began]));
}
