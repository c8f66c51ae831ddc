// What each loop of a process does in one round. Everything the queue may lose is caught here (src/README.md,
// invariant 1): due steps, pending mails, sources due. Trap: arming and firing wait for nobody (invariant 6), so no round
// here sends a mail or reads a source; it wakes whoever does, through the queue or, when that is away, by a lane of this
// process. Of the eight verbs on the way of one deadline (src/README.md) it calls enqueue, and hands the rows of claim,
// gather, render, send, record to the lanes; intake comes before it, raise is steps/raise-due-steps.ts. What hands over is a
// column each time: episode.next_due_at, step.owner_owed and ops_owed, outbox.next_attempt_at, delivery.state.

import { virtualMs } from '../../core/clock.ts';
import type { Instant } from '../../core/model.ts';
import { dueMails } from '../../store/notifications/outbox.ts';
import { lookAtCalendars } from '../calendar/check-calendars.ts';
import { applyOutside } from '../configuration/apply-outside-calendars.ts';
import { openMails } from '../notifications/enqueue-mails.ts';
import { isCatchingUp } from '../notifications/hold-after-start.ts';
import { enqueueLists } from '../notifications/lists/enqueue-lists.ts';
import { recoverStuckMails } from '../notifications/record/recover-stuck-mails.ts';
import type { Service } from '../service.ts';
import type { Lane } from './lane.ts';

export const TICK_MS = 30_000;
/** How soon mails that wait for the first reads after a start are looked at again. */
const HELD_LOOK_MS = 1_000;

/** What is offered to be done here, and not waited for. */
export type Offered = Pick<Lane, 'offer'>;

/** Mails overdue by more than two ticks are done here: the queue took their wake-ups and lost them. */
const STUCK_MS = 2 * TICK_MS;
/** Real time after which a worker that took a mail is taken for dead. */
const SEND_REAL_MS = 2 * 60_000;
const BATCH = 1_000;
/** One for each of the processes that deliver, at most. */
const MAIL_ALARMS = 20;
/** Whatever feeds are due are read in one go. */
export const FEEDS = 'feeds';

/** Every 30 s: what changed outside comes in force, calendars that lack something are asked for. */
export async function tickCalendars(service: Service): Promise<void> {
  await applyOutside(service);
  await lookAtCalendars(service, service.clock.now());
}

/** Every 30 s: puts the lists that are due into the outbox, and wakes whoever delivers. */
export async function tickLists(service: Service, mails: { wake(): void }): Promise<void> {
  if ((await enqueueLists(service, service.clock.now())) > 0) mails.wake();
}

/** Every 30 s: takes back mails whose worker died. */
export async function tickClaims(service: Service): Promise<void> {
  const now = service.clock.now();
  await recoverStuckMails(service, now - virtualMs(service.clock, SEND_REAL_MS), now);
}

/**
 * After each tick and each alarm: makes the rows of what is pending, and wakes whoever delivers what the windows let out.
 * Returns the ms until the next look: mails that wait for a start go out once they need not.
 */
export async function tickMails(service: Service, deliveries: Offered): Promise<number> {
  const now = service.clock.now();
  await openMails(service, now);
  if (await isCatchingUp(service)) return HELD_LOOK_MS;
  const due = await dueMails(service.db, now, BATCH);
  // Whoever is woken drains all that is due: a few alarms are enough for all processes.
  const taken = await service.wakeUps.wakeMail(due.slice(0, MAIL_ALARMS).map(String));
  const stuck = taken ? await dueMails(service.db, stuckBefore(now), BATCH) : due;
  deliveries.offer(stuck.map(String));
  return TICK_MS;
}

const stuckBefore = (now: Instant): Instant => now - STUCK_MS;
