// Queue room: what the rest of the service sees of it, and the kinds of jobs.

import type { Clock } from '../core/clock.ts';
import type { Instant } from '../core/model.ts';

/**
 * What a job is for: draining what is due, sending an outbox row, polling a shop's source. The last is added by the release
 * before alone, which may run beside this one; here whoever reads claims what is due.
 */
export const JOB_KINDS = ['alarm', 'mail', 'poll'] as const;
export type JobKind = (typeof JOB_KINDS)[number];

/** What the jobs call. Handlers are idempotent: any of them may run twice, late, or at the same time elsewhere. */
export interface QueueHandlers {
  /** Something may be due: drain until nothing is. An alarm for the instant in work is ignored, so do not stop early. */
  alarm(): Promise<void>;
  /** The outbox row may be ready to send. A wake-up that comes while it is in work is lost; the tick adds it again. */
  mail(outboxId: string): Promise<void>;
  /** The shop's source may be due. */
  poll(shop: string): Promise<void>;
}

/** The part of pino this room uses. */
export interface QueueLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** One job's outcome in this process; `stalled` is a job taken over from a worker that died. */
export interface QueueEvent {
  readonly kind: JobKind;
  readonly outcome: 'completed' | 'retried' | 'failed' | 'stalled';
}

export interface QueueOptions {
  /** redis://, rediss://, postgres:// or postgresql:// */
  readonly url: string;
  /** Namespace: queues of different names never meet. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: QueueLogger;
  /** null: this process only adds jobs. */
  readonly handlers: Partial<QueueHandlers> | null;
  readonly concurrency?: Partial<Record<JobKind, number>>;
  /** Real milliseconds after which a dead worker's job is anyone's (10 s); looked for at half of it. */
  readonly lockMs?: number;
  /** Real milliseconds after which a server that does not answer is as good as away (500, and more for many jobs). */
  readonly answerMs?: number;
  readonly onEvent?: (event: QueueEvent) => void;
  /** Whether BullMQ's spans go to the tracer that this process registered; default no. */
  readonly traced?: boolean;
}

export interface QueueHealth {
  readonly connected: boolean;
  /** Instant of the last change, by the service's clock. */
  readonly since: Instant | null;
  /** What the outage began with, without secrets; null while connected. */
  readonly error: string | null;
}

export type QueueDepth = Readonly<Record<JobKind, { waiting: number; active: number; delayed: number }>>;

export interface Queue {
  /**
   * One alarm for each due instant (epoch ms, rounded up to the fifth of a second). Arming it again changes nothing
   * while its alarm is waiting. False, at once or within about a second, when the server did not take them; never
   * throws. One whose alarm is ringing is not armed again, although this says true: its handler drains.
   */
  armAlarms(due: readonly Instant[]): Promise<boolean>;
  /** A job for each outbox id; as armAlarms. One already waiting, retried or in work is left as it is. */
  wakeMail(outboxIds: readonly string[]): Promise<boolean>;
  health(): QueueHealth;
  /** Jobs by kind and state, of all processes; null when the server does not answer. */
  depth(): Promise<QueueDepth | null>;
  /** BullMQ's own queues, for a page that looks into them and changes nothing; none before the first contact. */
  inspected(): readonly object[];
  /**
   * Takes no more jobs and waits for the handlers running here, at most `timeoutMs` (10 s) real milliseconds and
   * about a second more, also while the server is away. What it cuts off is taken over elsewhere. Never throws.
   */
  close(timeoutMs?: number): Promise<void>;
}
