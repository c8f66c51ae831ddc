// Marks of 返信不要 (no reply needed): who made each, why, and who took it back. The wait ends and goes on by events of
// the append-only set like any other. The events decide; a row whose event is not stored never took effect.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import { noteDone } from '../audit/audit-entries.ts';
import type { Db, Trx } from '../schema.ts';
import { idArray, time } from '../sql-parameters.ts';

/** Under which the events of marks are kept, and of whatever else people press. */
export const MARK_SOURCE = 'dashboard';

export const markEvent = (id: number): string => `no-reply-needed:${id}`;
export const undoEvent = (id: number): string => `reopened:${markEvent(id)}`;

const MARK_EVENT = sql`'no-reply-needed:' || m.id`;
const UNDO_EVENT = sql`'reopened:no-reply-needed:' || m.id`;
/** The wait that a mark ended, as long as it stays ended by it. */
const ENDED = sql`e.inquiry_id = m.inquiry_id and e.ended_by = 'completed' and e.ended_at = c.at`;

export interface Mark {
  readonly id: number;
  /** When it ended the wait. */
  readonly at: Instant;
  readonly by: string;
  readonly why: string | null;
  /** Whether a wait is ended by it now; it is not once it was undone. */
  readonly endsWait: boolean;
  readonly undoneAt: Instant | null;
  /** '' when a message turned up that was written before the mark. */
  readonly undoneBy: string | null;
}

export interface NewMark {
  readonly shop: string;
  readonly inquiryId: number;
  readonly by: string;
  readonly why: string | null;
  /** Customer messages known to whoever marks. */
  readonly messages: number;
}

/** Keeps who marks; returns the mark's id. It takes effect with its event. */
export async function addMark(trx: Trx, mark: NewMark, now: Instant): Promise<number> {
  const { shop, inquiryId, by, why, messages } = mark;
  const { id } = await trx
    .insertInto('no_reply_needed')
    .values({ shop, inquiry_id: inquiryId, made_at: time(now), by_whom: by, why, messages })
    .returning('id')
    .executeTakeFirstOrThrow();
  await noteDone(trx, { who: by, what: 'marked', shop, inquiryId }, now);
  return id;
}

/** Keeps who takes a mark back. It takes effect with its event. */
export async function noteUndone(trx: Trx, id: number, by: string, now: Instant): Promise<void> {
  const { shop, inquiryId } = await trx
    .updateTable('no_reply_needed')
    .set({ undone_at: time(now), undone_by: by })
    .where('id', '=', id)
    .returning(['shop', 'inquiry_id as inquiryId'])
    .executeTakeFirstOrThrow();
  await noteDone(trx, { who: by, what: 'unmarked', shop, inquiryId }, now);
}

/** The marks of an inquiry that took effect, oldest first. */
export async function marksOf(db: Db, inquiryId: number): Promise<Mark[]> {
  const { rows } = await sql<Mark>`
    select m.id, c.at, m.by_whom as by, m.why, exists (select 1 from episode e where ${ENDED}) as "endsWait",
      u.at as "undoneAt", case when u.id is not null then m.undone_by end as "undoneBy"
    from no_reply_needed m
    join event c on c.inquiry_id = m.inquiry_id and c.id = ${MARK_EVENT}
    left join event u on u.inquiry_id = m.inquiry_id and u.id = ${UNDO_EVENT}
    where m.inquiry_id = ${inquiryId} order by c.at, m.id`.execute(db);
  return rows;
}

/** An event's time may lie this much after the mark's row was made: clocks of sources differ. */
const EVENT_LATER_MS = 10 * 60_000;

/** Waits of a shop that a mark of 返信不要 ended in [from, to); those taken back, or reopened since, are left out. */
export async function countNoReplyNeeded(db: Db, shop: string, from: Instant, to: Instant): Promise<number> {
  const { rows } = await sql<{ marked: number }>`
    select count(distinct e.id)::int as marked
    from no_reply_needed m
    join event c on c.inquiry_id = m.inquiry_id and c.id = ${MARK_EVENT}
    join episode e on ${ENDED}
    where m.shop = ${shop} and m.made_at >= ${time(from - EVENT_LATER_MS)} and m.made_at < ${time(to)}
      and c.at >= ${time(from)} and c.at < ${time(to)}`.execute(db);
  return rows[0]?.marked ?? 0;
}

/**
 * Takes back marks of the given inquiries under which a message lies that whoever marked could not know: it was written
 * before and learned after. Call it when events were appended and before they are read. The wait goes on.
 */
export async function undoOvertakenMarks(trx: Trx, inquiryIds: readonly number[], now: Instant): Promise<void> {
  if (inquiryIds.length === 0) return;
  await sql`
    with overtaken as (
      select m.id, m.inquiry_id, greatest(${time(now)}, c.at + interval '1 ms') as at
      from no_reply_needed m
      join event c on c.inquiry_id = m.inquiry_id and c.id = ${MARK_EVENT}
      where m.inquiry_id = any(${idArray(inquiryIds)})
        and m.messages < (select count(*) from event v
          where v.inquiry_id = m.inquiry_id and v.type = 'customer_message' and v.at <= c.at)
        and not exists (select 1 from event v where v.inquiry_id = m.inquiry_id and v.at > c.at
          and v.type in ('customer_message', 'shop_reply', 'completed', 'reopened'))),
    reopened as (
      insert into event (inquiry_id, id, type, at, learned_at, source)
      select m.inquiry_id, ${UNDO_EVENT}, 'reopened', m.at, ${time(now)}, ${MARK_SOURCE} from overtaken m
      on conflict (inquiry_id, id) do nothing)
    update no_reply_needed m set undone_at = o.at, undone_by = '' from overtaken o where m.id = o.id`.execute(trx);
}
