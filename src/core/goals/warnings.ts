// When an owner is warned of a goal (RULES.md 11.6): the budget fell to zero, or the last week spends more than half of it.

import { type GoalBudget, type GoalTally, goalState } from './goals.ts';

/** The days of which it is asked whether they alone spend too much. */
export const RECENT_DAYS = 7;

/** `spent`: nothing is left. `fast`: the last seven days alone were late more often than half of what may be. */
export type GoalWarningKind = 'spent' | 'fast';

/**
 * The warnings that hold for a goal. `recent`: the tally of the last `RECENT_DAYS`. An average has no budget to spend; a goal
 * over seven days or fewer is all recent.
 */
export function goalWarnings(budget: GoalBudget, recent: GoalTally): GoalWarningKind[] {
  if (!('late' in budget)) return [];
  const { goal, allowed } = budget;
  const isFast = goal.days > RECENT_DAYS && recent.late[goal.within] * 2 > allowed;
  return [...(goalState(budget) === 'kept' ? [] : (['spent'] as const)), ...(isFast ? (['fast'] as const) : [])];
}
