// Mails that are called sent and of which nobody noted whether a server or a file took them (releases before 0012).

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { anyId, idArray } from '../sql-parameters.ts';
import { NOT_MAILS } from './mail-kinds.ts';

/** Of these rows the ones that are called sent without a note how. */
export async function sentWithoutWay(
  db: Db,
  ids: readonly number[],
): Promise<{ readonly id: number; readonly slotAt: Instant }[]> {
  return db
    .selectFrom('outbox')
    .select(['id', 'slot_at as slotAt'])
    .where('id', '=', anyId(ids))
    .where('state', '=', 'sent')
    .where('way', 'is', null)
    .where('kind', 'not in', NOT_MAILS)
    .execute();
}

/** They were only written to a file. */
export async function markFiled(db: Db, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    with filed as (
      update outbox set way = 'files' where id = any(${idArray(ids)}) and state = 'sent' and way is null returning id)
    update delivery d set way = 'files', response = 'written to a file' from filed
    where d.outbox_id = filed.id and d.state = 'accepted'`.execute(db);
}
