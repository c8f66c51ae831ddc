// Goals beside the numbers of a month: how they stand now, so only of months that run. A goal looks back from now, whatever
// the month.

import type { StandingGoal } from '../goals/read-goals.ts';
import { readManyGoals } from '../goals/read-many-goals.ts';
import type { Service } from '../service.ts';
import type { ShopMonthRow } from './read-month.ts';

/** By shop, the goals of those among these whose month runs; shops without goals are left out. */
export async function goalsOfMonths(
  service: Service,
  months: readonly Pick<ShopMonthRow, 'shop' | 'state'>[],
): Promise<ReadonlyMap<string, readonly StandingGoal[]>> {
  const running = months.flatMap(({ shop, state }) => (state === 'running' ? [service.config.shops.get(shop)] : []));
  return readManyGoals(
    service,
    running.filter((shop) => shop !== undefined),
  );
}
