// After an edit: the notices of promises that stand are planned anew, with the calendar, the policies and the contacts in force.
// The dates that were promised stay.

import type { RecomputeTarget } from '../../store/configuration/recompute.ts';
import { takeStalePromises } from '../../store/promises/stored-promises.ts';
import { syncNotices } from '../../store/steps/notices.ts';
import type { Service } from '../service.ts';
import { promiseNoticeRows } from './plan-promises.ts';

const PAGE = 1_000;
const WHY = 'calendar or policy changed';

type Parts = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;

/** Of shops of the configuration for which this process has the revision in force; another revision's are left to whoever has it. */
export async function replanPromises(service: Parts, targets: readonly RecomputeTarget[]): Promise<void> {
  const { counting, clock, config } = service;
  const here = targets.filter(({ shop }) => config.shops.has(shop));
  if (here.length === 0) return;
  for (let taken = PAGE; taken === PAGE; )
    taken = await service.db.transaction().execute(async (trx) => {
      const page = await takeStalePromises(trx, here, PAGE);
      const planned = page.map((row) => ({
        episodeId: row.id,
        shop: row.shop,
        rows: promiseNoticeRows(counting, config.shops.get(row.shop)!, row, row),
      }));
      await syncNotices(trx, planned, { why: WHY, now: clock.now() });
      return page.length;
    });
}
