// What the board showed, or a mail told, of an episode while it was so as far as we knew.

import { type RawBuilder, sql } from 'kysely';
import type { Step } from '../../core/model.ts';
import type { Shown } from '../../core/reports/episode.ts';

/** By step that was shown, why it was taken back; null while it stands. */
export type ShownColumn = Readonly<Partial<Record<Step, string | null>>> | null;

/**
 * SQL: whether step t of episode e was shown. A step that was recorded only when the end was learned was never up; a breach that
 * passed while completed counts nowhere (RULES.md 2.4).
 */
export const IS_SHOWN: RawBuilder<boolean> = sql`(t.notified_at is not null or t.ops_notified_at is not null
  or (not t.while_completed and (e.ended_learned_at is null or t.detected_at < e.ended_learned_at))
  or exists (select 1 from step_withdrawal w where w.episode_id = t.episode_id and w.step = t.step
    and (w.notified_at is not null or e.ended_learned_at is null or w.detected_at < e.ended_learned_at)))`;

/** SQL: `shown` of each episode of the rows e that has some, by `episode_id`. */
export const SHOWN_STEPS: RawBuilder<unknown> = sql`select t.episode_id, jsonb_object_agg(t.step, t.withdrawn_why) as shown
  from e join step t on t.episode_id = e.id where ${IS_SHOWN} group by t.episode_id`;

export function shownOf(column: ShownColumn): Partial<Record<Step, Shown>> | null {
  if (column === null) return null;
  const entries = Object.entries(column) as [Step, string | null][];
  return Object.fromEntries(entries.map(([step, withdrawnWhy]) => [step, { withdrawnWhy }]));
}
