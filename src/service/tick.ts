// The tick: every 30 s in every worker process, without the queue. Whatever alarms were lost is healed here
// (design.md, invariant 1): arm, fire, owed mails, sources due, sources gone quiet.

import type { Instant } from '../core/model.ts';
import { dueMails } from '../store/outbox.ts';
import { dueSources } from '../store/sources.ts';
import { applyOutside } from './apply-outside.ts';
import { armDue } from './arm.ts';
import { deliver } from './deliver.ts';
import { fireDue } from './fire.ts';
import { lookAtCalendars } from './look-at-calendars.ts';
import { openMails } from './open-mails.ts';
import { poll } from './poll.ts';
import { readDueFeeds } from './read-feeds.ts';
import { reviveMails } from './revive.ts';
import type { Service } from './service.ts';
import { watchSources } from './watch-sources.ts';

export const TICK_MS = 30_000;

export interface TickResult {
  /** Alarms for the next 90 s are in the queue; if not, tick again in a second. */
  readonly armed: boolean;
}

/** Mails and sources overdue by more than two ticks are done here: the queue took their wake-ups and lost them. */
const STUCK_MS = 2 * TICK_MS;
/** Real time after which a worker that took a mail is taken for dead. */
const SEND_REAL_MS = 2 * 60_000;
const BATCH = 1_000;

/** What a worker does every 30 s. */
export async function tickWorker(service: Service): Promise<TickResult> {
  const now = service.clock.now();
  await applyOutside(service);
  const armed = await armDue(service, now);
  await fireDue(service);
  await reviveMails(service, now - SEND_REAL_MS / service.clock.realMs(1), now);
  await watchSources(service, now);
  await lookAtCalendars(service, now);
  await wakeMails(service);
  return { armed };
}

/** What a process that reads sources does every 30 s. */
export async function tickSources(service: Service, signal?: AbortSignal): Promise<void> {
  const now = service.clock.now();
  const due = await dueSources(service.db, now, BATCH);
  const taken = await service.wakeUps.wakePoll(due);
  await readDueFeeds(service, signal);
  const stuck = taken ? await dueSources(service.db, now - STUCK_MS, BATCH) : due;
  for (const shop of stuck) {
    if (signal?.aborted) return;
    await poll(service, shop, signal);
  }
}

/** An alarm rang: raise what is due, and send what the send windows let out. */
export async function ringAlarm(service: Service): Promise<void> {
  await fireDue(service);
  await wakeMails(service);
}

async function wakeMails(service: Service): Promise<void> {
  const now = service.clock.now();
  await openMails(service, now);
  const due = await dueMails(service.db, now, BATCH);
  const taken = await service.wakeUps.wakeMail(due.map(String));
  const stuck = taken ? await dueMails(service.db, stuckBefore(now), BATCH) : due;
  for (const id of stuck) await deliver(service, id);
}

const stuckBefore = (now: Instant): Instant => now - STUCK_MS;
