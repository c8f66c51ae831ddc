// Goals of many shops for whoever looks through them: counted once for all who ask within a few seconds, and given again
// while the next count runs. Where few are asked for they are read there and then.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import type { Config } from '../../config/load.ts';
import { giveOrCount, type KeptAnswer, noAnswer } from '../kept-answer.ts';
import type { Service } from '../service.ts';
import { readGoals, type StandingGoal } from './read-goals.ts';

type ByShop = ReadonlyMap<string, readonly StandingGoal[]>;

/** Reading the goals of so many shops takes a few milliseconds. */
const FEW = 20;
/** Shops whose goals are read together: what comes of more would hold up other pages of this process. */
const PAGE = 200;
/** Goals look back on weeks: nothing is lost when they are not of this very second. */
const KEPT_MS = 5_000;
const kept = new WeakMap<Service, { readonly config: Config; readonly answer: KeptAnswer<ByShop> }>();

/** By shop, its goals in their order; shops without goals are left out. Of more than a few they may be some seconds old. */
export async function readManyGoals(service: Service, shops: readonly ShopConfig[]): Promise<ByShop> {
  const some = shops.filter(hasGoals);
  if (some.length <= FEW) return readGoals(service, some);
  const all = await giveOrCount(keptOf(service), {
    count: () => readInPages(service),
    isDear: () => true,
    keptMs: KEPT_MS,
    onError: (error) => service.logger.warn({ err: error }, 'could not count the goals anew'),
  });
  return new Map(some.flatMap(({ id }) => (all.has(id) ? [[id, all.get(id)!] as const] : [])));
}

async function readInPages(service: Service): Promise<ByShop> {
  const shops = [...service.config.shops.values()].filter(hasGoals);
  const now = service.clock.now();
  const all = new Map<string, readonly StandingGoal[]>();
  for (let at = 0; at < shops.length; at += PAGE)
    for (const [shop, goals] of await readGoals(service, shops.slice(at, at + PAGE), now)) all.set(shop, goals);
  return all;
}

const hasGoals = ({ goals = [] }: ShopConfig): boolean => goals.length > 0;

/** After an edit nothing is given of what stood before. */
function keptOf(service: Service): KeptAnswer<ByShop> {
  const { config } = service;
  const before = kept.get(service);
  if (before?.config === config) return before.answer;
  const answer = noAnswer<ByShop>();
  kept.set(service, { config, answer });
  return answer;
}
