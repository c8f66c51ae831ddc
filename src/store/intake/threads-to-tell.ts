// The threads of polled shops that messages are about to tell of: what is read afresh before it is told.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { textArray, time } from '../sql-parameters.ts';

export interface ThreadToTell {
  readonly shop: string;
  readonly number: string;
  /** When its first message was written. */
  readonly beganAt: Instant;
}

/**
 * Threads read from RMS, of these shops, that still wait and of which an owner, ops, a contact or a webhook is owed a step,
 * a notice or a reminder at `now`. A few more than will be told: what holds one back is asked when it is told.
 */
export async function threadsToTell(db: Db, shops: readonly string[], now: Instant): Promise<ThreadToTell[]> {
  if (shops.length === 0) return [];
  const ofShops = sql`shop = any(${textArray(shops)})`;
  const { rows } = await sql<ThreadToTell>`
    select i.shop, i.external_id as number, (select min(at) from event v where v.inquiry_id = i.id) as "beganAt"
    from (
      select episode_id from step where (owner_owed or ops_owed) and slot_at <= ${time(now)} and ${ofShops}
      union select episode_id from notice where owed and send_at <= ${time(now)} and ${ofShops}
      union select episode_id from reminder where told_at is null and until_at > ${time(now)} and ${ofShops}
    ) owed
    join episode e on e.id = owed.episode_id and e.ended_at is null
    join inquiry i on i.id = e.inquiry_id and i.channel = 'r-messe'
    group by i.id`.execute(db);
  return rows;
}
