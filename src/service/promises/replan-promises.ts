// After an edit: the notices of promises that stand are planned anew, with the calendar, the policies and the contacts in force.
// The dates that were promised stay.

import { takeStalePromises } from '../../store/promises/stored-promises.ts';
import { syncNotices } from '../../store/steps/notices.ts';
import type { Service } from '../service.ts';
import { promiseNoticeRows } from './plan-promises.ts';

const PAGE = 1_000;
const WHY = 'calendar or policy changed';

type Parts = Pick<Service, 'db' | 'clock' | 'config' | 'counting'>;

/** Of a shop for which this process has the revision in force; another revision's are left to whoever has it. */
export async function replanPromises(service: Parts, shopId: string): Promise<void> {
  const shop = service.config.shops.get(shopId);
  if (shop === undefined) return;
  const { counting, clock } = service;
  const target = { shop: shopId, revision: counting.revisionOf(shop) };
  for (let taken = PAGE; taken === PAGE; )
    taken = await service.db.transaction().execute(async (trx) => {
      const page = await takeStalePromises(trx, target, PAGE);
      const planned = page.map((row) => ({
        episodeId: row.id,
        shop: shopId,
        rows: promiseNoticeRows(counting, shop, row, row),
      }));
      await syncNotices(trx, planned, { why: WHY, now: clock.now() });
      return page.length;
    });
}
