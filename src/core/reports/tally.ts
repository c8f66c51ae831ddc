// The counts of one group of episodes: how they ended, what became of each step, how long replies took.
// The five outcomes of a step add up to the episodes; rates leave out what is not decided or was never asked.

import type { Step } from '../model.ts';
import { nearestRank } from './business-time.ts';
import { isAnswer, type JudgedEpisode, type Outcome } from './episode.ts';

/** What became of one step over all episodes of a group: the outcomes, and what the board knew at the time. */
export interface StepNumbers extends Readonly<Record<Outcome, number>> {
  /** met ÷ (met + missed), 0..1; null when nothing is decided. */
  readonly metRate: number | null;
  /** Shown on the board or told by mail while it was so, as far as was known then. `missed` is the same as corrected. */
  readonly asKnownThen: number;
  /** Shown then, but by event times it never passed. */
  readonly onlyAsKnownThen: number;
  /** Passed by event times, but learned only afterwards. */
  readonly onlyAsCorrected: number;
}

/** How the episodes of a group ended; the counts of `answered` to `open` add up to them (`answeredElsewhere` and `noReplyNeeded` are parts). */
export interface Endings {
  readonly answered: number;
  /** Of those answered: by phone or the like, where no source saw it. */
  readonly answeredElsewhere: number;
  readonly completedWithoutReply: number;
  /** Of those completed without reply: by the mark "no reply needed". */
  readonly noReplyNeeded: number;
  readonly deleted: number;
  /** Still open when the report is read. */
  readonly open: number;
}

/** Business time (ms) from the start to the reply, by nearest rank; null when nothing was answered. */
export interface ReplyTime {
  readonly medianMs: number;
  readonly p90Ms: number;
}

export interface GroupNumbers {
  readonly episodes: number;
  readonly steps: Readonly<Record<Step, StepNumbers>>;
  readonly endings: Endings;
  readonly replyTime: ReplyTime | null;
}

/** The numbers of a group of episodes; superseded ones count only as what was shown of them. */
export function tallyOf(group: readonly JudgedEpisode[]): GroupNumbers {
  const real = group.filter(({ episode }) => episode.endedBy !== 'superseded');
  return {
    episodes: real.length,
    steps: {
      flag: stepNumbers(group, 'flag'),
      owner_alert: stepNumbers(group, 'owner_alert'),
      breach: stepNumbers(group, 'breach'),
    },
    endings: endingsOf(real),
    replyTime: replyTimeOf(real.flatMap(({ replyMs }) => (replyMs === null ? [] : replyMs))),
  };
}

function stepNumbers(group: readonly JudgedEpisode[], step: Step): StepNumbers {
  const counts = {
    met: 0,
    missed: 0,
    pending: 0,
    lapsed: 0,
    uncounted: 0,
    asKnownThen: 0,
    onlyAsKnownThen: 0,
    onlyAsCorrected: 0,
  };
  for (const { episode, outcomes } of group) {
    const outcome = outcomes[step];
    const isShown = episode.shown?.[step] !== undefined;
    if (outcome !== null) counts[outcome]++;
    if (isShown) counts.asKnownThen++;
    if (isShown && outcome !== 'missed') counts.onlyAsKnownThen++;
    if (!isShown && outcome === 'missed') counts.onlyAsCorrected++;
  }
  const decided = counts.met + counts.missed;
  return { ...counts, metRate: decided === 0 ? null : counts.met / decided };
}

function endingsOf(group: readonly JudgedEpisode[]): Endings {
  const endings = {
    answered: 0,
    answeredElsewhere: 0,
    completedWithoutReply: 0,
    noReplyNeeded: 0,
    deleted: 0,
    open: 0,
  };
  for (const { episode } of group) {
    const { endedBy, noReplyNeeded } = episode;
    if (endedBy === null) endings.open++;
    else if (isAnswer(endedBy)) endings.answered++;
    else if (endedBy === 'message_deleted') endings.deleted++;
    else endings.completedWithoutReply++;
    if (endedBy === 'answered_elsewhere') endings.answeredElsewhere++;
    if (endedBy === 'completed' && noReplyNeeded) endings.noReplyNeeded++;
  }
  return endings;
}

function replyTimeOf(replyMs: readonly number[]): ReplyTime | null {
  const rising = Float64Array.from(replyMs).sort();
  const medianMs = nearestRank(rising, 0.5);
  const p90Ms = nearestRank(rising, 0.9);
  return medianMs === null || p90Ms === null ? null : { medianMs, p90Ms };
}
