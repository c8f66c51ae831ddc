// What another calendar or policy does to one open episode: pure, no I/O. The recompute carries the plan out, the
// preview prints it; nobody else decides what an edit moves, withdraws or raises (RULES.md 6).

import type { Deadlines, Episode, Instant, Step } from '../../core/model.ts';
import { STEPS } from '../../core/model.ts';
import { dueInstants } from '../../core/steps/steps.ts';
import type { NoticeHistory } from '../../store/board/notice-history.ts';
import type { OpenEpisode, RaisedStep, Recomputed } from '../../store/configuration/recompute.ts';
import type { NoticeRow } from '../../store/steps/notices.ts';

export interface RecomputePlan<E extends OpenEpisode = OpenEpisode> {
  readonly episode: E;
  readonly row: Recomputed;
  /** Steps that stood raised and are not due any more, or never will be; in the order of steps. */
  readonly withdrawn: readonly RaisedStep[];
  /** Steps that fall due by the edit itself. */
  readonly raised: readonly Step[];
  /** Whether steps must be brought in line as well: something stands raised, is due, or passed while completed. */
  readonly touchesSteps: boolean;
  /** The notices that it should have, and what that does to those that it has. */
  readonly notices: readonly NoticeRow[];
  readonly noticed: NoticeChange;
}

/**
 * Plans the recompute of an open episode. `standing` are its steps that stand raised; `deadlines` null: no business day
 * comes within 400 days, then nothing is due and what stood raised is withdrawn.
 */
export function planRecompute<E extends OpenEpisode>(
  episode: E,
  standing: readonly RaisedStep[],
  count: {
    readonly deadlines: Deadlines | null;
    readonly pauses: Episode['pauses'];
    readonly revision: string;
    readonly notices: readonly NoticeRow[];
    /** Those that it has. */
    readonly stored?: readonly NoticeHistory[];
  },
  now: Instant,
): RecomputePlan<E> {
  const row = recomputed(episode, count);
  const isDue = (step: Step) => (row.due[step] ?? Number.POSITIVE_INFINITY) <= now;
  // A breach that passed while the thread was completed never counted, so there is nothing to withdraw (RULES.md 2.4).
  const counted = standing.filter(({ whileCompleted }) => !whileCompleted);
  const withdrawn = STEPS.flatMap((step) => (isDue(step) ? [] : counted.filter((one) => one.step === step)));
  const up = new Set(counted.filter(({ step }) => isDue(step)).map(({ step }) => step));
  const raised = STEPS.filter((step) => !up.has(step) && isDue(step));
  const passedWhileCompleted = row.deadlines !== null && row.due.breach === null;
  return {
    episode,
    row: { ...row, nextDueAt: nextDue(row, now) },
    withdrawn,
    raised,
    touchesSteps: standing.length > 0 || raised.length > 0 || passedWhileCompleted,
    notices: count.notices,
    noticed: noticeChange(count.stored ?? [], count.notices, now),
  };
}

function recomputed(
  { id }: OpenEpisode,
  { deadlines, pauses, revision }: Parameters<typeof planRecompute>[2],
): Omit<Recomputed, 'nextDueAt'> {
  return { id, deadlines, due: dueInstants({ pauses }, deadlines), revision };
}

/** The earliest step that is still to come. */
function nextDue({ due }: Pick<Recomputed, 'due'>, now: Instant): Instant | null {
  const next = STEPS.find((step) => due[step] !== null && due[step] > now);
  return next === undefined ? null : due[next];
}

/** What an edit does to the notices of an episode. */
export interface NoticeChange {
  /** It has any, planned or told. */
  readonly hasAny: boolean;
  /** Fall due by the edit itself. */
  readonly due: number;
  /** Were due and not told yet, and move into the future or are planned no more. */
  readonly withdrawn: number;
}

function noticeChange(stored: readonly NoticeHistory[], planned: readonly NoticeRow[], now: Instant): NoticeChange {
  const isSame = (a: NoticeRow | NoticeHistory, b: NoticeRow | NoticeHistory) =>
    a.key === b.key && a.contact === b.contact && a.way === b.way;
  const isDue = ({ dueAt, untilAt }: NoticeRow | NoticeHistory) => dueAt <= now && (untilAt === null || untilAt > now);
  const standing = planned.filter((row) => row.dropped === null && isDue(row));
  const wasDue = stored.filter((row) => row.toldAt !== null || row.droppedWhy !== null || isDue(row));
  return {
    hasAny: stored.length > 0,
    due: standing.filter((row) => !wasDue.some((one) => isSame(one, row))).length,
    withdrawn: stored.filter((one) => one.owed && isDue(one) && !standing.some((row) => isSame(one, row))).length,
  };
}
