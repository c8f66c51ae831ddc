// Firing: everything due is raised in sets, chunk by chunk, until nothing is left. Any number of workers may fire at
// once; each row is claimed by one.

import type { Step } from '../../core/model.ts';
import { claimDue, waitForHeldDue } from '../../store/steps/episodes.ts';
import { type Lateness, raiseDue } from '../../store/steps/steps.ts';
import { noteRaised } from '../counters.ts';
import type { Service } from '../service.ts';
import { traced } from '../traced.ts';

const CHUNK = 1_000;
/** How often the rows that others held during a drain are waited for; the next tick asks again. */
const WAITS = 8;

/** Raises every step due by now. Returns how many of each kind (RULES.md 5). */
export function fireDue(service: Service): Promise<Record<Step, number>> {
  return traced(service, 'fire', {}, async (note) => {
    const total = await fireAll(service);
    note({ ...total });
    return total;
  });
}

async function fireAll(service: Service): Promise<Record<Step, number>> {
  const raised: Lateness[] = [];
  await drain(service, raised);
  for (let waits = 0; waits < WAITS && (await waitForHeldDue(service.db, service.clock.now())); waits++) {
    await drain(service, raised);
  }
  const total = totals(raised);
  if (raised.length > 0) {
    service.logger.info({ ...total }, 'steps raised');
    await noteRaised(service, raised);
  }
  return total;
}

function totals(raised: readonly Lateness[]): Record<Step, number> {
  const total: Record<Step, number> = { flag: 0, owner_alert: 0, breach: 0 };
  for (const { step, steps } of raised) total[step] += steps;
  return total;
}

async function drain(service: Service, raised: Lateness[]): Promise<void> {
  const now = service.clock.now();
  for (let claimed = CHUNK; claimed === CHUNK; ) claimed = await fireChunk(service, raised, now);
}

async function fireChunk(service: Service, raised: Lateness[], now: number): Promise<number> {
  const chunk = await service.db.transaction().execute(async (trx) => {
    const claim = await claimDue(trx, now, CHUNK);
    if (claim.ids.length === 0) return { claimed: 0, raised: [] };
    const slots = service.counting.slots(claim.shops, now);
    return { claimed: claim.ids.length, raised: await raiseDue(trx, claim.ids, slots, 'due', now) };
  });
  raised.push(...chunk.raised);
  return chunk.claimed;
}
