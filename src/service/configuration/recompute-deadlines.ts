// Recompute: open episodes of shops whose calendar or policies changed, page by page, the most urgent first
// (RULES.md 6). Restartable at any page: an episode carries the revision it was counted with. Finished episodes are frozen.
// Each page sees for itself whether its revision is still the one in force, so a run of an older one never wins.

import type { Instant } from '../../core/model.ts';
import {
  disarmEpisodes,
  lockOpenEpisodes,
  type OpenEpisode,
  type RecomputeTarget,
  staleOpenEpisodes,
  waitForEpisode,
  writeRecomputed,
} from '../../store/configuration/recompute.ts';
import { markRecomputed, shareRevisions, wantedRecomputes } from '../../store/configuration/revisions.ts';
import type { Trx } from '../../store/schema.ts';
import { disarmNotices, syncNotices } from '../../store/steps/notices.ts';
import { raiseDue, syncSteps } from '../../store/steps/steps.ts';
import { replanPromises } from '../promises/replan-promises.ts';
import type { Service } from '../service.ts';
import type { RecomputePlan } from './plan-recompute.ts';
import { planPage } from './plan-recompute-page.ts';

const PAGE = 1_000;
/** Pages at once: while the database writes one, the next is counted. */
const AT_ONCE = 2;
const WHY = 'calendar or policy changed';

interface Totals {
  episodes: number;
  /** Inquiries for which a step was raised, and for which one was withdrawn. */
  raised: number;
  withdrawn: number;
}

export type Recomputed = Readonly<Totals>;

type Parts = Pick<Service, 'db' | 'clock' | 'config' | 'counting' | 'logger'>;

/**
 * Recomputes what was asked for and is not done: after an edit, after a process that was killed in the middle, and for
 * inquiries taken in meanwhile by a process that had not seen the edit. Shops for which this process has another
 * revision than the one in force are left to the others.
 */
export async function recomputeWanted(service: Parts): Promise<Recomputed> {
  const wanted = (await wantedRecomputes(service.db)).filter(
    ({ shop, revision }) => revision === '' || revisionHere(service, shop) === revision,
  );
  const total = { episodes: 0, raised: 0, withdrawn: 0 };
  if (wanted.length === 0) return total;
  const isComplete = await recomputeAllOf(service, wanted, total);
  await replanPromises(service, wanted);
  if (isComplete) await markRecomputed(service.db, wanted, service.clock.now());
  service.logger.info({ shops: wanted.length, ...total, isComplete }, 'open inquiries recounted');
  return total;
}

/**
 * Recomputes until no open episode of these shops was counted with another revision, or another one is in force. False
 * when some are left that nothing came of twice: this process no longer has the revision in force.
 */
async function recomputeAllOf(service: Parts, targets: readonly RecomputeTarget[], total: Totals): Promise<boolean> {
  for (let idle = 0; idle < 2; ) {
    const ids = await staleOpenEpisodes(service.db, targets);
    if (ids.length === 0) return true;
    if (await recomputeAll(service, ids, total)) idle = 0;
    else {
      // Somebody holds them: an intake or a firing under way, or another process that recomputes the same.
      await waitForEpisode(service.db, ids[0]!);
      idle++;
    }
  }
  return false;
}

/** One pass over the given episodes. Returns how many were written. */
async function recomputeAll(service: Parts, ids: readonly number[], total: Totals): Promise<number> {
  let [at, written] = [0, 0];
  const work = async (): Promise<void> => {
    while (at < ids.length) {
      const page = ids.slice(at, at + PAGE);
      at += PAGE;
      const { plans, disarmed } = await recomputePage(service, page);
      written += plans.length + disarmed;
      total.episodes += plans.length;
      total.raised += plans.filter((plan) => plan.raised.length > 0).length;
      total.withdrawn += plans.filter((plan) => plan.withdrawn.length > 0).length;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return written;
}

async function recomputePage(
  service: Parts,
  ids: readonly number[],
): Promise<{ plans: RecomputePlan[]; disarmed: number }> {
  return service.db.transaction().execute(async (trx) => {
    await shareRevisions(trx);
    const rows = await lockOpenEpisodes(trx, ids);
    const now = service.clock.now();
    const removed = rows.filter((row) => row.inForce === '' && row.revision !== '');
    await disarmEpisodes(
      trx,
      removed.map((row) => row.id),
    );
    if (removed.length > 0)
      await disarmNotices(
        trx,
        removed.map((row) => row.id),
      );
    const shopOf = ({ shop: id, revision, inForce }: OpenEpisode) => {
      const shop = service.config.shops.get(id);
      return revision !== inForce && shop && service.counting.revisionOf(shop) === inForce ? shop : null;
    };
    const plans = await planPage(service, trx, { rows, shopOf, now });
    await writeRecomputed(
      trx,
      plans.map((plan) => plan.row),
    );
    await alignSteps(service, trx, plans, now);
    await alignNotices(trx, plans, now);
    return { plans, disarmed: removed.length };
  });
}

/** The revision that this process would count the shop with. */
function revisionHere({ config, counting }: Parts, id: string): string | null {
  const shop = config.shops.get(id);
  return shop === undefined ? null : counting.revisionOf(shop);
}

async function alignSteps(service: Parts, trx: Trx, plans: readonly RecomputePlan[], now: Instant): Promise<void> {
  const touched = plans.filter((plan) => plan.touchesSteps);
  if (touched.length === 0) return;
  const ids = touched.map((plan) => plan.row.id);
  const slots = service.counting.slots(new Set(touched.map((plan) => plan.episode.shop)), now);
  await syncSteps(trx, ids, { slots, cause: 'calendar', why: WHY, watchedSince: new Map(), now });
  await raiseDue(trx, ids, slots, 'calendar', now);
}

async function alignNotices(trx: Trx, plans: readonly RecomputePlan[], now: Instant): Promise<void> {
  const told = plans.filter(({ notices, noticed }) => notices.length > 0 || noticed.hasAny);
  const planned = told.map(({ row, episode, notices }) => ({ episodeId: row.id, shop: episode.shop, rows: notices }));
  await syncNotices(trx, planned, { why: WHY, now });
}
