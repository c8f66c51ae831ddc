// The three lengths of a policy as one record: the contract names each in its own way, what counts and prints goes step
// by step.

import type { ByStep, Policy, StepLength } from '../model.ts';

/** How long each step waits. */
export function lengthsOf({ flagAfter, mailOwnerAfter, breachAfter }: Policy): ByStep<StepLength> {
  return { flag: flagAfter, owner_alert: mailOwnerAfter, breach: breachAfter };
}
