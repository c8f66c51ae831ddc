// Queue room, Redis: two kinds of connection. Producers must fail at once while Redis is away, workers must wait.
// Trap: blocking connections are duplicates that BullMQ makes and cannot close while Redis is away, so all are kept.

import { createRedisBackend } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import type { Link, Links } from './links.ts';

type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

// BullMQ's default doubles up to 20 s; a queue that rings to the second cannot sleep that long after an outage.
const COMMON: ClientOptions = {
  retryStrategy: (times) => Math.min(50 * times, 500),
  connectTimeout: 3000,
  // How long a socket that does not close keeps the process alive.
  disconnectTimeout: 250,
  // After a failover the old primary still answers, but takes nothing: connect anew and send again.
  reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
};

// The socket timeout runs only while an answer is owed: it ends a half-open connection.
const PRODUCER: ClientOptions = { ...COMMON, enableOfflineQueue: false, maxRetriesPerRequest: 1, socketTimeout: 2000 };
const WORKER: ClientOptions = { ...COMMON, maxRetriesPerRequest: null, socketTimeout: 5000 };
// Waiting for the next job, BullMQ blocks up to 10 s.
const BLOCKING: ClientOptions = { socketTimeout: 15_000 };

/** Connections for `redis://` and `rediss://` (TLS), with user, password and database from the URL. */
export function openRedis(url: URL): Links {
  const clients: Redis[] = [];
  let worker: Link | null = null;
  const link = (connection: Redis): Link => ({ connection, backend: createRedisBackend as Link['backend'] });
  const open = (options: ClientOptions): Redis => tracked(new Redis(url.href, options), clients);
  const producer = open(PRODUCER);
  return {
    producer: link(producer),
    fit: async (warn) => judge(await producer.info(), warn),
    worker: () => {
      worker ??= link(open(WORKER));
      return worker;
    },
    cut: () => {
      // A client that has ended already would start its disconnect timer in vain.
      for (const client of clients) if (client.status !== 'end') client.disconnect();
    },
  };
}

/** What Redis says of itself decides whether alarms can live there. */
function judge(info: string, warn: (words: string) => void): void {
  const says = (key: string): string => new RegExp(`^${key}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  if (says('redis_mode') === 'cluster' || says('cluster_enabled') === '1')
    throw new Error('Redis runs in cluster mode, which the queue does not use: name a single server in QUEUE_URL');
  if (says('role') === 'slave')
    throw new Error('this Redis is a read-only replica: name the primary server in QUEUE_URL');
  const policy = says('maxmemory_policy');
  if (policy !== '' && policy !== 'noeviction')
    warn(`Redis may throw wake-ups away when it is full (maxmemory-policy ${policy}): set it to noeviction`);
}

/** Remembers the client and every duplicate of it; BullMQ duplicates what it blocks on. */
function tracked(client: Redis, clients: Redis[]): Redis {
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (override) => tracked(duplicate({ ...BLOCKING, ...override }), clients);
  // BullMQ's own listener goes with its object; without any ioredis prints to the console.
  client.on('error', () => {});
  clients.push(client);
  return client;
}
