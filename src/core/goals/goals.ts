// Goals: a shop's budget, counted in inquiries over a rolling window of local days (RULES.md 11). Pure; met and late follow
// event times alone, so an answer learned later changes them back.

import { type ByStep, type EndedBy, type EpochDay, type Instant, STEPS, type Step } from '../model.ts';
import type { Zone } from '../time/zone.ts';

/** So many of a hundred answered before the step is due. `days`: the length of the window in local days. */
export interface ShareGoal {
  readonly within: Step;
  readonly percent: number;
  readonly days: number;
}

/** The mean time by the clock (ms) from the start to the answer. */
export interface AverageGoal {
  readonly averageMs: number;
  readonly days: number;
}

export type Goal = ShareGoal | AverageGoal;

/** What a goal needs to know of an episode; instants in epoch ms, `due` as the steps take effect, null: never. */
export interface GoalEpisode {
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly endedBy: EndedBy | 'superseded' | null;
  readonly due: ByStep<Instant | null>;
}

/** What became of some episodes, for every goal: sums of such tallies are tallies. */
export interface GoalTally {
  /** Answered before the step was due. */
  readonly met: ByStep<number>;
  /** The step passed first. */
  readonly late: ByStep<number>;
  readonly answered: number;
  /** Clock time from start to answer over all of them, in ms. */
  readonly answerMs: number;
}

export const NO_TALLY: GoalTally = {
  met: { flag: 0, owner_alert: 0, breach: 0 },
  late: { flag: 0, owner_alert: 0, breach: 0 },
  answered: 0,
  answerMs: 0,
};

/** Local days, both included, and the instants [from, to) that they cover. */
export interface GoalWindow {
  readonly firstDay: EpochDay;
  readonly lastDay: EpochDay;
  readonly from: Instant;
  readonly to: Instant;
}

/** The last `days` local days, that of `now` (epoch ms) the last of them. */
export function goalWindow(days: number, zone: Zone, now: Instant): GoalWindow {
  const lastDay = zone.localDay(now);
  const firstDay = lastDay - days + 1;
  return { firstDay, lastDay, from: zone.startOfDay(firstDay), to: zone.startOfDay(lastDay + 1) };
}

/** Whether an episode that ended has no part in any goal: deleted, or joined to another by later knowledge. */
const isVoid = ({ endedBy }: GoalEpisode): boolean => endedBy === 'message_deleted' || endedBy === 'superseded';

const isAnswered = ({ endedBy }: GoalEpisode): boolean => endedBy === 'shop_reply' || endedBy === 'answered_elsewhere';

/**
 * What became of a step by `now` (epoch ms): `met` answered before its due instant, `late` still waiting at it, null not
 * decided or not counted (no due instant, deleted, completed before it). At the due instant it has passed (RULES.md 3).
 */
export function goalOutcome(episode: GoalEpisode, step: Step, now: Instant): 'met' | 'late' | null {
  const due = episode.due[step];
  if (due === null || isVoid(episode)) return null;
  if (due <= (episode.endedAt ?? now)) return 'late';
  return isAnswered(episode) ? 'met' : null;
}

/** The tally of some episodes at `now` (epoch ms). */
export function goalTallyOf(episodes: readonly GoalEpisode[], now: Instant): GoalTally {
  const [met, late] = [{ ...NO_TALLY.met }, { ...NO_TALLY.late }];
  let [answered, answerMs] = [0, 0];
  for (const episode of episodes) {
    for (const step of STEPS) {
      const outcome = goalOutcome(episode, step, now);
      if (outcome === 'met') met[step]++;
      else if (outcome === 'late') late[step]++;
    }
    if (!isAnswered(episode) || episode.endedAt === null) continue;
    answered++;
    answerMs += episode.endedAt - episode.startedAt;
  }
  return { met, late, answered, answerMs };
}

/** The tally of two sets of episodes that share none. */
export function addTallies(a: GoalTally, b: GoalTally): GoalTally {
  const sum = (x: ByStep<number>, y: ByStep<number>): ByStep<number> => ({
    flag: x.flag + y.flag,
    owner_alert: x.owner_alert + y.owner_alert,
    breach: x.breach + y.breach,
  });
  return {
    met: sum(a.met, b.met),
    late: sum(a.late, b.late),
    answered: a.answered + b.answered,
    answerMs: a.answerMs + b.answerMs,
  };
}

/** Where a share goal stands, in inquiries. */
export interface ShareBudget {
  readonly goal: ShareGoal;
  /** Decided for the step: met and late. */
  readonly total: number;
  readonly late: number;
  /** How many of `total` may be late: ⌊total × (100 − percent) / 100⌋. */
  readonly allowed: number;
  /** `allowed` − `late`: how many more; below zero: so many too many. */
  readonly left: number;
}

/** Where an average goal stands. `meanMs`: null while nothing is answered. */
export interface AverageBudget {
  readonly goal: AverageGoal;
  readonly answered: number;
  readonly meanMs: number | null;
}

export type GoalBudget = ShareBudget | AverageBudget;

/** Where a goal stands by the tally of its window. */
export function budgetOf(goal: Goal, tally: GoalTally): GoalBudget {
  if ('averageMs' in goal) {
    const { answered, answerMs } = tally;
    return { goal, answered, meanMs: answered === 0 ? null : answerMs / answered };
  }
  const late = tally.late[goal.within];
  const total = tally.met[goal.within] + late;
  const allowed = Math.floor((total * (100 - goal.percent)) / 100);
  return { goal, total, late, allowed, left: allowed - late };
}

/** `kept`: within the goal; `spent`: nothing is left of a share's budget that was used; `missed`: more late than allowed, or too slow. */
export type GoalState = 'kept' | 'spent' | 'missed';

/** How a goal stands. A budget of nothing that nobody used is kept: few inquiries allow none to be late. */
export function goalState(budget: GoalBudget): GoalState {
  if (!('late' in budget)) return budget.meanMs !== null && budget.meanMs > budget.goal.averageMs ? 'missed' : 'kept';
  if (budget.left < 0) return 'missed';
  return budget.left === 0 && budget.late > 0 ? 'spent' : 'kept';
}

/** A goal's own name, the same for the same goal wherever it stands in the list: `flag-95-30`, `average-12h-30`. */
export function goalKey(goal: Goal): string {
  if (!('averageMs' in goal)) return `${goal.within}-${goal.percent}-${goal.days}`;
  const minutes = goal.averageMs / 60_000;
  return `average-${minutes % 60 === 0 ? `${minutes / 60}h` : `${minutes}m`}-${goal.days}`;
}
