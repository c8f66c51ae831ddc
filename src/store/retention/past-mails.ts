// Messages that are over and leave, with who took them and what they were about. What was told of is marked as told where it
// stands (a step, a notice, a reminder), so nothing is told again; and slots lie behind us.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Trx } from '../schema.ts';
import { anyId, idArray, time } from '../sql-parameters.ts';

/** Of the messages behind this id, in the order in which they were made. */
export interface PastMails {
  readonly taken: number;
  /** Where to go on; null: nothing behind it is old enough. */
  readonly afterId: number | null;
}

/** Takes out those of the next `limit` messages that were sent, or given up, before then. */
export async function takeOutMails(trx: Trx, afterId: number, before: Instant, limit: number): Promise<PastMails> {
  const { rows } = await sql<{ id: number; isOld: boolean; isOver: boolean }>`
    select id, slot_at < ${time(before)} as "isOld",
      state in ('sent', 'empty', 'undeliverable') and next_attempt_at is null
        and greatest(slot_at, sent_at, retried_at) < ${time(before)} as "isOver"
    from outbox where id > ${afterId} order by id limit ${limit}`.execute(trx);
  const ids = rows.filter(({ isOver }) => isOver).map(({ id }) => id);
  if (ids.length > 0) await takeOut(trx, ids);
  // Slots are not quite in the order of ids: the walk ends where a whole page is young.
  const goesOn = rows.length === limit && rows.some(({ isOld }) => isOld);
  return { taken: ids.length, afterId: goesOn ? rows.at(-1)!.id : null };
}

async function takeOut(trx: Trx, ids: readonly number[]): Promise<void> {
  await sql`update notice set outbox_id = null where outbox_id = any(${idArray(ids)})`.execute(trx);
  for (const table of ['delivery', 'mail_item'] as const)
    await trx.deleteFrom(table).where('outbox_id', '=', anyId(ids)).execute();
  await trx.deleteFrom('outbox').where('id', '=', anyId(ids)).execute();
}
