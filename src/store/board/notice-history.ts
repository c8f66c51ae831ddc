// The notices of an inquiry's episodes, for its history: planned, told, or what became of them.

import { sql } from 'kysely';
import type { Instant } from '../../core/model.ts';
import type { Db } from '../schema.ts';
import { idArray } from '../sql-parameters.ts';
import type { DroppedWhy } from '../tables/steps-tables.ts';

export interface NoticeHistory {
  readonly episodeId: number;
  /** Kind, length and step, as `noticeKey` writes them. */
  readonly key: string;
  readonly contact: string;
  readonly way: string;
  readonly dueAt: Instant;
  readonly sendAt: Instant;
  readonly untilAt: Instant | null;
  readonly owed: boolean;
  readonly outboxId: number | null;
  readonly toldAt: Instant | null;
  readonly droppedAt: Instant | null;
  readonly droppedWhy: DroppedWhy | null;
  readonly withdrawnAt: Instant | null;
  readonly withdrawnWhy: string | null;
}

/** In the order in which they are due. */
export async function noticesAbout(db: Db, episodeIds: readonly number[]): Promise<NoticeHistory[]> {
  const { rows } = await sql<NoticeHistory>`
    select n.episode_id as "episodeId", n.key, n.contact, n.way, n.due_at as "dueAt", n.send_at as "sendAt",
      n.until_at as "untilAt", n.owed, n.outbox_id as "outboxId", n.told_at as "toldAt", n.dropped_at as "droppedAt",
      n.dropped_why as "droppedWhy", n.withdrawn_at as "withdrawnAt", n.withdrawn_why as "withdrawnWhy"
    from notice n where n.episode_id = any(${idArray(episodeIds)}) order by n.due_at, n.key, n.contact, n.way`.execute(
    db,
  );
  return rows;
}
