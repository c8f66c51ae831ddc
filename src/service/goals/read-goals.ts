// How the goals of shops stand now (RULES.md 11), right at any moment: sums of kept days, what is open and passed, and the
// days that somebody has marked counted here and now. All of one snapshot.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import {
  addTallies,
  budgetOf,
  type GoalBudget,
  type GoalTally,
  goalTallyOf,
  goalWindow,
  NO_TALLY,
} from '../../core/goals/goals.ts';
import { type GoalWarningKind, goalWarnings, RECENT_DAYS } from '../../core/goals/warnings.ts';
import type { Instant } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import { type EndedEpisode, keptDaysOf } from '../../store/goals/goal-days.ts';
import type { GoalMark } from '../../store/goals/goal-marks.ts';
import { keptSums, readStanding, type ShopWindow, type Standing } from '../../store/goals/goal-sums.ts';
import type { Db } from '../../store/schema.ts';
import { groupBy } from '../group-by.ts';
import type { Service } from '../service.ts';
import { candidates, distinctDays, shopDayOf } from './recompute-days.ts';

/** A goal of a shop, where it stands, and what its owner should hear. */
export interface StandingGoal {
  readonly budget: GoalBudget;
  readonly warnings: readonly GoalWarningKind[];
}

type Parts = Pick<Service, 'db' | 'clock'>;

/** By shop, its goals in their order; shops without goals are left out. */
export async function readGoals(
  service: Parts,
  shops: readonly ShopConfig[],
  now: Instant = service.clock.now(),
): Promise<Map<string, readonly StandingGoal[]>> {
  const some = shops.filter(({ goals = [] }) => goals.length > 0);
  const lengths = some.flatMap((shop) => lengthsOf(shop).map((days) => ({ shop, days })));
  const tallies = await talliesOf(service.db, lengths, now);
  const byShop = new Map<string, Map<number, GoalTally>>();
  lengths.forEach(({ shop, days }, i) => {
    byShop.set(shop.id, (byShop.get(shop.id) ?? new Map<number, GoalTally>()).set(days, tallies[i]!));
  });
  return new Map(some.map((shop) => [shop.id, standingGoals(shop, byShop.get(shop.id)!)]));
}

/** The lengths of the windows that a shop's goals look at, each once. */
const lengthsOf = ({ goals = [] }: ShopConfig): number[] => [
  ...new Set([...goals.map(({ days }) => days), ...(goals.some((goal) => 'within' in goal) ? [RECENT_DAYS] : [])]),
];

function standingGoals({ goals = [] }: ShopConfig, tallies: ReadonlyMap<number, GoalTally>): StandingGoal[] {
  return goals.map((goal) => {
    const budget = budgetOf(goal, tallies.get(goal.days)!);
    return { budget, warnings: goalWarnings(budget, tallies.get(RECENT_DAYS) ?? NO_TALLY) };
  });
}

interface Length {
  readonly shop: ShopConfig;
  readonly days: number;
}

/** The tally of each window, in the order given. */
export async function talliesOf(db: Db, lengths: readonly Length[], now: Instant): Promise<GoalTally[]> {
  if (lengths.length === 0) return [];
  const windows = lengths.map(({ shop, days }) => ({
    ...goalWindow(days, openZone(shop.timeZone), now),
    shop: shop.id,
    zone: shop.timeZone,
  }));
  // One statement, so of one moment; mostly no day is marked, and that is all there is to ask.
  const standing = await readStanding(db, windows, now);
  if (standing.marks.length === 0 && movedShops(windows, standing).length === 0)
    return windows.map((_, i) => sumOf(standing.kept.get(i), standing.open.get(i)));
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => talliesWithMarks(trx, windows, now));
}

async function talliesWithMarks(db: Db, windows: readonly Window[], now: Instant): Promise<GoalTally[]> {
  const standing = await readStanding(db, windows, now);
  const { stale, fresh } = await staleDays(db, windows, standing);
  const kept = stale.length === 0 ? standing.kept : await keptSums(db, windows, stale);
  return windows.map((window, i) => {
    const marked = (fresh.get(window.shop) ?? []).filter(
      ({ startedAt }) => startedAt >= window.from && startedAt < window.to,
    );
    return sumOf(kept.get(i), standing.open.get(i), goalTallyOf(marked, now));
  });
}

const sumOf = (...tallies: readonly (GoalTally | undefined)[]): GoalTally =>
  tallies.filter((tally) => tally !== undefined).reduce(addTallies, NO_TALLY);

type Window = ShopWindow & { readonly zone: string; readonly to: Instant };

/** Days whose kept sums may be wrong, and by shop the ended episodes that began on them. */
async function staleDays(db: Db, windows: readonly Window[], standing: Standing) {
  const { marks, zones: kept } = standing;
  const zones = new Map(windows.map(({ shop, zone }) => [shop, zone]));
  const moved = movedShops(windows, standing);
  const marked = distinctDays(
    marks.map(({ shop, startedAt }) => shopDayOf(shop, kept.get(shop) ?? zones.get(shop)!, startedAt)),
  );
  // Of a shop whose zone was edited all days are of the zone before.
  const all = moved.length === 0 ? [] : await keptDaysOf(db, moved);
  const stale = distinctDays([...marked, ...all]);
  return { stale, fresh: await freshEpisodes(db, stale, marks, kept, zones) };
}

/** Shops whose zone is another than the one by which their days are kept. */
const movedShops = (windows: readonly Window[], { zones }: Standing): string[] => [
  ...new Set(windows.filter(({ shop, zone }) => (zones.get(shop) ?? zone) !== zone).map(({ shop }) => shop)),
];

/** Of episodes that began on these days, by the zone that the days are kept by. */
async function freshEpisodes(
  db: Db,
  stale: ReturnType<typeof distinctDays>,
  marks: readonly GoalMark[],
  kept: ReadonlyMap<string, string>,
  zones: ReadonlyMap<string, string>,
): Promise<Map<string, EndedEpisode[]>> {
  if (stale.length === 0) return new Map();
  const days = new Set(stale.map(({ shop, day }) => `${shop}\n${day}`));
  const found = await candidates(db, stale, marks);
  const own = found.filter(({ shop, startedAt }) => {
    const { day } = shopDayOf(shop, kept.get(shop) ?? zones.get(shop)!, startedAt);
    return days.has(`${shop}\n${day}`);
  });
  return groupBy(own, ({ shop }) => shop);
}
