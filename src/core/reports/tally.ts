// The counts of one group of episodes: how they ended, what became of each step, how long replies took.
// The five outcomes of a step add up to the episodes; rates leave out what is not decided or was never asked.

import { STEPS, type Step } from '../model.ts';
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

/** Counts episodes of a group one by one; superseded ones count only as what was shown of them. */
export interface Tally {
  add(one: JudgedEpisode): void;
  /** Counts all of the other group too. */
  addAll(other: Tally): void;
  /** What is counted so far. */
  readonly counts: Counts;
}

interface Counts {
  episodes: number;
  readonly steps: Readonly<Record<Step, StepCounts>>;
  readonly endings: { -readonly [K in keyof Endings]: number };
  /** Business ms of each reply, in no order. */
  readonly replyMs: number[];
}

type StepCounts = { -readonly [K in Exclude<keyof StepNumbers, 'metRate'>]: number };

export function createTally(): Tally {
  const counts: Counts = {
    episodes: 0,
    steps: { flag: noSteps(), owner_alert: noSteps(), breach: noSteps() },
    endings: { answered: 0, answeredElsewhere: 0, completedWithoutReply: 0, noReplyNeeded: 0, deleted: 0, open: 0 },
    replyMs: [],
  };
  return {
    counts,
    add: (one) => {
      for (const step of STEPS) countStep(counts.steps[step], one, step);
      if (one.episode.endedBy === 'superseded') return;
      counts.episodes++;
      countEnding(counts.endings, one.episode);
      if (one.replyMs !== null) counts.replyMs.push(one.replyMs);
    },
    addAll: ({ counts: more }) => {
      counts.episodes += more.episodes;
      for (const step of STEPS) sumInto(counts.steps[step], more.steps[step]);
      sumInto(counts.endings, more.endings);
      for (const ms of more.replyMs) counts.replyMs.push(ms);
    },
  };
}

/** The numbers of all given groups together. */
export function numbersOf(tallies: Iterable<Tally>): GroupNumbers {
  const all = createTally();
  for (const tally of tallies) all.addAll(tally);
  const { episodes, steps, endings, replyMs } = all.counts;
  return {
    episodes,
    steps: { flag: rated(steps.flag), owner_alert: rated(steps.owner_alert), breach: rated(steps.breach) },
    endings,
    replyTime: replyTimeOf(replyMs),
  };
}

const noSteps = (): StepCounts => ({
  met: 0,
  missed: 0,
  pending: 0,
  lapsed: 0,
  uncounted: 0,
  asKnownThen: 0,
  onlyAsKnownThen: 0,
  onlyAsCorrected: 0,
});

function countStep(counts: StepCounts, { episode, outcomes }: JudgedEpisode, step: Step): void {
  const outcome = outcomes[step];
  const isShown = episode.shown?.[step] !== undefined;
  if (outcome !== null) counts[outcome]++;
  if (isShown) counts.asKnownThen++;
  if (isShown && outcome !== 'missed') counts.onlyAsKnownThen++;
  if (!isShown && outcome === 'missed') counts.onlyAsCorrected++;
}

function countEnding(endings: Counts['endings'], { endedBy, noReplyNeeded }: JudgedEpisode['episode']): void {
  if (endedBy === null) endings.open++;
  else if (isAnswer(endedBy)) endings.answered++;
  else if (endedBy === 'message_deleted') endings.deleted++;
  else endings.completedWithoutReply++;
  if (endedBy === 'answered_elsewhere') endings.answeredElsewhere++;
  if (endedBy === 'completed' && noReplyNeeded) endings.noReplyNeeded++;
}

function sumInto<K extends string>(counts: Record<K, number>, more: Readonly<Record<K, number>>): void {
  for (const key of Object.keys(more) as K[]) counts[key] += more[key];
}

function rated(counts: StepCounts): StepNumbers {
  const decided = counts.met + counts.missed;
  return { ...counts, metRate: decided === 0 ? null : counts.met / decided };
}

function replyTimeOf(replyMs: readonly number[]): ReplyTime | null {
  const rising = Float64Array.from(replyMs).sort();
  const medianMs = nearestRank(rising, 0.5);
  const p90Ms = nearestRank(rising, 0.9);
  return medianMs === null || p90Ms === null ? null : { medianMs, p90Ms };
}
