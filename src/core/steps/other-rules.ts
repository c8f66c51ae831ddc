// What the other counting rules would say of the same wait (RULES.md 3): nobody publishes how Rakuten counts.

import type { Calendar } from '../calendar/calendar.ts';
import { COUNTING_RULES, type CountingRule, type Deadlines, type Instant, type Policy } from '../model.ts';
import { computeDeadlines, isSameDay, NoBusinessDayError } from './counting.ts';

export interface Alternative {
  readonly counting: CountingRule;
  /** null: no business day within 400 days. */
  readonly deadlines: Deadlines | null;
}

/**
 * The rules that the policy does not use, with what each gives; for steps in hours they say the same. None for a step on
 * the day of receipt: no other rule knows one.
 */
export function otherRules(calendar: Calendar, policy: Policy, startedAt: Instant): Alternative[] {
  if (isSameDay(policy.after.flag)) return [];
  return COUNTING_RULES.filter((counting) => counting !== policy.counting).map((counting) => ({
    counting,
    deadlines: deadlinesOrNull(calendar, { ...policy, counting }, startedAt),
  }));
}

function deadlinesOrNull(calendar: Calendar, policy: Policy, startedAt: Instant): Deadlines | null {
  try {
    return computeDeadlines(calendar, policy, startedAt);
  } catch (error) {
    if (error instanceof NoBusinessDayError) return null;
    throw error;
  }
}
