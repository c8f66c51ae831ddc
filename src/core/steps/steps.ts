// Which steps of an episode have passed (RULES.md 2.4, 3): decided by event times alone.
// What falls due while a thread is completed is due at the reopening; a breach there is never counted.

import type { ByStep, Deadlines, Episode, Instant, Pause } from '../model.ts';

/** The instants (epoch ms) at which the steps of one episode are due; a null breach is never counted. */
export interface DueInstants {
  readonly flag: Instant;
  readonly owner_alert: Instant;
  readonly breach: Instant | null;
}

/** Where there is no deadline. */
export const NOT_DUE: ByStep<null> = { flag: null, owner_alert: null, breach: null };

export interface PassedSteps {
  readonly flagged: boolean;
  /** Flagged, and the episode is open. */
  readonly flagUp: boolean;
  readonly ownerAlertDue: boolean;
  readonly breached: boolean;
  /** The breach passed between `completed` and `reopened`: shown, never counted. */
  readonly breachedWhileCompleted: boolean;
}

/**
 * When the steps of an episode are due, its pauses [completed, reopened) considered (RULES.md 2.4): a flag or alert in
 * a pause is due at the reopening, a breach in one is never counted. One due at the very instant of the reopening is due
 * then. Order stays flag ≤ alert ≤ breach.
 */
export function dueInstants(episode: Pick<Episode, 'pauses'>, deadlines: Deadlines): DueInstants;
export function dueInstants(episode: Pick<Episode, 'pauses'>, deadlines: Deadlines | null): ByStep<Instant | null>;
export function dueInstants(episode: Pick<Episode, 'pauses'>, deadlines: Deadlines | null): ByStep<Instant | null> {
  if (deadlines === null) return NOT_DUE;
  return {
    flag: afterPauses(episode, deadlines.at.flag),
    owner_alert: afterPauses(episode, deadlines.at.owner_alert),
    breach: fellInPause(episode, deadlines.at.breach) ? null : deadlines.at.breach,
  };
}

/**
 * Which steps have passed: due ≤ the episode's end, or ≤ `now` (epoch ms) while it is open (CONTRACT.md "replay"). They
 * stay passed when it ends; only `flagUp` is lowered.
 */
export function passedSteps(episode: Episode, deadlines: Deadlines, now: Instant): PassedSteps {
  const until = Math.min(episode.endedAt ?? now, now);
  const due = dueInstants(episode, deadlines);
  const flagged = due.flag <= until;
  return {
    flagged,
    flagUp: flagged && (episode.endedAt === null || episode.endedAt > now),
    ownerAlertDue: due.owner_alert <= until,
    breached: due.breach !== null && due.breach <= until,
    breachedWhileCompleted: due.breach === null && deadlines.at.breach <= until,
  };
}

/** What falls due in a pause is due at the reopening. */
export function afterPauses({ pauses }: Pick<Episode, 'pauses'>, due: Instant): Instant {
  return pauses.reduce((at, pause) => (isIn(pause, at) ? pause.to : at), due);
}

/** Whether the thread was marked completed at that instant, and reopened later. */
export function fellInPause({ pauses }: Pick<Episode, 'pauses'>, due: Instant): boolean {
  return pauses.some((pause) => isIn(pause, due));
}

const isIn = ({ from, to }: Pause, at: Instant): boolean => at >= from && at < to;
