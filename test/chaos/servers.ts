// The real servers of a run, which die and come back on the same port: PostgreSQL, and Redis where there is one.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { DATABASE_USER, openCluster } from '../../src/store/embedded/cluster.ts';
import { removeCluster } from '../../src/store/embedded/home.ts';
import { startServer } from '../../src/store/embedded/postgres-server.ts';
import { findPostmaster, stopPostmaster } from '../../src/store/embedded/postmaster.ts';
import { silentLogger as logger } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/run/redis-server.ts';

export interface Postgres {
  urlOf(database: string): string;
  /** As a power cut: no backend ends in order, and the log is played back at the start. */
  crash(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** What was committed is kept, whatever dies: nothing of its safety is given up for speed. */
export async function openPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-chaos-'));
  const cluster = await openCluster(folder, false);
  const port = await freePort();
  const start = async (): Promise<void> => {
    const { server, said } = await startServer(cluster, { port, durable: true, sharedBuffers: '64MB', logger });
    if (server === null) throw new Error(`PostgreSQL does not start: ${said}`);
    server.quiet();
  };
  await start();
  return {
    urlOf: (database) => `postgres://${DATABASE_USER}:${cluster.password}@127.0.0.1:${port}/${database}`,
    start,
    crash: async () => {
      const running = findPostmaster(cluster.pgdata);
      if (running === null) return;
      process.kill(running.pid, 'SIGQUIT');
      await eventually(() => findPostmaster(cluster.pgdata) === null);
    },
    close: async () => {
      const running = findPostmaster(cluster.pgdata);
      if (running !== null) await stopPostmaster(running.pid, cluster.pgdata);
      removeCluster(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export interface RedisServer {
  readonly url: string;
  flush(): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The first of the programs that this machine has. @throws ENOENT when it has none */
async function spawnFirst(programs: readonly string[], args: readonly string[]): Promise<ChildProcess> {
  const [program, ...others] = programs;
  const child = spawn(program!, args, { stdio: 'ignore' });
  try {
    await once(child, 'spawn');
    return child;
  } catch (error) {
    if (others.length === 0 || (error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return spawnFirst(others, args);
  }
}

/** Forgets everything when it dies. Null when this machine has none. */
export async function openRedis(): Promise<RedisServer | null> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'inquiry-sla-chaos-redis-'));
  let child: ChildProcess | null = null;
  let programs = ['redis-server', 'valkey-server'];
  const say = async (command: string): Promise<unknown> => {
    const client = new Redis(port, '127.0.0.1', { lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => {});
    try {
      await client.connect();
      return await client.call(command);
    } finally {
      client.disconnect();
    }
  };
  const start = async (): Promise<void> => {
    const settings = ['--save', '', '--appendonly', 'no', '--hz', '100', '--maxmemory-policy', 'noeviction'];
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...settings];
    child = await spawnFirst(programs, args);
    programs = [child.spawnfile];
    await eventually(() => say('PING').then((answer) => answer === 'PONG'));
  };
  const kill = async (): Promise<void> => {
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  };
  try {
    await start();
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: async () => void (await say('FLUSHALL')),
    kill,
    start,
    close: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
