// What the daily proof of promises looks at: which inquiries, by their events, and what is recorded of them.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray } from '../sql-parameters.ts';

/** Ids of all inquiries in which anything was ever promised: few, and all of them are counted anew. */
export async function inquiriesPromised(db: Db): Promise<number[]> {
  const { rows } = await sql<{ ids: number[] | null }>`
    select array_agg(distinct inquiry_id order by inquiry_id) as ids from event where type = 'promised'`.execute(db);
  return rows[0]?.ids ?? [];
}

/** A promise that is recorded as broken. */
export interface RecordedPromise {
  readonly inquiryId: number;
  /** The id of its event. */
  readonly id: string;
  readonly until: Instant;
}

export async function recordedPromises(db: Db, inquiryIds: readonly number[]): Promise<RecordedPromise[]> {
  if (inquiryIds.length === 0) return [];
  const { rows } = await sql<RecordedPromise>`
    select p.inquiry_id as "inquiryId", p.event as id, p.until_at as until
    from promise p join inquiry i on i.id = p.inquiry_id
    where p.inquiry_id = any(${idArray(inquiryIds)}) and p.detected_at is not null and p.withdrawn_at is null
      and p.made_at > coalesce(i.past_until, '-infinity')`.execute(db);
  return rows;
}
