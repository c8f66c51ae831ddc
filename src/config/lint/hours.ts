// config: steps in hours that are longer than a day of the shop: who writes 24h mostly means a clock that does not stop.

import type { StepLength } from '../../core/model.ts';
import { businessDayMs } from '../../core/reports/business-time.ts';
import { namedSpec } from '../input/named-calendars.ts';
import type { ShopConfig } from '../input/shop-settings.ts';
import { type Finding, finding } from './calendar.ts';

const STEPS = ['flagAfter', 'mailOwnerAfter', 'breachAfter'] as const;

/** A warning for each policy with a step in hours beyond its calendar's longest day, at the first such step. */
export function lintHours(shop: ShopConfig): Finding[] {
  return shop.policies.flatMap(({ policy }, i) => {
    const dayMs = businessDayMs(namedSpec(shop, policy.calendar));
    const key = STEPS.find((one) => isBeyond(policy[one], dayMs));
    return key ? [finding('hours-beyond-a-day', ['policies', i, key], { length: policy[key], dayMs })] : [];
  });
}

const isBeyond = (length: StepLength, dayMs: number): boolean =>
  'openMs' in length && !length.neverStops && length.openMs > dayMs;
