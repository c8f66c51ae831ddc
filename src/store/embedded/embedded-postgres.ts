// The embedded PostgreSQL: what runs when DATABASE_URL is absent. One server per data directory, shared by every process
// that opens it (a command beside the daemon), stopped by the last one, started again when it or its starter was killed.
// Traps: it outlives a killed process (the next one takes over); it listens on 127.0.0.1 only, with a random password.

import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Cluster, DATABASE_USER, openCluster } from './cluster.ts';
import { EmbeddedPostgresError } from './error.ts';
import { claimLease, ensureDatabase, type Lease } from './lease.ts';
import { type Server, startServer } from './postgres-server.ts';
import { findPostmaster, type Postmaster, processExists, stopPostmaster } from './postmaster.ts';

export interface EmbeddedOptions {
  /** Folder for the database alone, such as `data/postgres`; made if missing. */
  readonly dataDir: string;
  readonly logger: Logger;
  /** False gives up the safety of the data for speed (tests). Default true. */
  readonly durable?: boolean;
  /** Memory for its pages; the default suits a shop, a mall's worth of inquiries wants more. */
  readonly sharedBuffers?: string;
}

export interface EmbeddedPostgres {
  /** Connection string; also in the file `url` (mode 0600) of the data folder. */
  readonly url: string;
  /** Stops the server, unless another process still uses it. Waits for its end. */
  close(): Promise<void>;
}

interface Joined {
  readonly lease: Lease;
  readonly postmaster: Postmaster;
  /** The server if this process started it. */
  readonly server: Server | null;
}

const DATABASE = 'inquiry_sla';
const SHARED_BUFFERS = '64MB';
const START_LIMIT_MS = 120_000;
const START_ATTEMPTS = 8;
/** Wrong password; no loopback network. */
const HOPELESS = new Set(['28P01', 'ENETUNREACH', 'EHOSTUNREACH', 'EADDRNOTAVAIL', 'EACCES', 'EPERM']);

/**
 * Starts the embedded PostgreSQL or joins the one that already runs on this folder.
 * @throws EmbeddedPostgresError when the platform has none, or it does not start
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const durable = options.durable ?? true;
  const cluster = await openCluster(dataDir, durable);
  const { logger, sharedBuffers = SHARED_BUFFERS } = options;
  const context = { cluster, durable, sharedBuffers, logger };
  let joined = await joinServer(context, null);
  const { port } = joined.postmaster;
  const url = urlOf(cluster, port, DATABASE);
  let closing = false;
  let healing = Promise.resolve();

  const heal = async (): Promise<void> => {
    options.logger.error('the embedded PostgreSQL ended; starting it again');
    while (!closing) {
      try {
        joined = keepServer(await joinServer(context, port), joined);
        joined.lease.onLost(lost);
        options.logger.warn('the embedded PostgreSQL runs again');
        return;
      } catch (error) {
        options.logger.error({ err: error }, 'the embedded PostgreSQL does not start; next try in a second');
        await sleep(1_000);
      }
    }
  };
  const lost = (): void => {
    if (!closing) healing = heal();
  };
  // Best effort for a process that ends without close(); other users start the server again.
  const stopAtExit = (): void => void (joined.server && process.kill(joined.server.pid, 'SIGINT'));

  try {
    await ensureDatabase(urlOf(cluster, port, 'postgres'), DATABASE);
    // Anew: an old one may have another owner or mode.
    rmSync(join(dataDir, 'url'), { force: true });
    writeFileSync(join(dataDir, 'url'), `${url}\n`, { mode: 0o600 });
  } catch (error) {
    await leave(cluster, joined, dataDir);
    throw error;
  }
  joined.lease.onLost(lost);
  process.once('exit', stopAtExit);
  return {
    url,
    close: async () => {
      if (closing) return;
      closing = true;
      await healing;
      await leave(cluster, joined, dataDir);
      process.off('exit', stopAtExit);
    },
  };
}

interface Context {
  readonly cluster: Cluster;
  readonly durable: boolean;
  readonly sharedBuffers: string;
  readonly logger: Logger;
}

/** Finds or starts the server and takes a lease on it. A given port is kept: pools already know it. */
async function joinServer(context: Context, port: number | null): Promise<Joined> {
  const { pgdata } = context.cluster;
  let server: Server | null = null;
  let refusal = '';
  try {
    for (const until = Date.now() + START_LIMIT_MS; Date.now() < until; ) {
      const postmaster = findPostmaster(pgdata);
      if (postmaster === null) {
        server = await start(context, port);
      } else if (postmaster.ready) {
        if (port !== null && postmaster.port !== port) throw new EmbeddedPostgresError('It came back on another port');
        const lease = await attach(context, postmaster, (why) => {
          refusal = `: ${why}`;
        });
        if (lease !== null) return { lease, postmaster, server: server?.pid === postmaster.pid ? server : null };
      }
      await sleep(postmaster?.ready ? 5 : 20);
    }
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL in ${pgdata} starts or stops for two minutes already${refusal}`,
    );
  } catch (error) {
    if (server !== null) await stopPostmaster(server.pid, pgdata);
    throw error;
  }
}

async function start(context: Context, port: number | null): Promise<Server | null> {
  let said = '';
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const started = await startServer(context.cluster, { ...context, port });
    // When another process was faster, its server is the one.
    if (started.server !== null || findPostmaster(context.cluster.pgdata) !== null) return started.server;
    said = started.said;
    await sleep(Math.min(50 * 2 ** attempt, 2_000));
  }
  throw new EmbeddedPostgresError(`The embedded PostgreSQL in ${context.cluster.pgdata} does not start: ${said}`);
}

/** A lease on a running server; null when there is none to get now. A server that a killed process left is stopped. */
async function attach(
  { cluster, logger }: Context,
  postmaster: Postmaster,
  onRefused: (why: string) => void,
): Promise<Lease | null> {
  let lease: Lease | null;
  try {
    lease = await claimLease(urlOf(cluster, postmaster.port, 'postgres'), (starter) => !processExists(starter));
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    onRefused((error as Error).message);
    // Everything else is a server that comes or goes.
    if (!HOPELESS.has(code)) return null;
    throw new EmbeddedPostgresError(`No connection to the embedded PostgreSQL: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (!lease?.exclusive) return lease;
  logger.warn({ pid: postmaster.pid }, 'stopping the embedded PostgreSQL that a killed process left behind');
  await stopPostmaster(postmaster.pid, cluster.pgdata);
  await lease.end();
  return null;
}

async function leave(cluster: Cluster, joined: Joined, dataDir: string): Promise<void> {
  // Without an answer the connection is gone; then a server of our own is ours to stop.
  const last = await joined.lease.release().catch(() => joined.server !== null);
  const postmaster = findPostmaster(cluster.pgdata);
  if (last && postmaster !== null) {
    joined.server?.quiet();
    rmSync(join(dataDir, 'url'), { force: true });
    await stopPostmaster(postmaster.pid, cluster.pgdata);
  }
  joined.server?.leave();
  await joined.lease.end();
}

function keepServer(fresh: Joined, before: Joined): Joined {
  return { ...fresh, server: fresh.server ?? (before.server?.pid === fresh.postmaster.pid ? before.server : null) };
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${DATABASE_USER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}
