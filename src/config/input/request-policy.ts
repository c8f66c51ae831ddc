// config: the policy of an NDJSON request (CONTRACT.md, deadlines): as in a shop file; its notices may tell anybody.

import type { Policy } from '../../core/model.ts';
import type { Fault } from '../values/faults.ts';
import { place, readMap } from '../values/readers.ts';
import type { CalendarTraits } from './named-calendars.ts';
import { POLICY_SHAPE, policyOf } from './policy.ts';

/**
 * A request's policy, its faults under the path `policy`.
 * @param calendars what is known of each calendar that it may name
 */
export function parseRequestPolicy(
  value: unknown,
  calendars: CalendarTraits,
): Policy | { readonly faults: readonly Fault[] } {
  const at = place(['policy']);
  const read = readMap(POLICY_SHAPE, value, at);
  if (!read || at.faults.length > 0) return { faults: at.faults };
  const policy = policyOf(read, value, { calendars, contacts: null }, at)!;
  return at.faults.length > 0 ? { faults: at.faults } : policy;
}
