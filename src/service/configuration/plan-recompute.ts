// What another calendar or policy does to one open episode: pure, no I/O. The recompute carries the plan out, the
// preview prints it; nobody else decides what an edit moves, withdraws or raises (RULES.md 6).

import type { Deadlines, Episode, Instant, Step } from '../../core/model.ts';
import { STEPS } from '../../core/model.ts';
import { dueInstants } from '../../core/steps/steps.ts';
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
  /** The notices that it should have. */
  readonly notices: readonly NoticeRow[];
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
  },
  now: Instant,
): RecomputePlan<E> {
  const row = recounted(episode, count);
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
  };
}

function recounted(
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
