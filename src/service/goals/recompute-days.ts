// The loop that keeps days for goals: those with marks are counted anew from their episodes. Any number of processes may run
// it: one counts at a time. What is marked while it counts stays marked.

import { addTallies, goalTallyOf, NO_TALLY } from '../../core/goals/goals.ts';
import type { Instant } from '../../core/model.ts';
import { openZone } from '../../core/time/zone.ts';
import {
  type EndedEpisode,
  endedEpisodes,
  episodesOfDays,
  forgetDays,
  keptZones,
  lockGoalDays,
  type ShopDay,
  saveDays,
  saveZones,
  shopsOfOtherZones,
} from '../../store/goals/goal-days.ts';
import { addMarks, dropMarks, type GoalMark, someMarks } from '../../store/goals/goal-marks.ts';
import type { Db, Trx } from '../../store/schema.ts';
import { groupBy } from '../group-by.ts';
import { perConfig } from '../per-config.ts';
import type { Service } from '../service.ts';

type Parts = Pick<Service, 'db' | 'config' | 'clock'>;

/** Marks counted in one transaction. */
const PAGE = 2_000;
/** A shop that was removed keeps the zone it had; of one that nobody has ever seen, this. */
const NO_ZONE = 'UTC';

/** The local day of a shop on which something began, and a key for it. */
export const shopDayOf = (shop: string, zone: string, at: Instant): ShopDay => ({
  shop,
  day: openZone(zone).localDay(at),
});
export const keyOfDay = ({ shop, day }: ShopDay): string => `${shop}\n${day}`;

/** Each of these days once. */
export const distinctDays = (days: readonly ShopDay[]): ShopDay[] => [
  ...new Map(days.map((day) => [keyOfDay(day), day])).values(),
];

/** Counts all days that are marked, page by page. Returns how many marks that were. */
export async function recomputeGoalDays(service: Parts): Promise<number> {
  await followZones(service);
  let counted = 0;
  for (;;) {
    const marks = await recomputePage(service);
    counted += marks;
    if (marks < PAGE) return counted;
  }
}

async function recomputePage({ db, config }: Parts): Promise<number> {
  return db.transaction().execute(async (trx) => {
    if (!(await lockGoalDays(trx))) return 0;
    const marks = await someMarks(trx, PAGE);
    if (marks.length === 0) return 0;
    const zones = await zonesOf(trx, config, marks);
    const days = distinctDays(marks.map(({ shop, startedAt }) => shopDayOf(shop, zones.get(shop)!, startedAt)));
    const byDay = groupBy(await candidates(trx, days, marks), ({ shop, startedAt }) =>
      keyOfDay(shopDayOf(shop, zones.get(shop)!, startedAt)),
    );
    await saveDays(
      trx,
      days.map((day) => keptDay(day, byDay.get(keyOfDay(day)) ?? [])),
    );
    await dropMarks(trx, marks);
    return marks.length;
  });
}

/** Every episode that may belong to one of these days and has ended. */
export async function candidates(
  db: Db,
  days: readonly ShopDay[],
  marks: readonly GoalMark[],
): Promise<EndedEpisode[]> {
  const kept = await episodesOfDays(db, days);
  const ids = new Set([...kept.flatMap(({ episodes }) => episodes), ...marks.map(({ episodeId }) => episodeId)]);
  return endedEpisodes(db, [...ids]);
}

function keptDay(day: ShopDay, episodes: readonly EndedEpisode[]) {
  const counted = episodes.filter(({ endedBy }) => endedBy !== 'superseded');
  // What ended is decided for ever: no instant matters.
  const tally = counted.length === 0 ? NO_TALLY : addTallies(NO_TALLY, goalTallyOf(counted, 0));
  return { ...day, tally, episodes: counted.map(({ id }) => id) };
}

/** By which zone each shop's days are kept; of a shop that is new here it is noted. */
async function zonesOf(trx: Trx, { shops }: Parts['config'], marks: readonly GoalMark[]): Promise<Map<string, string>> {
  const ids = [...new Set(marks.map(({ shop }) => shop))];
  const zones = await keptZones(trx, ids);
  const fresh = ids
    .filter((id) => !zones.has(id))
    .map((id) => ({ shop: id, zone: shops.get(id)?.timeZone ?? NO_ZONE }));
  await saveZones(trx, fresh);
  for (const { shop, zone } of fresh) zones.set(shop, zone);
  return zones;
}

const zonesInForce = perConfig(({ shops }) =>
  [...shops.values()].map(({ id, timeZone }) => ({ shop: id, zone: timeZone })),
);
const followed = new WeakSet<object>();

/** After an edit of a shop's zone: its days are forgotten, and all that was counted in them is marked. Once a configuration. */
async function followZones({ db, config }: Parts): Promise<void> {
  if (followed.has(config)) return;
  const zones = zonesInForce(config);
  for (const shop of await shopsOfOtherZones(db, zones)) {
    const zone = config.shops.get(shop)!.timeZone;
    if (!(await moveToZone(db, shop, zone))) return;
  }
  followed.add(config);
}

/** False while another counts. */
async function moveToZone(db: Db, shop: string, zone: string): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    if (!(await lockGoalDays(trx))) return false;
    const ids = await forgetDays(trx, [shop]);
    await saveZones(trx, [{ shop, zone }]);
    await addMarks(trx, await endedEpisodes(trx, ids));
    return true;
  });
}
