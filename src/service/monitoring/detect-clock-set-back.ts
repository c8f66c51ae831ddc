// The database's clock was ahead and is back: steps that were raised too early are withdrawn, promises that were broken too
// early are not, and nothing waits for the time it showed. Every part may be done twice.

import type { Instant } from '../../core/model.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { lockOpenEpisodes } from '../../store/configuration/recompute.ts';
import {
  bringBackFacts,
  forgetFutureSlots,
  hurryMails,
  oweDroppedWarnings,
  planAgain,
  raisedTooEarly,
} from '../../store/monitoring/clock-set-back.ts';
import { takeBackBroken } from '../../store/promises/stored-promises.ts';
import { syncSteps } from '../../store/steps/steps.ts';
import type { Service } from '../service.ts';

const PAGE = 1_000;
const WHY = 'the clock had been ahead';

/** Brings what was noted and planned by a clock that was ahead back to `now`. */
export async function clockSetBack(service: Service, now: Instant): Promise<void> {
  const withdrawn = await withdrawEarly(service, now);
  const unbroken = await takeBackBroken(service.db, now);
  await oweDroppedWarnings(service.db, now);
  await forgetFutureSlots(service.db, now);
  await hurryMails(service.db, now);
  await bringBackFacts(service.db, now);
  const zone = openZone(service.config.service.timeZone);
  await planAgain(service.db, now, formatDate(zone.localDay(now)));
  service.logger.warn({ withdrawn, unbroken }, 'after a jump of the clock: what it had planned ahead is planned anew');
}

/** What is not due any more is not raised any more; it is raised again at its instant, and told once (RULES.md 6). */
async function withdrawEarly({ db, clock, counting }: Service, seen: Instant): Promise<number> {
  const ids = await raisedTooEarly(db, seen);
  let withdrawn = 0;
  for (let at = 0; at < ids.length; at += PAGE) {
    withdrawn += await db.transaction().execute(async (trx) => {
      const locked = await lockOpenEpisodes(trx, ids.slice(at, at + PAGE));
      // What fell due while we waited for the rows is no more too early.
      const now = Math.max(seen, clock.now());
      const slots = counting.slots(new Set(locked.map(({ shop }) => shop)), now);
      const options = { slots, cause: 'due', why: WHY, watchedSince: new Map(), now } as const;
      await syncSteps(
        trx,
        locked.map(({ id }) => id),
        options,
      );
      return locked.length;
    });
  }
  return withdrawn;
}
