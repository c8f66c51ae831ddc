// Queue room, PostgreSQL: BullMQ's own tables in the schema `bullmq`, made on first contact.
// Each BullMQ object opens a pool of its own and each worker a LISTEN connection besides; keep the pools small.

import { createPostgresBackend, type IQueueBackend } from 'bullmq';
import type { Link, Links } from './links.ts';

const SCHEMA = 'bullmq';
// BullMQ would sleep an hour towards the next delayed job; a short nap notices a clock that jumped (suspend, NTP).
const LONGEST_NAP_S = 5;

/** Connections for `postgres://` and `postgresql://`. */
export function openPostgres(url: URL): Links {
  const connection = poolConfig(url);
  return {
    producer: { connection, backend: onePool() },
    worker: () => ({ connection, backend: napping }),
    cut: () => {},
  };
}

/** All producers of a session share the first one's pool. */
function onePool(): Link['backend'] {
  let first: IQueueBackend | null = null;
  return (name, options, extra) => {
    if (first) return first.forQueue(name);
    first = create(name, options, extra);
    return first;
  };
}

const napping: Link['backend'] = (name, options, extra) => {
  const backend = create(name, options, extra);
  listenOnlyWhileOpen(backend);
  return Object.defineProperty(backend, 'maximumBlockTimeout', { value: LONGEST_NAP_S });
};

/** A backend that is closed while it gets ready would still open its LISTEN connection, which then nobody ends. */
function listenOnlyWhileOpen(backend: IQueueBackend): void {
  const { connection } = backend as unknown as {
    connection: { isClosing: unknown; getListenClient: () => Promise<unknown> };
  };
  const open = connection.getListenClient.bind(connection);
  connection.getListenClient = async () => {
    if (connection.isClosing) throw new Error('The queue is closed');
    return open();
  };
}

const createBackend = createPostgresBackend as unknown as Link['backend'];

const create: Link['backend'] = (name, options, extra) => {
  const backend = createBackend(name, options, extra);
  hear(backend);
  onlyCheckWhereNotAllowed(backend);
  return backend;
};

const NOT_ALLOWED = '42501';

/**
 * A role that may not change the schema works with the one that `inquiry-sla migrate` made: it only looks whether it fits.
 */
function onlyCheckWhereNotAllowed(backend: IQueueBackend): void {
  const { connection } = backend as unknown as {
    connection: { migrateOnConnect: boolean; bootstrap: () => Promise<void> };
  };
  const bootstrap = connection.bootstrap.bind(connection);
  connection.bootstrap = async () => {
    try {
      await bootstrap();
    } catch (error) {
      if ((error as { code?: unknown }).code !== NOT_ALLOWED) throw error;
      connection.migrateOnConnect = false;
      await bootstrap();
    }
  };
}

interface Emitter {
  on(event: string, listener: (subject: Emitter) => void): unknown;
}

type ClientClass = new (config: object) => Emitter & { removeAllListeners(event?: string): Emitter };

/**
 * An error that no listener hears ends the process. BullMQ listens to a client only once it is connected, not to one of
 * its pool that is between two statements, and no more to what it has closed. What it does hear it reports as before.
 */
function hear(backend: IQueueBackend): void {
  const { connection } = backend as unknown as {
    connection: Emitter & { pool: Emitter; pgModule: { Client: ClientClass } };
  };
  const hearOne = (one: Emitter): void => void one.on('error', () => {});
  for (const one of [backend as unknown as Emitter, connection, connection.pool]) hearOne(one);
  connection.pool.on('connect', hearOne);
  class HeardClient extends connection.pgModule.Client {
    constructor(config: object) {
      super(config);
      hearOne(this);
    }

    /** BullMQ's farewell takes all listeners away, and the connection may break after that. */
    override removeAllListeners(event?: string): Emitter {
      super.removeAllListeners(...(event === undefined ? [] : [event]));
      if (event === undefined || event === 'error') hearOne(this);
      return this;
    }
  }
  connection.pgModule = { ...connection.pgModule, Client: HeardClient };
}

function poolConfig(url: URL): Record<string, unknown> {
  // pg lets options of the URL win over ours, and BullMQ puts its search_path there: move them over.
  const own = new URL(url);
  const options = own.searchParams.get('options');
  own.searchParams.delete('options');
  return {
    connectionString: options === null ? url.href : own.href,
    // A lost alarm costs one tick, so its commit need not wait for the disk.
    options: [options, '-c synchronous_commit=off'].filter(Boolean).join(' '),
    schema: SCHEMA,
    migrate: true,
    max: 2,
    // Longer than a tick, so that arming does not connect anew each time.
    idleTimeoutMillis: 45_000,
    connectionTimeoutMillis: 3000,
    query_timeout: 10_000,
    keepAlive: true,
    application_name: 'inquiry-sla queue',
  };
}
