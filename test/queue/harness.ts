// What the queue's suites share: both backends, a fast clock, and a logger and handlers that remember.

import { randomBytes } from 'node:crypto';
import type { Queue as BullQueue } from 'bullmq';
import { Redis } from 'ioredis';
import { sql } from 'kysely';
import { beforeEach } from 'vitest';
import type { Clock } from '../../src/core/clock.ts';
import {
  openQueue,
  type Queue,
  type QueueEvent,
  type QueueHandlers,
  type QueueOptions,
} from '../../src/queue/queue.ts';
import { acceleratedClock } from '../support/clock.ts';
import { testDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { redisUrl } from '../support/redis.ts';

interface TestServer {
  /** There from beforeAll on. */
  readonly url: string;
  /** Loses every job of the queue with this name, as a FLUSHALL does. */
  wipe(name: string): Promise<void>;
}

/** `use` is called inside a describe. */
export const BACKENDS = [
  { backend: 'Redis', use: useRedis },
  { backend: 'Postgres', use: usePostgres },
];

function useRedis(): TestServer {
  const url = redisUrl() ?? '';
  beforeEach(({ skip }) => {
    if (url === '') skip('no Redis; see the message at the top');
  });
  return {
    url,
    async wipe(name) {
      const redis = new Redis(url);
      const keys = await redis.keys(`bull:${name}-*`);
      await Promise.all([redis.del(...keys), redis.script('FLUSH')]);
      redis.disconnect();
    },
  };
}

function usePostgres(): TestServer {
  const database = testDatabase({ migrated: false });
  return {
    get url() {
      return database.url;
    },
    async wipe(name) {
      await sql`delete from bullmq.job where queue like ${`${name}-%`}`.execute(database.db);
    },
  };
}

interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: object;
}

type BenchOptions = Partial<QueueOptions> & { readonly url: string };

export interface Bench {
  readonly name: string;
  /** Ten times as fast as the real one: a second takes 100 ms. */
  readonly clock: Clock;
  readonly lines: LogLine[];
  readonly events: QueueEvent[];
  /** What handlers were called with, in order: `alarm`, `mail 12`, `poll shop`. */
  readonly calls: string[];
  open(options: BenchOptions): Promise<Queue>;
  /** As open, and has had contact. */
  connect(options: BenchOptions): Promise<Queue>;
  closeAll(): Promise<void>;
}

/** A namespace of its own with everything remembered; what it opens is closed by closeAll. `all` holds for each queue. */
export function openBench(all: Pick<QueueOptions, 'answerMs'> = {}): Bench {
  const name = `test-${randomBytes(6).toString('hex')}`;
  const clock = acceleratedClock(Date.UTC(2026, 5, 1), 10);
  const lines: LogLine[] = [];
  const events: QueueEvent[] = [];
  const calls: string[] = [];
  const opened: Queue[] = [];
  const log = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, message, fields });
  };
  const logger = { info: log('info'), warn: log('warn'), error: log('error') };
  const handlers = recording(calls);
  const onEvent = (event: QueueEvent): void => {
    events.push(event);
  };

  async function open(options: BenchOptions): Promise<Queue> {
    const queue = await openQueue({ name, clock, logger, handlers, onEvent, ...all, ...options });
    opened.push(queue);
    return queue;
  }

  return {
    name,
    clock,
    lines,
    events,
    calls,
    open,
    async connect(options) {
      const queue = await open(options);
      await eventually(() => queue.health().connected);
      return queue;
    },
    async closeAll() {
      await Promise.all(opened.map((queue) => queue.close(0)));
    },
  };
}

/** Handlers that note their call and do as told. */
export function recording(calls: string[], what: Partial<QueueHandlers> = {}): QueueHandlers {
  return {
    alarm: async () => {
      calls.push('alarm');
      await what.alarm?.();
    },
    mail: async (id) => {
      calls.push(`mail ${id}`);
      await what.mail?.(id);
    },
    poll: async (shop) => {
      calls.push(`poll ${shop}`);
      await what.poll?.(shop);
    },
  };
}

/** A job to read this shop's source, as the release before adds it. */
export async function addPoll(queue: Queue, shop: string): Promise<void> {
  const producers = queue.inspected() as readonly BullQueue[];
  const polls = producers.find(({ name }) => name.endsWith('-poll'));
  await polls!.add('poll', {}, { jobId: `p${shop}`, attempts: 3, removeOnComplete: true, removeOnFail: true });
}

/** A promise to be resolved by hand. */
export function gate(): { readonly opened: Promise<void>; open(): void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open: () => open() };
}
