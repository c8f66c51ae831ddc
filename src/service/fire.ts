// Firing: everything due is raised in sets, chunk by chunk, until nothing is left. Any number of workers may fire at
// once; each row is claimed by one.

import { STEPS, type Step } from '../core/model.ts';
import { claimDue, waitForHeldDue } from '../store/episodes.ts';
import { raiseDue } from '../store/steps.ts';
import type { Service } from './service.ts';

const CHUNK = 1_000;
/** How often the rows that others held during a drain are waited for; the next tick asks again. */
const WAITS = 8;

/** Raises every step due by now. Returns how many of each kind (domain.md 5). */
export async function fireDue(service: Service): Promise<Record<Step, number>> {
  const total: Record<Step, number> = { flag: 0, owner_alert: 0, breach: 0 };
  await drain(service, total);
  for (let waits = 0; waits < WAITS && (await waitForHeldDue(service.db, service.clock.now())); waits++) {
    await drain(service, total);
  }
  if (total.flag + total.owner_alert + total.breach > 0) service.logger.info({ ...total }, 'steps raised');
  return total;
}

async function drain(service: Service, total: Record<Step, number>): Promise<void> {
  const now = service.clock.now();
  for (let claimed = CHUNK; claimed === CHUNK; ) {
    const chunk = await fireChunk(service, now);
    claimed = chunk.claimed;
    for (const step of STEPS) total[step] += chunk.raised[step];
  }
}

async function fireChunk(service: Service, now: number): Promise<{ claimed: number; raised: Record<Step, number> }> {
  return service.db.transaction().execute(async (trx) => {
    const claim = await claimDue(trx, now, CHUNK);
    if (claim.ids.length === 0) return { claimed: 0, raised: { flag: 0, owner_alert: 0, breach: 0 } };
    const raised = await raiseDue(trx, claim.ids, service.counting.slots(claim.shops, now), 'due', now);
    return { claimed: claim.ids.length, raised };
  });
}
