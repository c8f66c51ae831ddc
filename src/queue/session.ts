// Queue room: BullMQ's objects from first contact to the end. Trap: an object whose first contact fails half-way
// (Postgres away, Redis gone during its INFO) is dead for ever, so a session that fails is thrown away whole.

import { setTimeout as pause } from 'node:timers/promises';
import { Queue as BullQueue, type IQueueBackend, type Telemetry } from 'bullmq';
import { type Consumer, openConsumer } from './consumer.ts';
import { JOB_KINDS, type JobKind, type QueueOptions } from './contract.ts';
import type { Links } from './links.ts';
import type { Describe } from './scrub.ts';
import { withTimeout } from './with-timeout.ts';

const LOCK_MS = 10_000;
const CONCURRENCY: Readonly<Record<JobKind, number>> = { alarm: 1, mail: 5, poll: 10 };
// BullMQ keeps the last 10,000 events of each queue by default; nobody reads them here.
const EVENTS_KEPT = 100;
// After the last handler has ended: time for the server to hear of it, and for connections to close.
const FAREWELL_MS = 1000;

type Producer = BullQueue<unknown, void, string, unknown, void, string, IQueueBackend, unknown>;
type Producers = Readonly<Record<JobKind, Producer>>;

export interface Session {
  readonly producers: Producers;
  /** Resolves on contact with the server, which may be never; rejects when this session is of no more use. */
  ready(): Promise<void>;
  /** Takes jobs until closed; rejects when a worker's loop died. In a process without handlers it only waits. */
  run(): Promise<void>;
  /** Takes no more jobs and waits for running handlers, at most `timeoutMs` real milliseconds. Never rejects. */
  close(connected: boolean, timeoutMs: number): Promise<void>;
  /** Lets go of everything at once. Never rejects. */
  abandon(): Promise<void>;
}

export interface SessionOptions extends QueueOptions {
  readonly links: Links;
  readonly describe: Describe;
  readonly onError: (error: unknown) => void;
  readonly telemetry?: Telemetry;
}

/** Three BullMQ queues (alarm, mail, poll), so that slow polls never hold up an alarm, and their workers. */
export function openSession(options: SessionOptions): Session {
  const producers = openProducers(options);
  const consumers = openConsumers(options);

  async function abandon(): Promise<void> {
    const closed = Object.values(producers).map((producer) => producer.getBackend().close(true));
    const abandoned = consumers.map((consumer) => consumer.abandon());
    options.links.cut();
    await withTimeout(FAREWELL_MS, Promise.allSettled([...closed, ...abandoned])).catch(() => undefined);
  }

  return {
    producers,
    async ready() {
      const everyone = [...Object.values(producers), ...consumers];
      await Promise.all(everyone.map((one) => one.waitUntilReady()));
      await options.links.fit?.((words) => options.logger.warn({}, words));
    },
    async run() {
      if (consumers.length === 0) await new Promise<never>(() => {});
      await Promise.all(consumers.map((consumer) => consumer.run()));
    },
    async close(connected, timeoutMs) {
      const over = new AbortController();
      const done = connected ? handedBack(consumers, over.signal) : idle(consumers);
      await withTimeout(timeoutMs, done).catch(options.onError);
      over.abort();
      await abandon();
    },
    abandon,
  };
}

/** The handlers have ended and the server knows; a little after the former even when the latter never comes. */
async function handedBack(consumers: readonly Consumer[], signal: AbortSignal): Promise<void> {
  const closed = Promise.all(consumers.map((consumer) => consumer.close()));
  await Promise.race([closed, lingered(consumers, signal)]);
}

async function lingered(consumers: readonly Consumer[], signal: AbortSignal): Promise<void> {
  do {
    await idle(consumers);
    await pause(FAREWELL_MS, undefined, { signal }).catch(() => undefined);
  } while (consumers.some((consumer) => consumer.running.size > 0));
}

async function idle(consumers: readonly Consumer[]): Promise<void> {
  await Promise.allSettled(consumers.flatMap((consumer) => [...consumer.running]));
}

function openProducers({ name, links, onError, telemetry }: SessionOptions): Producers {
  const open = (kind: JobKind): Producer => {
    const { connection, backend } = links.producer;
    const producer: Producer = new BullQueue(
      queueName(name, kind),
      { connection, ...prefixOf(links), streams: { events: { maxLen: EVENTS_KEPT } }, ...(telemetry && { telemetry }) },
      backend,
    );
    producer.on('error', onError);
    return producer;
  };
  return { alarm: open('alarm'), mail: open('mail'), poll: open('poll') };
}

const prefixOf = ({ prefix }: Links) => (prefix === undefined ? {} : { prefix });

function openConsumers(options: SessionOptions): Consumer[] {
  const { handlers, links, name } = options;
  if (!handlers) return [];
  return JOB_KINDS.flatMap((kind) => {
    const handler = handlers[kind];
    if (!handler) return [];
    const concurrency = options.concurrency?.[kind] ?? CONCURRENCY[kind];
    const lockMs = options.lockMs ?? LOCK_MS;
    return openConsumer({
      ...options,
      kind,
      handler,
      link: links.worker(),
      ...prefixOf(links),
      queueName: queueName(name, kind),
      concurrency,
      lockMs,
    });
  });
}

// A name with a colon would throw: BullMQ builds Redis keys with it.
function queueName(name: string, kind: JobKind): string {
  return `${name.replaceAll(':', '-')}-${kind}`;
}
