// Firing: everything due is raised in sets, chunk by chunk, until nothing is left. Any number of workers may fire at
// once; each row is claimed by one. Trap: a row that somebody holds (an edit, another worker) would hold up all that fall
// due after it, so it is waited for apart.

import type { Instant, Step } from '../../core/model.ts';
import { raiseBroken } from '../../store/promises/stored-promises.ts';
import { claimDue, isAnyDue, waitForLockedDue } from '../../store/steps/episodes.ts';
import { type Lateness, raiseDue } from '../../store/steps/steps.ts';
import { noteRaised } from '../counters.ts';
import type { Service } from '../service.ts';
import { traced } from '../traced.ts';

const CHUNK = 1_000;
/** How many drain a herd in one process: the database works on one chunk while the other's answer is read. */
const DRAINS = 2;
/** How often the rows that others held during a drain are waited for; the next tick asks again. */
const WAITS = 8;

type Raised = Record<Step, number>;

/** Raises every step due by now, also what others hold meanwhile. Returns how many of each kind (RULES.md 5). */
export function fireDue(service: Service): Promise<Raised> {
  return firing(service, async (raised) => {
    await drain(service, raised);
    for (let waits = 0; waits < WAITS && (await isLocked(service)); waits++) await drain(service, raised);
  });
}

/** Raises what is due by now and what nobody else holds: waits for nobody. Follow with `fireLocked`, beside it. */
export function fireFree(service: Service): Promise<Raised> {
  return firing(service, (raised) => drain(service, raised));
}

/** Waits, ten seconds at most, for whoever holds a due row; raises what is due then. True: there may be more. */
export async function fireLocked(service: Service): Promise<boolean> {
  if (!(await isLocked(service))) return false;
  await fireFree(service);
  return true;
}

/** Mostly nobody holds anything that is due, and a look tells sooner than a lock. */
async function isLocked({ db, clock }: Service): Promise<boolean> {
  return (await isAnyDue(db, clock.now())) && waitForLockedDue(db, clock.now());
}

function firing(service: Service, work: (raised: Lateness[]) => Promise<void>): Promise<Raised> {
  return traced(service, 'fire', {}, async (note) => {
    const raised: Lateness[] = [];
    await work(raised);
    await raisePromises(service);
    const total = totals(raised);
    if (raised.length > 0) {
      service.logger.info({ ...total }, 'steps raised');
      await noteRaised(service, raised);
    }
    note({ ...total });
    return total;
  });
}

/** Promises whose time has come are recorded as broken (RULES.md 10.5). */
async function raisePromises({ db, clock, logger }: Service): Promise<void> {
  for (let broken = CHUNK; broken === CHUNK; ) {
    broken = await raiseBroken(db, clock.now(), CHUNK);
    if (broken > 0) logger.info({ broken }, 'promises broken');
  }
}

function totals(raised: readonly Lateness[]): Record<Step, number> {
  const total: Record<Step, number> = { flag: 0, owner_alert: 0, breach: 0 };
  for (const { step, steps } of raised) total[step] += steps;
  return total;
}

async function drain(service: Service, raised: Lateness[]): Promise<void> {
  const now = service.clock.now();
  if (!(await isAnyDue(service.db, now))) return;
  if ((await fireChunk(service, raised, now)) < CHUNK) return;
  // More than one chunk is due. The alarm woke this process only: one more, a moment later, wakes another.
  const help = service.wakeUps.armAlarms([now + 1]);
  const rest = async () => {
    for (let claimed = CHUNK; claimed === CHUNK; ) claimed = await fireChunk(service, raised, now);
  };
  // What one meets stops the others only once their chunks are written.
  const ends = await Promise.allSettled([help, ...Array.from({ length: DRAINS }, rest)]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function fireChunk(service: Service, raised: Lateness[], now: Instant): Promise<number> {
  const chunk = await service.db.transaction().execute(async (trx) => {
    const claim = await claimDue(trx, now, CHUNK);
    if (claim.ids.length === 0) return { claimed: 0, raised: [] };
    const slots = service.counting.slots(claim.shops, now);
    return { claimed: claim.ids.length, raised: await raiseDue(trx, claim.ids, slots, 'due', now) };
  });
  raised.push(...chunk.raised);
  return chunk.claimed;
}
