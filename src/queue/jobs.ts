// Queue room: what a job is called and how often BullMQ tries it. A job carries no data: its id says everything.
// Trap: BullMQ ignores an id it still knows in any state, so finished jobs must vanish at once (removeOn… true).

import type { JobsOptions } from 'bullmq';
import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';
import type { JobKind } from './contract.ts';

/** The kinds that this release adds. */
type AddedKind = Exclude<JobKind, 'poll'>;

/** A job as `addBulk` wants it. */
export interface JobSpec {
  readonly name: AddedKind;
  readonly data: Record<string, never>;
  readonly opts: JobsOptions;
}

// The letter keeps ids from being integers, which BullMQ refuses.
const LETTER: Readonly<Record<AddedKind, string>> = { alarm: 't', mail: 'm' };

const FORGET: JobsOptions = { removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 };

/**
 * Retries cover crashes and transient errors only: the schedule that counts (the next attempt at a mail) is in the database,
 * and the tick adds again whatever is still pending there.
 */
const JOB_OPTIONS: Readonly<Record<AddedKind, JobsOptions>> = {
  alarm: { ...FORGET, attempts: 3, backoff: { type: 'fixed', delay: 1000 } },
  mail: { ...FORGET, attempts: 5, backoff: { type: 'exponential', delay: 1000 } },
};

/** An alarm rings at most so much after the instant that it stands for. */
const ALARM_STEP_MS = 200;

/**
 * One alarm per fifth of a second that covers the given due instants (epoch ms, rounded up so that no alarm rings before
 * what it stands for; most fall due at whole seconds). The delay is in real milliseconds, whole because Postgres takes no
 * fraction, and 0 for what has passed.
 */
export function alarmJobs(due: readonly Instant[], clock: Clock): JobSpec[] {
  const now = clock.now();
  const steps = new Set(due.map((instant) => Math.ceil(instant / ALARM_STEP_MS)));
  return [...steps].map((step) => {
    const instant = step * ALARM_STEP_MS;
    const delay = Math.max(0, Math.ceil(clock.realMs(instant - now)));
    // In seconds: so the release before reads them too.
    return spec('alarm', String(instant / 1000), { delay });
  });
}

/** Jobs to run now, one per outbox id, duplicates dropped. */
export function mailJobs(outboxIds: readonly string[]): JobSpec[] {
  return [...new Set(outboxIds)].map((id) => spec('mail', id, {}));
}

/** The part of a job id that the handler is given: the instant in seconds, the outbox id, the shop. */
export function subjectOf(jobId: string): string {
  return jobId.slice(1);
}

/** The instant (epoch ms) before which the alarm with this job id must not ring. */
export function alarmInstant(jobId: string): Instant {
  return Math.round(Number(subjectOf(jobId)) * 1000);
}

function spec(kind: AddedKind, id: string, opts: JobsOptions): JobSpec {
  return { name: kind, data: {}, opts: { ...JOB_OPTIONS[kind], ...opts, jobId: `${LETTER[kind]}${id}` } };
}
