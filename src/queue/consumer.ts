// Queue room: what runs when a job comes up. The job is a hint: its handler reads the database for what to do.
// Trap: adding an id while that job is running is ignored, so handlers drain (alarm) or leave the rest to the tick.

import { DelayedError, type IQueueBackend, type Job, type Telemetry, Worker } from 'bullmq';
import type { Clock } from '../core/clock.ts';
import type { JobKind, QueueEvent, QueueLogger } from './contract.ts';
import { alarmInstant, subjectOf } from './jobs.ts';
import type { Link } from './links.ts';
import type { Describe } from './scrub.ts';

// A worker process that dies takes its jobs into this count; the tick adds again what is then given up.
const MAX_STALLED = 3;

export interface ConsumerOptions {
  readonly kind: JobKind;
  readonly queueName: string;
  readonly link: Link;
  readonly prefix?: string;
  readonly concurrency: number;
  readonly lockMs: number;
  /** Called with the job's subject: an outbox id, a shop, or '' for an alarm. */
  readonly handler: (subject: string) => Promise<void>;
  readonly clock: Clock;
  readonly logger: QueueLogger;
  readonly describe: Describe;
  readonly onEvent?: ((event: QueueEvent) => void) | undefined;
  readonly onError: (error: unknown) => void;
  readonly telemetry?: Telemetry;
}

export interface Consumer {
  /** The handlers running now. */
  readonly running: ReadonlySet<Promise<void>>;
  waitUntilReady(): Promise<void>;
  /** Takes jobs until closed; rejects should BullMQ's loop die. */
  run(): Promise<void>;
  /** Takes no more jobs, waits for the running ones and for the server to hear of them. Hangs while it is away. */
  close(): Promise<void>;
  /** Lets go at once. */
  abandon(): Promise<void>;
}

type BullWorker = Worker<unknown, void, string, IQueueBackend, never, unknown>;

class JobWorker extends Worker<unknown, void, string, IQueueBackend, never, unknown> {
  /** A close() that hangs never comes to stop the renewal of locks, whose timer would keep the process alive. */
  stopRenewing(): void {
    void this.lockManager.close();
  }
}

/** A BullMQ worker for one kind of job; it takes nothing before run(). */
export function openConsumer(options: ConsumerOptions): Consumer {
  const running = new Set<Promise<void>>();
  const worker = new JobWorker(
    options.queueName,
    (job, token) => counted(running, handle(options, job, token)),
    {
      connection: options.link.connection,
      ...(options.prefix !== undefined && { prefix: options.prefix }),
      autorun: false,
      concurrency: options.concurrency,
      lockDuration: options.lockMs,
      stalledInterval: options.lockMs / 2,
      maxStalledCount: MAX_STALLED,
      runRetryDelay: 1000,
      ...(options.telemetry && { telemetry: options.telemetry }),
    },
    options.link.backend,
  );
  worker.on('error', options.onError);
  report(worker, options);
  return {
    running,
    waitUntilReady: () => worker.waitUntilReady(),
    run: () => worker.run(),
    close: () => worker.close(),
    abandon: () => {
      worker.stopRenewing();
      // A close() begun before may hang for ever, so its connections are closed under it.
      worker.close(true).catch(options.onError);
      return worker.getBackend().close(true);
    },
  };
}

async function handle(options: ConsumerOptions, job: Job, token: string | undefined): Promise<void> {
  const jobId = job.id ?? '';
  if (options.kind === 'alarm') await backToSleep(options.clock, job, token);
  try {
    await options.handler(subjectOf(jobId));
  } catch (error) {
    // A plain error with scrubbed words: BullMQ stores it, and acts on the names of some errors.
    throw new Error(options.describe(error));
  }
}

/** BullMQ compares with this host's clock: where that runs ahead, the alarm would find nothing due yet and be lost. */
async function backToSleep(clock: Clock, job: Job, token: string | undefined): Promise<void> {
  const early = Math.ceil(clock.realMs(alarmInstant(job.id ?? '') - clock.now()));
  if (!(early > 0)) return;
  await job.moveToDelayed(Date.now() + early, token);
  throw new DelayedError();
}

function report(worker: BullWorker, { kind, logger, describe, onEvent }: ConsumerOptions): void {
  worker.on('completed', () => onEvent?.({ kind, outcome: 'completed' }));
  worker.on('stalled', (jobId) => {
    logger.warn({ job: jobId }, 'A worker was lost with a job; it is taken over');
    onEvent?.({ kind, outcome: 'stalled' });
  });
  worker.on('failed', (job, error) => {
    const line = { job: job?.id, attempt: job?.attemptsMade, error: describe(error) };
    // BullMQ stamps the end only on a job that it will not try again.
    const outcome = job?.finishedOn === undefined ? 'retried' : 'failed';
    if (outcome === 'retried') logger.warn(line, 'A job failed and is tried again');
    else logger.error(line, 'A job failed for the last time; the tick takes over');
    onEvent?.({ kind, outcome });
  });
}

async function counted(running: Set<Promise<void>>, work: Promise<void>): Promise<void> {
  running.add(work);
  try {
    await work;
  } finally {
    running.delete(work);
  }
}
