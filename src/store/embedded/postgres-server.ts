// Starts one PostgreSQL server process, and hands its log on.

import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Cluster } from './cluster.ts';
import { disownStalePidFile, findPostmaster, POLL_MS } from './postmaster.ts';
import { invocation } from './programs.ts';

export interface Server {
  readonly pid: number;
  /** From now on lines of severity FATAL are expected (connections cut off by a stop). */
  quiet(): void;
  /** Lets this process end while the server goes on for others. */
  leave(): void;
}

/**
 * Starts a server and waits until it accepts connections; null when it ended instead, with what it said in `said`
 * (another process was faster, the port was taken, backends of a killed server are still about: look, and try again).
 */
export async function startServer(
  cluster: Cluster,
  options: { port: number | null; durable: boolean; sharedBuffers: string; logger: Logger },
): Promise<{ server: Server | null; said: string }> {
  disownStalePidFile(cluster.pgdata);
  const port = options.port ?? (await freePort());
  const run = invocation(cluster.programs, 'postgres', flags(cluster.pgdata, port, options));
  const child = spawn(run.file, run.args, {
    ...run.options,
    stdio: ['ignore', 'ignore', 'pipe'],
    // Its own process group: Ctrl-C must reach us, not the server that we still need to close in order.
    detached: true,
  });
  const log = forwardLog(child, options.logger);
  const ended = new Promise<void>((resolve) => {
    child.once('error', (error) => {
      log.recent.push(error.message);
      resolve();
    });
    child.once('exit', () => resolve());
  });
  while (!(await Promise.race([ended.then(() => true), sleep(POLL_MS, false)]))) {
    const found = findPostmaster(cluster.pgdata);
    if (found?.pid !== child.pid || !found?.ready) continue;
    log.loud = true;
    return { server: handle(child, log), said: '' };
  }
  return { server: null, said: log.recent.join('\n') };
}

function flags(pgdata: string, port: number, options: { durable: boolean; sharedBuffers: string }): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    // Names the process that reads the log (embedded.ts); `ps` shows it.
    cluster_name: `inquiry-sla-${process.pid}`,
    max_connections: 200,
    shared_buffers: options.sharedBuffers,
    io_method: 'sync',
    jit: 'off',
    // Parallel queries need more /dev/shm than a small container has.
    max_parallel_workers_per_gather: 0,
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '[%p] ',
    // Neither statements nor the values of a row that broke a constraint belong into a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    ...(options.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return ['-D', pgdata, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

interface Log {
  loud: boolean;
  readonly recent: string[];
}

function forwardLog(child: ChildProcess, logger: Logger): Log {
  const log: Log = { loud: false, recent: [] };
  createInterface({ input: child.stderr! }).on('line', (line) => {
    const [, pid, severity, message] = /^\[(\d+)\] ([A-Z]+): {2}(.*)$/.exec(line) ?? [];
    log.recent.push(line);
    if (log.recent.length > 20) log.recent.shift();
    const serious = severity === 'PANIC' || (severity === 'FATAL' && log.loud);
    logger[serious ? 'error' : 'debug']({ postgres: Number(pid) || undefined, severity }, message ?? line);
  });
  return log;
}

function handle(child: ChildProcess, log: Log): Server {
  return {
    pid: child.pid!,
    quiet: () => {
      log.loud = false;
    },
    leave: () => {
      child.stderr?.destroy();
      child.unref();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => resolve(port));
    });
  });
}
