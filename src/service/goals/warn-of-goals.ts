// Looks at goals and warns owners (RULES.md 11.6). Cost: so many shops a look, one after the other, however many there are.

import { goalKey } from '../../core/goals/goals.ts';
import { DAY_MS } from '../../core/time/civil-date.ts';
import { type GoalWarning, warnOwners } from '../../store/goals/goal-warnings.ts';
import { daytimeSlot } from '../calendar/remind-of-calendars.ts';
import { perConfig } from '../per-config.ts';
import type { Service } from '../service.ts';
import { readGoals } from './read-goals.ts';

const SHOPS_A_LOOK = 1_000;
/** What was over and came back is told again after so long. */
const QUIET_MS = 7 * DAY_MS;

const shopsWithGoals = perConfig(({ shops }) => [...shops.values()].filter(({ goals = [] }) => goals.length > 0));
/** Where the next look begins, for each configuration in force. */
const places = new WeakMap<object, number>();

/** Looks at the next shops with goals, and owes a mail for each of which a warning is new. How many warnings are. */
export async function warnOfGoals(service: Service): Promise<number> {
  const all = shopsWithGoals(service.config);
  if (all.length === 0) return 0;
  const from = places.get(service.config) ?? 0;
  const shops = all.slice(from, from + SHOPS_A_LOOK);
  places.set(service.config, from + SHOPS_A_LOOK >= all.length ? 0 : from + SHOPS_A_LOOK);
  const now = service.clock.now();
  const standing = [...(await readGoals(service, shops, now))].flatMap(([shop, goals]) =>
    goals.flatMap(({ budget, warnings }) =>
      warnings.map((kind): GoalWarning => ({ shop, goal: goalKey(budget.goal), kind })),
    ),
  );
  const slots = new Map(shops.map((shop) => [shop.id, daytimeSlot(service, shop, now)]));
  const warned = await service.db
    .transaction()
    .execute((trx) => warnOwners(trx, slots, standing, { now, quietMs: QUIET_MS }));
  if (warned.length > 0) service.logger.info({ warnings: warned.length }, 'owners are warned of goals');
  return warned.length;
}
