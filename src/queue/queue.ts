// The queue room: precise wake-ups, spreading over machines and retries by BullMQ, on Redis or on PostgreSQL.
// A job is only an alarm: losing one, or all, costs at most one tick. Nothing here may be needed for correctness.

import type { Telemetry } from 'bullmq';
import { transportOf } from './backend.ts';
import type { JobKind, Queue, QueueDepth, QueueOptions } from './contract.ts';
import { alarmJobs, type JobSpec, mailJobs } from './jobs.ts';
import { keepSession } from './keeper.ts';
import { watchOutage } from './outage.ts';
import { openSession, type Session } from './session.ts';
import { withTimeout } from './with-timeout.ts';

export type { Queue, QueueEvent, QueueHandlers, QueueOptions } from './contract.ts';

const CLOSE_MS = 10_000;
// A server that is well takes 10,000 jobs in about a second; one that does not is as good as away.
const ANSWER_MS = 500;
const ANSWER_MS_PER_JOB = 0.5;

/**
 * Opens the queue and returns at once, also while the server is away: contact is made in the background, again and
 * again. Throws RangeError for a URL that is none of ours.
 */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { clock, logger, answerMs = ANSWER_MS } = options;
  const { label, describe, open } = transportOf(options.url);
  const outage = watchOutage({ label, clock, logger, describe, probe: () => answers(keeper.session(), answerMs) });
  const onError = outage.suspect;
  const telemetry = options.traced ? { telemetry: await openTelemetry() } : {};
  const keeper = keepSession(() => openSession({ ...options, ...telemetry, links: open(), describe, onError }), outage);

  async function add(jobs: readonly JobSpec[]): Promise<boolean> {
    const [first] = jobs;
    if (!first) return true;
    const session = keeper.session();
    if (!session || !outage.health().connected) return false;
    const added = session.producers[first.name].addBulk([...jobs]);
    return took(withTimeout(answerMs + jobs.length * ANSWER_MS_PER_JOB, added), onError);
  }

  return {
    armAlarms: (due) => add(alarmJobs(due, clock)),
    wakeMail: (outboxIds) => add(mailJobs(outboxIds)),
    health: outage.health,
    depth: () => depthOf(keeper.session(), answerMs, onError),
    inspected: () => Object.values(keeper.session()?.producers ?? {}),
    close: (timeoutMs = CLOSE_MS) => keeper.close(timeoutMs),
  };
}

function took(promise: Promise<unknown>, onError: (error: unknown) => void): Promise<boolean> {
  return promise.then(
    () => true,
    (error) => {
      onError(error);
      return false;
    },
  );
}

function answers(session: Session | null, answerMs: number): Promise<boolean> {
  if (!session) return Promise.resolve(false);
  return took(withTimeout(answerMs, session.producers.alarm.isPaused()), () => {});
}

async function depthOf(
  session: Session | null,
  answerMs: number,
  onError: (error: unknown) => void,
): Promise<QueueDepth | null> {
  if (!session) return null;
  const count = async (kind: JobKind) => {
    const counts = await session.producers[kind].getJobCounts('waiting', 'active', 'delayed');
    return { waiting: counts.waiting ?? 0, active: counts.active ?? 0, delayed: counts.delayed ?? 0 };
  };
  const counts = Promise.all([count('alarm'), count('mail'), count('poll')]);
  return withTimeout(answerMs, counts).then(
    ([alarm, mail, poll]) => ({ alarm, mail, poll }),
    (error) => {
      onError(error);
      return null;
    },
  );
}

/** What BullMQ's queues and workers report their spans to: the tracer that the process registered. */
async function openTelemetry(): Promise<Telemetry> {
  const { BullMQOtel } = await import('bullmq-otel');
  return new BullMQOtel({ tracerName: 'inquiry-sla queue' });
}
