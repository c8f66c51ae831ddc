// What a source shows of inquiries besides their messages: read by the shop, a question of the shop's that nobody has answered, and that
// it has a mark "completed" which is not set. It changes nothing that is counted; it says what to look at.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { booleanArray, textArray, time, timeArray } from '../sql-parameters.ts';

/** An inquiry by its number. */
export interface SourceSigns {
  readonly number: string;
  readonly isRead: boolean;
  /** When the question was asked; null: there is none. */
  readonly askedAt: Instant | null;
}

/** Keeps what was seen at `now` of inquiries that are there. Read since when it was seen first; only what changed is written. */
export async function keepSigns(db: Db, shop: string, signs: readonly SourceSigns[], now: Instant): Promise<void> {
  if (signs.length === 0) return;
  const given = sql`unnest(${textArray(signs.map(({ number }) => number))}, ${booleanArray(signs.map(({ isRead }) => isRead))},
    ${timeArray(signs.map(({ askedAt }) => askedAt))}) g(number, is_read, asked_at)`;
  // In the order in which intake locks them.
  await sql`
    with seen as (
      select i.id, i.external_id, case when g.is_read then coalesce(i.read_at, ${time(now)}) end as read_at, g.asked_at,
        case when i.status = 'answered' then (select max(e.ended_at) from episode e
          where e.inquiry_id = i.id and e.ended_by <> 'superseded') end as answered_at
      from ${given} join inquiry i on i.shop = ${shop} and i.external_id = g.number),
    changed as (
      select s.* from seen s join inquiry i on i.id = s.id
      where (i.read_at, i.asked_at, i.answered_at) is distinct from (s.read_at, s.asked_at, s.answered_at)
      order by s.external_id for update of i)
    update inquiry i set read_at = c.read_at, asked_at = c.asked_at, answered_at = c.answered_at
    from changed c where i.id = c.id`.execute(db);
}
