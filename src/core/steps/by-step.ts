// The three values of a policy or of deadlines as one record: the contract names each in its own way, what counts and
// prints goes step by step.

import type { Instant, Policy, Step, StepLength } from '../model.ts';

export type ByStep<T> = Readonly<Record<Step, T>>;

/** How long each step waits. */
export function lengthsOf({ flagAfter, mailOwnerAfter, breachAfter }: Policy): ByStep<StepLength> {
  return { flag: flagAfter, owner_alert: mailOwnerAfter, breach: breachAfter };
}

interface DueTimes<T> {
  readonly flagAt: T;
  readonly mailOwnerAt: T;
  readonly breachAt: T;
}

/** When each step is due, in epoch ms; null where there is no deadline. */
export function dueOf<T extends Instant | null>({ flagAt, mailOwnerAt, breachAt }: DueTimes<T>): ByStep<T> {
  return { flag: flagAt, owner_alert: mailOwnerAt, breach: breachAt };
}
