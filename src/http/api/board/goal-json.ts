// api: a shop's goals, and where they stand in counts. Field names are public interface (CONTRACT.md).

import { z } from '@hono/zod-openapi';
import { goalState } from '../../../core/goals/goals.ts';
import { STEPS } from '../../../core/model.ts';
import type { StandingGoal } from '../../../service/goals/read-goals.ts';

const count = (description: string) => z.int().min(0).describe(description);
const shared = {
  days: count('The local days that are counted, today the last of them.'),
  state: z
    .enum(['kept', 'spent', 'missed'])
    .describe('`spent`: as many were late as may be. `missed`: more, or a mean above the goal.'),
};

const ShareGoal = z
  .object({
    within: z.enum(STEPS),
    percent: z.int().min(1).max(100),
    ...shared,
    total: count('Began in these days and decided for the step.'),
    late: count('Of these, not answered before the step was due.'),
    allowed: count('How many of them may be late.'),
    left: z.int().describe('`allowed` − `late`; below zero: so many too many.'),
  })
  .openapi('ShareGoal');

const AverageGoal = z
  .object({
    averageMs: z.number().describe('At most so long on average, by the clock, in ms.'),
    ...shared,
    answered: count('Began in these days and were answered.'),
    meanMs: z.number().nullable().describe('From start to answer by the clock, in ms; null: nothing was answered.'),
  })
  .openapi('AverageGoal');

export const GoalJson = z.union([ShareGoal, AverageGoal]).openapi('Goal');

export function goalJson({ budget }: StandingGoal): z.output<typeof GoalJson> {
  const state = goalState(budget);
  if (!('late' in budget)) return { ...budget.goal, state, answered: budget.answered, meanMs: budget.meanMs };
  const { goal, total, late, allowed, left } = budget;
  return { ...goal, state, total, late, allowed, left };
}
