// How many waits usually begin on each weekday in a shop, beside what is coming.

import type { ShopConfig } from '../../config/input/shop-settings.ts';
import { ARRIVAL_WEEKS, type UsualArrivals, usualArrivals } from '../../core/calendar/usual-arrivals.ts';
import type { EpochDay } from '../../core/model.ts';
import { mondayOf } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { beganByDay } from '../../store/board/arrivals.ts';
import { giveOrCount, type KeptAnswer, noAnswer } from '../kept-answer.ts';
import type { Service } from '../service.ts';

type Parts = Pick<Service, 'db' | 'clock' | 'config' | 'logger'>;

interface Counted {
  readonly usual: UsualArrivals | null;
  readonly waits: number;
}

/** Few waits are read too quickly to be worth an answer that is some minutes old. */
const KEPT_ABOVE = 200;
const KEPT_MS = 10 * 60_000;
/** By the configuration, which an edit replaces, and the shop. */
const kept = new WeakMap<object, Map<string, { readonly monday: EpochDay; readonly answer: KeptAnswer<Counted> }>>();

/**
 * Of the full weeks before this one, in the shop's zone; null where its history has none (RULES.md 4). Those weeks are over:
 * of a shop with much in them the answer is given again for ten minutes.
 */
export async function readArrivals(service: Parts, shop: ShopConfig): Promise<UsualArrivals | null> {
  const monday = mondayOf(openZone(shop.timeZone).localDay(service.clock.now()));
  const { usual } = await giveOrCount(keptOf(service, shop.id, monday), {
    count: () => countArrivals(service, shop, monday),
    isDear: ({ waits }) => waits > KEPT_ABOVE,
    keptMs: KEPT_MS,
    onError: (error) => service.logger.warn({ err: error }, 'could not count the arrivals anew'),
  });
  return usual;
}

async function countArrivals({ db }: Parts, { id, timeZone }: ShopConfig, monday: EpochDay): Promise<Counted> {
  const from = monday - 7 * ARRIVAL_WEEKS;
  const began = await beganByDay(db, { shop: id, zone: timeZone, from, before: monday });
  const waits = [...began.values()].reduce((sum, count) => sum + count, 0);
  return { usual: usualArrivals(began, monday), waits };
}

function keptOf({ config }: Parts, shop: string, monday: EpochDay): KeptAnswer<Counted> {
  const ofConfig = kept.get(config) ?? new Map<string, { monday: EpochDay; answer: KeptAnswer<Counted> }>();
  kept.set(config, ofConfig);
  const before = ofConfig.get(shop);
  if (before?.monday === monday) return before.answer;
  const answer = noAnswer<Counted>();
  ofConfig.set(shop, { monday, answer });
  return answer;
}
