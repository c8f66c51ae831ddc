// One episode as a report sees it, and what became of each of its steps: decided by event times alone (RULES.md 5).
// What the board showed at the time is kept beside it and never decides anything.

import type { EndedBy, Instant, Step } from '../model.ts';

/** How the id of a `completed` begins that was set by the mark "no reply needed". */
export const NO_REPLY_NEEDED_PREFIX = 'no-reply-needed:';

/** What decides a report's numbers. Instants in epoch ms. */
export interface ReportEpisode {
  readonly channel: string;
  readonly type: string | null;
  readonly category: string | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  /** `superseded`: later knowledge joined it to another; it counts only where the board showed something of it. */
  readonly endedBy: EndedBy | 'superseded' | null;
  /** As they take effect; null: no deadline, or a breach that passed while completed (RULES.md 2.4). */
  readonly flagDueAt: Instant | null;
  readonly ownerAlertDueAt: Instant | null;
  readonly breachDueAt: Instant | null;
  /** The calendar had no business day within 400 days. */
  readonly noDeadline: boolean;
  readonly provisional: boolean;
  /** Completed by the mark "no reply needed". */
  readonly noReplyNeeded: boolean;
  /** What the board showed or a mail told while it was so, as far as was known then; null: nothing. */
  readonly shown: Readonly<Partial<Record<Step, Shown>>> | null;
}

/** A step that was shown. `withdrawnWhy`: why it was taken back; null while it stands. */
export interface Shown {
  readonly withdrawnWhy: string | null;
}

/**
 * What became of a step. `met`: answered before it was due. `missed`: its due instant passed unanswered. `pending`: open,
 * not due yet. `lapsed`: completed or deleted before it was due. `uncounted`: no deadline, or passed while completed.
 */
export type Outcome = 'met' | 'missed' | 'pending' | 'lapsed' | 'uncounted';

/** When a step is due as it takes effect (epoch ms); null: never. */
export function stepDueAt(
  episode: Pick<ReportEpisode, 'flagDueAt' | 'ownerAlertDueAt' | 'breachDueAt'>,
  step: Step,
): Instant | null {
  if (step === 'flag') return episode.flagDueAt;
  return step === 'owner_alert' ? episode.ownerAlertDueAt : episode.breachDueAt;
}

/** Whether that ended it with an answer: by a reply, or elsewhere. */
export const isAnswer = (endedBy: ReportEpisode['endedBy']): boolean =>
  endedBy === 'shop_reply' || endedBy === 'answered_elsewhere';

/** What became of a step by `now` (epoch ms), null when superseded. In time means before the due instant (RULES.md 3). */
function outcomeOf(episode: ReportEpisode, step: Step, now: Instant): Outcome | null {
  if (episode.endedBy === 'superseded') return null;
  const due = stepDueAt(episode, step);
  if (due === null) return 'uncounted';
  if (due <= (episode.endedAt ?? now)) return 'missed';
  if (episode.endedAt === null) return 'pending';
  return isAnswer(episode.endedBy) ? 'met' : 'lapsed';
}

/** An episode with what became of it. */
export interface JudgedEpisode {
  readonly episode: ReportEpisode;
  readonly outcomes: Readonly<Record<Step, Outcome | null>>;
  /** Business ms from the start to the reply; null without one. */
  readonly replyMs: number | null;
}

export interface JudgeOptions {
  /** When the report is read (epoch ms). */
  readonly now: Instant;
  /** Business ms between two instants. */
  readonly businessMs: (from: Instant, to: Instant) => number;
}

/** Judges an episode once, for all the groups it counts in. */
export function judge(episode: ReportEpisode, { now, businessMs }: JudgeOptions): JudgedEpisode {
  const { startedAt, endedAt, endedBy } = episode;
  return {
    episode,
    outcomes: {
      flag: outcomeOf(episode, 'flag', now),
      owner_alert: outcomeOf(episode, 'owner_alert', now),
      breach: outcomeOf(episode, 'breach', now),
    },
    replyMs: isAnswer(endedBy) && endedAt !== null ? businessMs(startedAt, endedAt) : null,
  };
}
