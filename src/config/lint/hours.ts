// config: steps in hours that are longer than a day of the shop: who writes 24h mostly means a clock that does not stop.

import { STEPS, type StepLength } from '../../core/model.ts';
import { businessDayMs } from '../../core/reports/business-time.ts';
import { namedSpec } from '../input/named-calendars.ts';
import { STEP_KEYS } from '../input/policy.ts';
import type { ShopConfig } from '../input/shop-settings.ts';
import { type Finding, finding } from './calendar.ts';

/** A warning for each policy with a step in hours beyond its calendar's longest day, at the first such step. */
export function lintHours(shop: ShopConfig): Finding[] {
  return shop.policies.flatMap(({ policy }, i) => {
    const dayMs = businessDayMs(namedSpec(shop, policy.calendar));
    const step = STEPS.find((one) => isBeyond(policy.after[one], dayMs));
    if (step === undefined) return [];
    return [finding('hours-beyond-a-day', ['policies', i, STEP_KEYS[step]], { length: policy.after[step], dayMs })];
  });
}

const isBeyond = (length: StepLength, dayMs: number): boolean =>
  'openMs' in length && !length.neverStops && length.openMs > dayMs;
