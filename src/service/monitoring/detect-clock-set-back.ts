// The database's clock was ahead and is back: steps that were raised too early are withdrawn, promises that were broken too
// early are not, and nothing waits for the time it showed. Every part may be done twice.

import type { Instant } from '../../core/model.ts';
import { formatDate } from '../../core/time/civil-date.ts';
import { openZone } from '../../core/time/zone.ts';
import { dropCanariesAfter } from '../../store/canary/canary-rows.ts';
import { lockOpenEpisodes } from '../../store/configuration/recompute.ts';
import { withLimit } from '../../store/database.ts';
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

/** What looks through a whole table may take so long where all shops of a mall have been watched for years. */
const SCAN_LIMIT_MS = 2 * 60_000;

/** Brings what was noted and planned by a clock that was ahead back to `now`. */
export async function clockSetBack(service: Service, now: Instant): Promise<void> {
  const db = withLimit(service.db, SCAN_LIMIT_MS);
  const zone = openZone(service.config.service.timeZone);
  // First what is quick, and without which nobody looks anywhere; mails are hurried once nothing is told too early.
  const today = formatDate(zone.localDay(now));
  await planAgain(db, now, today);
  await db.transaction().execute((trx) => dropCanariesAfter(trx, today));
  const withdrawn = await withdrawEarly(service, await raisedTooEarly(db, now), now);
  const unbroken = await takeBackBroken(db, now);
  await oweDroppedWarnings(db, now);
  await forgetFutureSlots(db, now);
  await hurryMails(db, now);
  await bringBackFacts(db, now);
  service.logger.warn({ withdrawn, unbroken }, 'after a jump of the clock: what it had planned ahead is planned anew');
}

/**
 * What is not due any more is not raised any more; it is raised again at its instant, and told once (RULES.md 6). An episode
 * that somebody holds is left for the next time.
 */
async function withdrawEarly({ db, clock, counting }: Service, ids: readonly number[], seen: Instant): Promise<number> {
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
