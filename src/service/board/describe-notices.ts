// What became of a notice, in one word, from its row and its episode.

import type { Instant } from '../../core/model.ts';
import type { NoticeHistory } from '../../store/board/notice-history.ts';

export const NOTICE_STATES = ['planned', 'due', 'told', 'cancelled', 'dropped', 'withdrawn'] as const;

/**
 * `planned`: still to come. `due`: to be told now, or held back until its time. `cancelled`: the wait ended first.
 * `dropped`: a warning that could not go out in time, or what nobody took. `withdrawn`: an edit moved or removed it.
 */
export type NoticeState = (typeof NOTICE_STATES)[number];

export interface NoticeDetail extends NoticeHistory {
  readonly state: NoticeState;
}

export function noticeDetail(row: NoticeHistory, endedAt: Instant | null, now: Instant): NoticeDetail {
  return { ...row, state: stateOf(row, endedAt, now) };
}

function stateOf(row: NoticeHistory, endedAt: Instant | null, now: Instant): NoticeState {
  if (row.toldAt !== null) return 'told';
  if (row.droppedWhy !== null) return 'dropped';
  if (row.withdrawnAt !== null && (!row.owed || row.dueAt > now)) return 'withdrawn';
  if (endedAt !== null) return 'cancelled';
  return row.sendAt > now ? 'planned' : 'due';
}
