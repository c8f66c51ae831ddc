// Queue room, Redis: two kinds of connection. Producers must fail at once while Redis is away, workers must wait.
// Trap: blocking connections are duplicates that BullMQ makes and cannot close while Redis is away, so all are kept.

import { createRedisBackend } from 'bullmq';
import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Link, Links } from './links.ts';
import { loginOf, masterOf, type RedisAddress } from './redis-address.ts';

type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

// BullMQ's default doubles up to 20 s; a queue that rings to the second cannot sleep that long after an outage.
const retryAfter = (times: number): number => Math.min(50 * times, 500);

const COMMON: ClientOptions = {
  retryStrategy: retryAfter,
  connectTimeout: 3000,
  // How long a socket that does not close keeps the process alive.
  disconnectTimeout: 250,
  // After a failover the old primary still answers, but takes nothing: connect anew and send again.
  reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
};

// The socket timeout runs only while an answer is awaited: it ends a half-open connection.
const PRODUCER: ClientOptions = { ...COMMON, enableOfflineQueue: false, maxRetriesPerRequest: 1, socketTimeout: 2000 };
const WORKER: ClientOptions = { ...COMMON, maxRetriesPerRequest: null, socketTimeout: 5000 };
// Waiting for the next job, BullMQ blocks up to 10 s.
const BLOCKING: ClientOptions = { socketTimeout: 15_000 };

// In a cluster all keys of a queue must live in one slot: what stands in braces decides which.
const CLUSTER_PREFIX = '{bull}';

/** Connections for the Redis of the queue, with user, password and database from its URL. */
export function openRedis(address: RedisAddress): Links {
  const clients: Client[] = [];
  let worker: Link | null = null;
  const link = (connection: Client): Link => ({ connection, backend: createRedisBackend as Link['backend'] });
  const open = (options: ClientOptions): Client => tracked(clientOf(address, options), clients);
  const producer = open(PRODUCER);
  return {
    producer: link(producer),
    ...(address.kind === 'cluster' && { prefix: CLUSTER_PREFIX }),
    fit: async (warn) => judge(await producer.info(), address.kind, warn),
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

type Client = Redis | Cluster;
type Defined<T> = Exclude<T, undefined>;
type ClusterSettings = Defined<ConstructorParameters<typeof Cluster>[1]>;

function clientOf({ kind, url, nodes }: RedisAddress, options: ClientOptions): Client {
  if (kind === 'single') return new Redis(url.href, options);
  const isTls = url.protocol.startsWith('rediss');
  const common: ClientOptions = { ...options, ...loginOf(url), ...(isTls && { tls: {} }) };
  if (kind === 'cluster')
    return new Cluster([...nodes], {
      redisOptions: common as Defined<ClusterSettings['redisOptions']>,
      clusterRetryStrategy: retryAfter,
      enableOfflineQueue: options.enableOfflineQueue ?? true,
      // A node's certificate is for its name, which the cluster tells as its address.
      ...(isTls && { dnsLookup: (name: string, answer: (error: null, address: string) => void) => answer(null, name) }),
    });
  const { name, db } = masterOf(url);
  const sentinelPassword = url.searchParams.get('sentinelPassword');
  return new Redis({
    ...common,
    sentinels: [...nodes],
    name,
    db,
    ...(sentinelPassword !== null && { sentinelPassword }),
    ...(isTls && { enableTLSForSentinelMode: true, sentinelTLS: {} }),
    sentinelRetryStrategy: retryAfter,
  });
}

/** What Redis says of itself decides whether alarms can live there. */
function judge(info: string, kind: RedisAddress['kind'], warn: (words: string) => void): void {
  const says = (key: string): string => new RegExp(`^${key}:(.*?)\\r?$`, 'm').exec(info)?.[1] ?? '';
  const isCluster = says('redis_mode') === 'cluster' || says('cluster_enabled') === '1';
  if (isCluster && kind !== 'cluster')
    throw new Error('Redis runs in cluster mode: write redis+cluster:// in QUEUE_URL');
  if (!isCluster && kind === 'cluster')
    throw new Error('Redis does not run in cluster mode: write redis:// in QUEUE_URL');
  if (kind !== 'cluster' && says('role') === 'slave')
    throw new Error('this Redis is a read-only replica: name the primary server in QUEUE_URL');
  const policy = says('maxmemory_policy');
  if (policy !== '' && policy !== 'noeviction')
    warn(`Redis may throw wake-ups away when it is full (maxmemory-policy ${policy}): set it to noeviction`);
}

/** Remembers the client and every duplicate of it; BullMQ duplicates what it blocks on. */
function tracked<C extends Client>(client: C, clients: Client[]): C {
  if (client instanceof Redis) {
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (override) => tracked(duplicate({ ...BLOCKING, ...override }), clients);
  } else {
    const duplicate = client.duplicate.bind(client);
    client.duplicate = (nodes, override) => {
      const redisOptions = { ...client.options.redisOptions, ...override?.redisOptions, ...BLOCKING };
      return tracked(duplicate(nodes, { ...override, redisOptions } as ClusterSettings), clients);
    };
  }
  // BullMQ's own listener goes with its object; without any ioredis prints to the console.
  client.on('error', () => {});
  clients.push(client);
  return client;
}
